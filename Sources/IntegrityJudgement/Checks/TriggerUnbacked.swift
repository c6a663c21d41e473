package import AuditModel

/// A trigger interest that the package's own triggers file does not declare.
package struct TriggerUnbacked: Check {
    package static let id = CheckID("trigger-unbacked")
    package let summary = "dpkg wakes a package for a trigger that the package never declared"
    package let why = """
        A line added here makes dpkg run that package's postinst as root whenever any package touches the named path, so \
        a changed script runs far more often than its package is upgraded.
        """
    package let references = ["deb-triggers(5)", "dpkg lib/dpkg/triglib.c"]
    package let guidance = [DatabaseSteps.inspectRecord, CommonSteps.findWriter]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        var declared: [UntrustedText: Set<UntrustedText>] = [:]
        for (artifact, _, package) in view.ownedInfoEntries where artifact.infoEntry?.member == "triggers" {
            guard let content = artifact.content else { continue }
            declared[package.key.name, default: []].formUnion(Self.interests(in: content))
        }
        let unread = view.evidence.coverage.gaps.contains {
            $0.path.isBeneath(DebianPaths.dpkgInfo) || $0.path == DebianPaths.dpkgInfo
        }
        if unread || !view.ledger.formatIsQualified { return [] }
        return view.ledger.triggerInterests.compactMap { interest in
            let name = UntrustedText(interest.package.bytes.prefix { $0 != UInt8(ascii: ":") })
            if declared[name]?.contains(interest.trigger) == true { return nil }
            return Finding(
                check: id, severity: .medium, path: interest.position.file,
                subject: UntrustedText(interest.package.bytes + [0x20] + interest.trigger.bytes),
                title: "\(interest.package) is woken for \(interest.trigger), which its triggers file does not declare",
                evidence: ["line \(interest.position.line)"])
        }
    }

    /// The names after `interest`, `interest-await` and `interest-noawait`; `#` starts a comment.
    private static func interests(in bytes: [UInt8]) -> Set<UntrustedText> {
        var names: Set<UntrustedText> = []
        for line in ByteLines(bytes) {
            let words = line.prefix { $0 != UInt8(ascii: "#") }.split(whereSeparator: \.isASCIISpace)
            guard words.count == 2, words[0].starts(with: "interest".utf8) else { continue }
            names.insert(UntrustedText(words[1]))
        }
        return names
    }
}
