import AuditModel

/// Packages that changed while a case was going on.
enum PackageChanges {
    /// What dpkg's log and apt's tell of packages that came or went in one of the windows, in order of time.
    ///
    /// apt's word counts only where dpkg has none: then somebody may have taken lines out of dpkg's log.
    static func list(_ records: [HistoryRecord], in windows: [TimeWindow], _ index: CaseIndex) -> [ChangedPackage] {
        let interest = HistoryInterest(windows: windows)
        var changes: [ChangedPackage] = []
        for record in records {
            guard case .packageAction(let action) = record.kind, let time = record.time, action.action.changesFiles,
                interest.includes(time)
            else { continue }
            let version = action.newVersion ?? action.oldVersion ?? ""
            let key = PackageKey(name: action.name, architecture: action.architecture)
            changes.append(
                ChangedPackage(
                    time: time, action: UntrustedText(action.action.rawValue.utf8), package: action.name,
                    version: version, rung: index.weakestScript(of: key),
                    origin: origin(of: key, version: version, in: index.evidence)))
        }
        let known = Set(changes.map(\.package))
        for record in records {
            guard case .aptRun(let run) = record.kind, let time = run.start ?? record.time,
                interest.includes(time), interest.includes(run.end ?? time)
            else { continue }
            for change in run.changes where !known.contains(change.name) {
                changes.append(told(change, by: record, at: time, index))
            }
        }
        return changes.sorted { $0.time < $1.time }
    }

    private static func told(
        _ change: AptChange, by record: HistoryRecord, at time: Timestamp, _ index: CaseIndex
    ) -> ChangedPackage {
        let version = change.newVersion ?? change.oldVersion ?? ""
        let key = PackageKey(name: change.name, architecture: change.architecture)
        return ChangedPackage(
            time: time, action: UntrustedText(change.action.dpkgWord.rawValue.utf8), package: change.name,
            version: version, rung: index.weakestScript(of: key),
            origin:
                "\(origin(of: key, version: version, in: index.evidence)); only \(record.position.text) tells of it, dpkg's log has no such line"
        )
    }

    /// When dpkg brought the version of a package that is installed, if a log of the tree says so.
    static func arrival(of package: PackageKey, in view: CaseView) -> ReportText? {
        guard let version = view.evidence.ledger.package(package)?.version else { return nil }
        for record in view.records.reversed() {
            guard case .packageAction(let action) = record.kind, action.name == package.name,
                action.newVersion == version, action.action == .install || action.action == .upgrade,
                let time = record.time
            else { continue }
            return "\(package.name) \(version) came by \(action.action) at \(time) (\(record.position.text))"
        }
        return nil
    }

    static func isPublished(_ change: ChangedPackage, _ evidence: CaseEvidence) -> Bool {
        let listed = evidence.indexes.pinnedStanzas(named: change.package)
        if evidence.indexes.pinnedChains.isEmpty || (change.rung ?? .unverifiable) >= .signedOtherVersion {
            return true
        }
        return listed.contains { $0.stanza.version == change.version }
    }

    private static func origin(of key: PackageKey, version: UntrustedText, in evidence: CaseEvidence) -> ReportText {
        if evidence.indexes.pinnedChains.isEmpty {
            return "no signed index was read, so nothing is known of its origin"
        }
        let listed = evidence.indexes.pinnedStanzas(named: key.name)
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

extension AptChange.Action {
    /// What dpkg's log calls it.
    fileprivate var dpkgWord: PackageAction.Action {
        switch self {
        case .install, .reinstall: .install
        case .upgrade, .downgrade: .upgrade
        case .remove: .remove
        case .purge: .purge
        }
    }
}
