import AuditModel

/// Who vouches for a configuration file.
enum ConfigurationStanding: Hashable, Sendable {
    case unowned
    /// Listed by a package, but no digest of any kind backs the claim.
    case unbacked(PackageKey)
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
        } else {
            self = assessment.rung == .unverifiable ? .unbacked(owner) : .vouched(owner)
        }
    }

    var owner: PackageKey? {
        switch self {
        case .unowned: nil
        case .unbacked(let key), .changed(let key), .contradicted(let key), .vouched(let key): key
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
        case .changed(let key): "\(key.text) owns the file, which differs from the digest recorded for it"
        case .contradicted(let key): "\(key.text) owns the file, which differs from the package's archive"
        case .vouched(let key): "\(key.text) owns the file, and nothing contradicts that"
        }
    }
}
