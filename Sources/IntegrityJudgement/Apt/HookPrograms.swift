import AuditModel

/// A program that a command or setting names, and who vouches for it.
struct NamedProgram: Hashable, Sendable {
    /// What the tree and the references say of the program.
    enum Standing: Hashable, Sendable {
        /// Its bytes are those that its package records, in records of this rung.
        case sound(PackageKey, EvidenceRung)
        /// It differs from what its package records, in records of this rung.
        case changed(PackageKey, EvidenceRung)
        /// It equals its package's records, but these are not the ones that the package ships.
        case forged(PackageKey)
        /// Listed by a package that records no digest for it.
        case unrecorded(PackageKey)
        case unowned
        /// Nothing stands where it would be sought.
        case absent
        case unread
    }

    let word: UntrustedText
    /// What the word leads to: the first that can be run; where an absent one would stand.
    let path: HostPath
    /// The same without links.
    let target: HostPath
    let standing: Standing
    let isExecutable: Bool
    let isFile: Bool
    /// The file and the folders by which others than root may change what runs.
    let openPlaces: [HostPath]
    /// A package's program of the same name behind it in PATH, where this one is nobody's.
    let shadowed: HostPath?
    /// Of a script that is not as a package records it.
    var content: [UInt8]?

    var isAbsent: Bool { standing == .absent && openPlaces.isEmpty }

    /// The package and the rung of its records, where the program is as recorded and root alone can change it.
    var proof: (owner: PackageKey, rung: EvidenceRung)? {
        guard openPlaces.isEmpty, case .sound(let owner, let rung) = standing else { return nil }
        return (owner, rung)
    }

    /// One line of evidence.
    var sentence: ReportText {
        switch standing {
        case .sound(let owner, let rung): "\(path) of \(owner.name), equal to its records (\(rung))"
        case .changed(let owner, let rung): "\(path) differs from what \(owner.name) records (\(rung))"
        case .forged(let owner): "\(path) equals records of \(owner.name) that are not the ones it ships"
        case .unrecorded(let owner): "\(path) of \(owner.name), which records no digest for it"
        case .unowned: "no package owns \(path)"
        case .absent: "\(word) does not exist, so nothing runs"
        case .unread: "\(path) could not be read"
        }
    }
}

/// The programs that the tree's apt and dpkg configuration names, resolved as sh would.
struct HookPrograms: Sendable {
    let ledger: Ledger
    private(set) var programs: [UntrustedText: NamedProgram] = [:]

    init(_ evidence: Evidence, assessments: [HostPath: Assessment]) {
        ledger = evidence.tree.ledger
        for (word, lookup) in evidence.tree.programLookups {
            let found = lookup.candidates.compactMap { evidence.tree.programs[$0] }
            guard found.count == lookup.candidates.count else { continue }
            programs[word] = Self.named(word, lookup, found) { Self.standing(of: $0, evidence.tree, assessments) }
        }
    }

    /// Nil where the word was not looked up, so that nothing is known of what it runs.
    func program(_ word: UntrustedText) -> NamedProgram? { programs[word] }

    private static func named(
        _ word: UntrustedText, _ lookup: ProgramLookup, _ found: [ProgramFacts],
        standing: (ProgramFacts) -> NamedProgram.Standing
    ) -> NamedProgram {
        guard let chosen = found.first(where: \.isExecutable) ?? found.first else {
            let place =
                word.bytes.first == UInt8(ascii: "/") ? HostPath(word.bytes) : HostPath("/bin/".utf8 + word.bytes)
            return NamedProgram(
                word: word, path: place, target: place, standing: .absent, isExecutable: false, isFile: false,
                openPlaces: lookup.openFolders, shadowed: nil)
        }
        let own = standing(chosen)
        let behind = found.drop { $0.path != chosen.path }.dropFirst()
        return NamedProgram(
            word: word, path: chosen.path, target: chosen.target, standing: own, isExecutable: chosen.isExecutable,
            isFile: chosen.facts?.kind == .regular,
            openPlaces: lookup.openFolders + chosen.openPlaces.filter { !lookup.openFolders.contains($0) },
            shadowed: own == .unowned ? behind.first { !$0.owners.isEmpty }?.path : nil,
            content: chosen.content)
    }

    private static func standing(
        of program: ProgramFacts, _ tree: TreeFacts, _ assessments: [HostPath: Assessment]
    ) -> NamedProgram.Standing {
        let owner = program.owners.first { key in
            tree.ledger.package(key).map { $0.status != .notInstalled && $0.status != .configFiles } ?? false
        }
        guard let owner else { return .unowned }
        guard let recorded = program.recordedMD5 else { return .unrecorded(owner) }
        guard let found = program.md5 else { return .unread }
        let rung = rungOfRecords(of: owner, assessments)
        if recorded != found { return .changed(owner, rung) }
        return rung == .contradicted ? .forged(owner) : .sound(owner, rung)
    }

    /// The rung of the md5sums file that the comparison rests on, `contradicted` where it is not what the package ships.
    private static func rungOfRecords(of owner: PackageKey, _ assessments: [HostPath: Assessment]) -> EvidenceRung {
        let name = owner.name.bytes
        for stem in [name, name + [UInt8(ascii: ":")] + owner.architecture.bytes] {
            let path = DebianPaths.dpkgInfo.appending(stem + ".md5sums".utf8)
            guard let assessment = assessments[path] else { continue }
            if assessment.rung == .contradicted { return .contradicted }
            if assessment.verdict == .verified { return max(assessment.rung, .selfConsistent) }
        }
        return .selfConsistent
    }
}
