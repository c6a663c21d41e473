import AuditModel

/// Packages that changed while a case was going on.
enum PackageChanges {
    /// Those of the records that lie in one of the windows and bring or take files.
    static func list(_ records: [HistoryRecord], in windows: [TimeWindow], _ index: CaseIndex) -> [ChangedPackage] {
        let interest = HistoryInterest(windows: windows)
        return records.compactMap { record in
            guard case .packageAction(let action) = record.kind, let time = record.time, action.action.changesFiles,
                interest.includes(time)
            else { return nil }
            let version = action.newVersion ?? action.oldVersion ?? ""
            let key = PackageKey(name: action.name, architecture: action.architecture)
            return ChangedPackage(
                time: time, action: UntrustedText(action.action.rawValue.utf8), package: action.name, version: version,
                rung: index.weakestScript(of: key), origin: origin(of: key, version: version, in: index.evidence))
        }
    }

    static func isPublished(_ change: ChangedPackage, _ evidence: CaseEvidence) -> Bool {
        let listed = evidence.indexes.stanzas[change.package] ?? []
        if evidence.indexes.chains.isEmpty || (change.rung ?? .unverifiable) >= .signedOtherVersion { return true }
        return listed.contains { $0.stanza.version == change.version }
    }

    private static func origin(of key: PackageKey, version: UntrustedText, in evidence: CaseEvidence) -> ReportText {
        if evidence.indexes.chains.isEmpty { return "no signed index was read, so nothing is known of its origin" }
        let listed = evidence.indexes.stanzas[key.name] ?? []
        if let proof = listed.first(where: { $0.stanza.version == version }) {
            return "published by \(proof.chain.release.text)"
        }
        return listed.isEmpty
            ? "known to no signed index" : "other versions are published, this one is in no signed index"
    }
}

extension ChangedPackage {
    /// Whether it put files of its own on the host, rather than took some away.
    var bringsFiles: Bool {
        action == UntrustedText(PackageAction.Action.install.rawValue.utf8)
            || action == UntrustedText(PackageAction.Action.upgrade.rawValue.utf8)
    }
}
