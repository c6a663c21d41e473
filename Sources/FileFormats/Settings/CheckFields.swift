package import AuditModel

/// Words that a configuration may use and that other parts of the program know.
package struct SettingsVocabulary: Sendable {
    package let formats: Set<UntrustedText>
    package let checks: Set<UntrustedText>

    package init(formats: Set<UntrustedText>, checks: Set<UntrustedText>) {
        self.formats = formats
        self.checks = checks
    }
}

/// One field of debvouch.conf: the only place where a field is declared.
package struct CheckField: Sendable {
    package let name: StaticString
    /// What it says, for the manual and the template.
    package let summary: StaticString
    /// An example that means something.
    package let example: StaticString
    let take: @Sendable (SettingsValue, inout CheckConfiguration) throws(SettingsMistake) -> Void
}

/// Every field of debvouch.conf, in the order of the manual.
package enum CheckFields {
    package static let all: [CheckField] = evidence + judgement + results

    private static let evidence: [CheckField] = [
        CheckField(name: "Root", summary: "The tree to check.", example: "/") { value, it throws(SettingsMistake) in
            it.audit.root = try value.path()
        },
        CheckField(
            name: "Archives", summary: "Folders with package archives to compare with.", example: "/srv/mirror/pool"
        ) { value, it throws(SettingsMistake) in it.audit.archives = try value.paths() },
        CheckField(
            name: "Index", summary: "Folders with signed package indexes.", example: "/srv/mirror"
        ) { value, it throws(SettingsMistake) in it.audit.indexes = try value.paths() },
        CheckField(
            name: "Manifest", summary: "Known-good stores that stand in for archives.",
            example: "/var/lib/debvouch/bookworm.store"
        ) { value, it throws(SettingsMistake) in it.audit.manifests = try value.paths() },
        CheckField(
            name: "Cache",
            summary: "What debvouch fetch fills; its archives and indexes are used where they are there.",
            example: "/var/cache/debvouch"
        ) { value, it throws(SettingsMistake) in it.cache = try value.path() },
        CheckField(
            name: "Keyring", summary: "OpenPGP keyrings whose keys are trusted.", example: "/etc/debvouch/vendor.gpg"
        ) { value, it throws(SettingsMistake) in it.audit.keyrings = try value.paths() },
        CheckField(
            name: "Trust", summary: "Full fingerprints of primary keys that are trusted.",
            example: "0000000000000000000000000000000000000000"
        ) { value, it throws(SettingsMistake) in it.audit.trusted = try value.fingerprints() },
        CheckField(
            name: "Deep", summary: "Whether every archive is read to its end: yes or no.", example: "no"
        ) { value, it throws(SettingsMistake) in it.audit.deep = try value.yesOrNo() },
    ]

    private static let judgement: [CheckField] = [
        CheckField(
            name: "Events", summary: "Files with endpoint events to join with what is on disk.",
            example: "/var/log/elastic/endpoint.ndjson"
        ) { value, it throws(SettingsMistake) in it.audit.events = try value.paths() },
        CheckField(
            name: "Exceptions", summary: "Files with exceptions.", example: "/etc/debvouch/exceptions.json"
        ) { value, it throws(SettingsMistake) in it.audit.exceptions = try value.paths() },
        CheckField(
            name: "Skip-Check", summary: "Checks that are left out.", example: "apt-conf-plain"
        ) { value, it throws(SettingsMistake) in
            it.audit.skippedChecks = Set(
                try value.checks().map { CheckID(rawValue: String(decoding: $0.bytes, as: UTF8.self)) })
        },
        CheckField(
            name: "Baseline", summary: "An accepted JSON report; what is unchanged since reaches the rung baseline.",
            example: "/etc/debvouch/accepted.json"
        ) { value, it throws(SettingsMistake) in it.audit.baseline = try value.path() },
        CheckField(
            name: "Fail-On", summary: "The lowest severity that makes the check fail, or none.", example: "high"
        ) { value, it throws(SettingsMistake) in
            it.audit.policy.failOn = try value.choice(Severity.self, "a severity")
        },
        CheckField(
            name: "Require", summary: "The weakest rung that proves what runs as root, or none.", example: "none"
        ) { value, it throws(SettingsMistake) in
            it.audit.policy.requiredRung = try value.choice(
                EvidenceRung.self, "a rung of evidence from outside the tree", allowing: \.isVouched)
        },
        CheckField(
            name: "Unit-Fails-On",
            summary: "The mildest verdict that makes the unit fail: findings, incomplete or unproven.",
            example: "findings"
        ) { value, it throws(SettingsMistake) in it.unitFailsOn = try value.verdict() },
    ]

    private static let results: [CheckField] = [
        CheckField(
            name: "Report", summary: "Reports beside the JSON report, each as format=name in the state directory.",
            example: "html=report.html prometheus=debvouch.prom"
        ) { value, it throws(SettingsMistake) in it.outputs = try value.outputs() },
        CheckField(
            name: "Keep-Reports", summary: "How many JSON reports are kept.", example: "30"
        ) { value, it throws(SettingsMistake) in it.keepReports = try value.number(1...10_000) },
        CheckField(
            name: "Keep-Days", summary: "For how many days a JSON report is kept.", example: "90"
        ) { value, it throws(SettingsMistake) in it.keepDays = try value.number(1...36_500) },
    ]

    /// Takes over what a file says; a field that was set by an earlier file is set anew as a whole.
    package static func apply(
        _ settings: SettingsFile, of file: UntrustedText, knowing vocabulary: SettingsVocabulary,
        to configuration: inout CheckConfiguration
    ) throws(SettingsMistake) {
        for field in settings.fields {
            guard let known = all.first(where: { matches($0.name, field.name) }) else {
                throw SettingsMistake(file: file, line: field.line, field: field.name, reason: "there is no such field")
            }
            try known.take(SettingsValue(field: field, file: file, vocabulary: vocabulary), &configuration)
        }
    }

    private static func matches(_ name: StaticString, _ written: UntrustedText) -> Bool {
        written.asciiLowercased == UntrustedText(name.description.utf8).asciiLowercased
    }
}
