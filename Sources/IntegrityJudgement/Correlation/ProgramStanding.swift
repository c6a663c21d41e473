import AuditModel

/// How far the tree vouches for a program that an event names.
enum ProgramStanding: Hashable {
    /// Its bytes are those that its package records, in records of this rung.
    case sound(PackageKey, EvidenceRung)
    /// A package owns it, but nothing was found to compare it with.
    case unrecorded(PackageKey)
    case differs(PackageKey)
    case unowned
    /// Nothing stands at the path now.
    case absent
    /// The event does not name it, or it was not looked at.
    case unknown

    init(of path: HostPath?, in evidence: CaseEvidence) {
        guard let path, let program = evidence.programs[path] else {
            self = .unknown
            return
        }
        guard program.facts != nil else {
            self = .absent
            return
        }
        guard let owner = program.owners.first else {
            self = .unowned
            return
        }
        guard let recorded = program.recordedMD5, let found = program.md5 else {
            self = .unrecorded(owner)
            return
        }
        self = recorded == found ? .sound(owner, Self.rungOfRecords(of: owner, in: evidence)) : .differs(owner)
    }

    /// The rung of the md5sums file that the comparison rests on; its digests are weak, but nobody can choose a second file
    /// for a digest that is given.
    private static func rungOfRecords(of owner: PackageKey, in evidence: CaseEvidence) -> EvidenceRung {
        let name = owner.name.bytes
        let qualified = name + [UInt8(ascii: ":")] + owner.architecture.bytes
        for stem in [name, qualified] {
            let path = HostPath("/var/lib/dpkg/info/".utf8 + stem + ".md5sums".utf8)
            if let assessment = evidence.report.artifact(at: path)?.assessment, assessment.verdict == .verified {
                return max(assessment.rung, .selfConsistent)
            }
        }
        return .selfConsistent
    }

    var isSound: Bool {
        if case .sound = self { return true }
        return false
    }

    /// Whether it speaks against the program.
    var isUnsound: Bool {
        switch self {
        case .differs, .unowned, .absent: true
        case .sound, .unrecorded, .unknown: false
        }
    }

    var text: ReportText {
        switch self {
        case .sound(let owner, let rung): "of package \(owner.name), equal to its records (\(rung))"
        case .unrecorded(let owner): "of package \(owner.name), which records no digest for it"
        case .differs(let owner): "NOT what package \(owner.name) records"
        case .unowned: "owned by no package"
        case .absent: "not on the host now"
        case .unknown: "not looked at"
        }
    }
}
