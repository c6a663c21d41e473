import AuditModel

/// How far the tree vouches for a program that an event names.
enum ProgramStanding: Hashable {
    /// Its bytes are those that its package records, in records of this rung.
    case sound(PackageKey, EvidenceRung)
    /// A package owns it, but nothing was found to compare it with.
    case unrecorded(PackageKey)
    case differs(PackageKey)
    /// It equals its package's records, but these are not the ones that the package ships.
    case forged(PackageKey)
    /// A maintainer script or configuration file that nothing proves.
    case unproven
    case unowned
    /// Nothing stands at the path now.
    case absent
    /// The event does not name it, or it was not looked at.
    case unknown

    init(of path: HostPath?, in evidence: CaseEvidence) {
        if let path, Judgement.isInScope(path) {
            self.init(ofScript: path, in: evidence)
            return
        }
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
        let rung = Self.rungOfRecords(of: owner, in: evidence)
        if recorded != found {
            self = .differs(owner)
        } else {
            self = rung == .contradicted ? .forged(owner) : .sound(owner, rung)
        }
    }

    /// Scripts are judged already, and by more than a digest of their own package's.
    private init(ofScript path: HostPath, in evidence: CaseEvidence) {
        guard let artifact = evidence.judgement.artifact(at: path), artifact.facts != nil else {
            self = .absent
            return
        }
        guard let assessment = artifact.assessment, assessment.verdict == .verified, let package = artifact.package
        else {
            self = .unproven
            return
        }
        self = .sound(package, assessment.rung)
    }

    /// The rung of the md5sums file that the comparison rests on, `contradicted` where it is not what the package ships; its
    /// digests are weak, but nobody can choose a second file for a digest that is given.
    static func rungOfRecords(of owner: PackageKey, in evidence: CaseEvidence) -> EvidenceRung {
        let name = owner.name.bytes
        let qualified = name + [UInt8(ascii: ":")] + owner.architecture.bytes
        for stem in [name, qualified] {
            let path = DebianPaths.dpkgInfo.appending(stem + ".md5sums".utf8)
            guard let assessment = evidence.judgement.artifact(at: path)?.assessment else { continue }
            if assessment.rung == .contradicted { return .contradicted }
            if assessment.rung.isVouched { return assessment.rung }
        }
        return .selfConsistent
    }

    var isSound: Bool { rung != nil }

    /// What a sound program's comparison rests on; nil for any other.
    var rung: EvidenceRung? {
        if case .sound(_, let rung) = self { return rung }
        return nil
    }

    /// Whether it speaks against the program.
    var isUnsound: Bool {
        switch self {
        case .differs, .forged, .unproven, .unowned, .absent: true
        case .sound, .unrecorded, .unknown: false
        }
    }

    var text: ReportText {
        switch self {
        case .sound(let owner, let rung): "of package \(owner.name), equal to its records (\(rung))"
        case .unrecorded(let owner): "of package \(owner.name), which records no digest for it"
        case .differs(let owner): "NOT what package \(owner.name) records"
        case .forged(let owner): "equal to records of package \(owner.name) that are NOT the ones it ships"
        case .unproven: "proven by nothing"
        case .unowned: "owned by no package"
        case .absent: "not on the host now"
        case .unknown: "not looked at"
        }
    }
}
