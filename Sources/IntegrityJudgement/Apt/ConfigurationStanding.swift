import AuditModel

/// Who vouches for a configuration file.
enum ConfigurationStanding: Hashable, Sendable {
    case unowned
    /// Listed by a package, but no digest of any kind backs the claim.
    case unbacked(PackageKey)
    /// An obsolete conffile: its package once shipped it, says the status file, and the installed version does not.
    case obsolete(PackageKey)
    /// Differs from the digest in the tree's own records.
    case changed(PackageKey)
    /// Differs from an archive, or is in none.
    case contradicted(PackageKey)
    case vouched(PackageKey)

    init(of path: HostPath, in view: EvidenceView) {
        guard let owner = view.ledger.claims(on: path).lazy.compactMap(\.package).first else {
            self = .unowned
            return
        }
        guard let assessment = view.assessments[path] else {
            self = .vouched(owner)
            return
        }
        if assessment.verdict == .unowned {
            self = .unowned
        } else if assessment.rung == .contradicted {
            self = .contradicted(owner)
        } else if assessment.verdict == .modified {
            self = .changed(owner)
        } else if assessment.rung == .selfConsistent, Self.isOnlyObsolete(path, in: view) {
            // No archive of the installed version can ever back such a claim, so one forged line would silence a hook.
            self = .obsolete(owner)
        } else {
            self = assessment.rung == .unverifiable ? .unbacked(owner) : .vouched(owner)
        }
    }

    /// Whether every digest recorded for the path is that of an obsolete conffile.
    private static func isOnlyObsolete(_ path: HostPath, in view: EvidenceView) -> Bool {
        let claims = view.ledger.claims(on: path)
        let records = claims.compactMap { claim -> ConffileRecord? in
            if case .conffile(_, let record) = claim { return record }
            return nil
        }
        let isInMd5sums = claims.compactMap(\.package).contains { view.evidence.tree.recordedMD5[$0]?[path] != nil }
        return !isInMd5sums && !records.isEmpty && records.allSatisfy(\.isObsolete)
    }

    var owner: PackageKey? {
        switch self {
        case .unowned: nil
        case .unbacked(let key), .obsolete(let key), .changed(let key), .contradicted(let key), .vouched(let key): key
        }
    }

    var isVouched: Bool {
        if case .vouched = self { return true }
        return false
    }

    var isContradicted: Bool {
        if case .contradicted = self { return true }
        return false
    }

    /// One line of evidence.
    var sentence: ReportText {
        switch self {
        case .unowned: "no package owns the file"
        case .unbacked(let key): "\(key.text) lists the file, but no recorded digest backs that"
        case .obsolete(let key): "the status file says that an earlier version of \(key.text) shipped the file"
        case .changed(let key): "\(key.text) owns the file, which differs from the digest recorded for it"
        case .contradicted(let key): "\(key.text) owns the file, which differs from the package's archive"
        case .vouched(let key): "\(key.text) owns the file, and nothing contradicts that"
        }
    }
}
