import AuditModel

/// Who vouches for a configuration file; only evidence from outside the tree does.
enum ConfigurationStanding: Hashable, Sendable {
    case unowned
    /// Claimed by a package, and nothing from outside the tree backs the claim, which names the rung that it has.
    case claimed(PackageKey, EvidenceRung)
    /// An obsolete conffile: its package once shipped it, says the status file, and the installed version does not.
    case obsolete(PackageKey)
    /// Differs from what the tree's own records or archives hold.
    case changed(PackageKey)
    /// Differs from the file that an archive of its package ships; nil where no package claims it.
    case contradicted(PackageKey?)
    /// Claimed by a package whose archive ships no such file, which is no better than unclaimed.
    case notShipped(PackageKey)
    /// Evidence from outside speaks for its bytes; nil where it is an accepted file that no package owns.
    case vouched(PackageKey?)

    init(of path: HostPath, in view: EvidenceView) {
        let owner = view.ledger.claims(on: path).lazy.compactMap(\.package).first
        let assessment = view.assessments[path]
        if assessment?.rung == .contradicted {
            // What no archive ships stands in no other file's place.
            if assessment?.verdict == .extra {
                self = owner.map { .notShipped($0) } ?? .unowned
            } else {
                self = .contradicted(owner)
            }
        } else if assessment?.isVouched == true {
            self = .vouched(owner)
        } else if let owner, assessment?.verdict != .unowned {
            let rung = assessment?.rung ?? .unverifiable
            if assessment?.verdict == .modified || assessment?.verdict == .extra {
                self = .changed(owner)
            } else {
                self =
                    rung == .selfConsistent && Self.isOnlyObsolete(path, in: view)
                    ? .obsolete(owner) : .claimed(owner, rung)
            }
        } else {
            self = .unowned
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
        case .claimed(let key, _), .obsolete(let key), .changed(let key), .notShipped(let key): key
        case .contradicted(let key), .vouched(let key): key
        }
    }

    var isVouched: Bool {
        if case .vouched = self { return true }
        return false
    }

    /// Whether it stands in the place of a file that was shipped.
    var isContradicted: Bool {
        if case .contradicted = self { return true }
        return false
    }

    /// One line of evidence.
    var sentence: ReportText {
        switch self {
        case .unowned: "no package owns the file"
        case .claimed(let key, .unverifiable): "\(key.text) claims the file, but no recorded digest backs that"
        case .claimed(let key, let rung):
            "\(key.text) claims the file (\(rung)), and nothing from outside the tree backs that"
        case .obsolete(let key): "the status file says that an earlier version of \(key.text) shipped the file"
        case .changed(let key): "\(key.text) claims the file, which differs from what the tree itself records of it"
        case .contradicted(let key):
            key.map { "\($0.text) owns the file, which differs from the package's archive" }
                ?? "a package's archive holds another file of this name, and no package claims this one"
        case .notShipped(let key): "\(key.text) claims the file, and its archive ships no such file"
        case .vouched(let key):
            key.map { "\($0.text) owns the file, and evidence from outside the tree speaks for it" }
                ?? "no package owns the file, which is as it was accepted"
        }
    }

    /// Who claims the file and how strongly, for a title; nothing where nobody does.
    var claim: ReportText {
        switch self {
        case .unowned: ""
        case .claimed(let key, let rung): ", though \(key.name) claims the file (\(rung))"
        case .obsolete(let key): ", though \(key.name) is said to have shipped the file once (self-consistent)"
        case .changed(let key): ", in a changed file of \(key.name) (unverifiable)"
        case .contradicted(let key): key.map { ", in a changed file of \($0.name) (contradicted)" } ?? ""
        case .notShipped(let key): ", though \(key.name) claims the file, which it does not ship (contradicted)"
        case .vouched(let key): key.map { ", in a file of \($0.name)" } ?? ""
        }
    }
}
