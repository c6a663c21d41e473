package import AuditModel

/// A `#clear` takes away what another file has set.
package struct AptConfClears: Check {
    package static let id = CheckID("apt-conf-clears")
    package let summary = "a file takes away a hook or an update setting that another file made"
    package let why = """
        Files are read in the order of their names, and #clear drops a whole subtree: a late file can silence \
        apt-listbugs, etckeeper or a security scanner without touching their own files.
        """
    package let references = ["apt.conf(5)", "apt-pkg/contrib/configuration.cc ReadConfigFile"]
    package let guidance = [
        CommonSteps.preserveFile, CommonSteps.findWriter, CommonSteps.reviewSetting, CommonSteps.removeFile,
    ]

    private static let updates: Set<UntrustedText> = ["unattended-upgrade", "aptlistbugs"]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        var earlier = ProtectiveDirectives()
        var findings: [Finding] = []
        for file in view.evidence.tree.apt.files where file.reading.isRead {
            let standing = ConfigurationStanding(of: file.path, in: view)
            for directive in file.directives {
                let parts = AptKey.components(of: directive.key)
                if directive.action == .clear {
                    let others = earlier.drop(below: parts).filter { $0.position.file != file.path }
                    if !others.isEmpty { findings.append(finding(directive, others, standing)) }
                } else if directive.action != .include, isProtective(parts, directive) {
                    earlier.add(directive, parts)
                }
            }
        }
        return FindingBundles.bundled(findings)
    }

    private func isProtective(_ parts: [UntrustedText], _ directive: AptDirective) -> Bool {
        parts.first.map(Self.updates.contains) ?? false
            || AptKeyCatalog.judgement(of: directive).effect == .executes
    }

    private func finding(
        _ clear: AptDirective, _ dropped: [AptDirective], _ standing: ConfigurationStanding
    ) -> Finding {
        let dropsHook = dropped.contains { AptKeyCatalog.judgement(of: $0).effect == .executes }
        let severity: Severity = standing.isVouched ? .info : dropsHook ? .medium : .low
        return Finding(
            check: id, severity: severity, path: clear.position.file, package: standing.owner, subject: clear.key,
            title: "drops \(clear.key), which another file has set",
            evidence: ["\(clear.position.text): #clear \(clear.key)", standing.sentence]
                + dropped.prefix(10).map { "dropped: \($0.position.text): \($0.key) \"\($0.value.cut(to: 200))\"" })
    }
}

/// Directives found again by any beginning of their key, so that a file of nothing but `#clear` costs no more than its length.
private struct ProtectiveDirectives {
    private var directives: [AptDirective?] = []
    private var places: [[UntrustedText]: [Int]] = [:]
    /// Parts of a key; apt runs nothing that stands deeper.
    private static let deepest = 8

    mutating func add(_ directive: AptDirective, _ parts: [UntrustedText]) {
        guard parts.count <= Self.deepest else { return }
        for count in 0...parts.count { places[Array(parts.prefix(count)), default: []].append(directives.count) }
        directives.append(directive)
    }

    /// Takes out what is at or below a key, in the order in which it was added.
    mutating func drop(below parts: [UntrustedText]) -> [AptDirective] {
        guard let found = places.removeValue(forKey: parts) else { return [] }
        return found.compactMap { index in
            defer { directives[index] = nil }
            return directives[index]
        }
    }
}
