package import AuditModel

/// Builds small evidence by hand, one file at a time.
package struct EvidenceBuilder {
    package var evidence: Evidence
    private var order = 0

    package init() {
        evidence = Evidence(tree: TreeFacts(host: HostDescription(root: "/", isLive: false)))
    }

    /// Adds an apt configuration file; each directive stands on its own line.
    package mutating func apt(
        _ path: HostPath, _ directives: [(AptAction, UntrustedText, UntrustedText)],
        reading: ConfigurationReading? = nil, problems: [ParseProblem.Kind] = []
    ) {
        let lines = directives.enumerated().map { index, item in
            AptDirective(
                action: item.0, key: item.1, value: item.2, position: SourcePosition(file: path, line: index + 1))
        }
        evidence.tree.apt.files.append(
            AptConfigurationFile(
                path: path, reading: reading ?? .read(order: order), directives: lines,
                problems: problems.map { ParseProblem(file: path, line: 1, kind: $0, reason: "\($0)") }))
        order += 1
        let role = ArtifactSubject.aptConfiguration(reading ?? .read(order: order))
        add(Artifact(path: path, role: .aptConf, subject: role, facts: FileFacts(kind: .regular)))
    }

    /// Adds a dpkg configuration file; each option stands on its own line.
    package mutating func dpkg(
        _ path: HostPath, _ options: [(UntrustedText, UntrustedText?)], reading: ConfigurationReading = .read(order: 0),
        problems: [ParseProblem.Kind] = []
    ) {
        let lines = options.enumerated().map { index, item in
            DpkgDirective(option: item.0, value: item.1, position: SourcePosition(file: path, line: index + 1))
        }
        evidence.tree.dpkg.append(
            DpkgConfigurationFile(
                path: path, reading: reading, directives: lines,
                problems: problems.map { ParseProblem(file: path, line: 1, kind: $0, reason: "\($0)") }))
        add(
            Artifact(
                path: path, role: .dpkgConf, subject: .dpkgConfiguration(reading), facts: FileFacts(kind: .regular)))
    }

    /// Adds a maintainer script of an installed package.
    package mutating func script(_ package: UntrustedText, _ member: UntrustedText, _ text: String) {
        let key = PackageKey(name: package, architecture: "amd64")
        let name = UntrustedText(package.bytes + Array(".".utf8) + member.bytes)
        add(
            Artifact(
                path: HostPath("/var/lib/dpkg/info".utf8).appending(name), role: .maintainerScript,
                subject: .infoEntry(InfoEntry(stem: package, member: member, standing: .owned(key))),
                facts: FileFacts(kind: .regular, mode: 0o755), content: Array(text.utf8)))
    }

    /// Adds a maintainer script whose bytes were not read.
    package mutating func unreadScript(_ package: UntrustedText, _ member: UntrustedText, size: UInt64) {
        let key = PackageKey(name: package, architecture: "amd64")
        let name = UntrustedText(package.bytes + Array(".".utf8) + member.bytes)
        add(
            Artifact(
                path: HostPath("/var/lib/dpkg/info".utf8).appending(name), role: .maintainerScript,
                subject: .infoEntry(InfoEntry(stem: package, member: member, standing: .owned(key))),
                facts: FileFacts(kind: .regular, size: size, mode: 0o755)))
    }

    /// Puts a package with its list and md5sums into the ledger, so that nothing is missing.
    package mutating func installRecorded(_ name: UntrustedText) {
        install(name)
        member(name, "list")
        member(name, "md5sums")
    }

    /// Adds a control member of an installed package, of which nothing but its digest is known.
    package mutating func member(_ package: UntrustedText, _ member: UntrustedText, sha256: SHA256Digest? = nil) {
        let key = PackageKey(name: package, architecture: "amd64")
        let entry = InfoEntry(stem: package, member: member, standing: .owned(key))
        add(
            Artifact(
                path: HostPath("/var/lib/dpkg/info/".utf8 + package.bytes + ".".utf8 + member.bytes),
                role: entry.isScript ? .maintainerScript : .controlMember, subject: .infoEntry(entry),
                facts: FileFacts(kind: .regular, mode: entry.isScript ? 0o755 : 0o644), sha256: sha256))
    }

    /// Makes a package own a path by its file list.
    package mutating func own(_ path: HostPath, by package: UntrustedText) {
        let key = PackageKey(name: package, architecture: "amd64")
        evidence.tree.ledger.claims[path, default: []].append(.listed(key))
    }

    /// Puts a package into the ledger.
    package mutating func install(_ name: UntrustedText, status: PackageStatus = .installed) {
        evidence.tree.ledger.packages.append(
            InstalledPackage(
                key: PackageKey(name: name, architecture: "amd64"), version: "1", status: status,
                position: SourcePosition(file: "/var/lib/dpkg/status", line: 1)))
        evidence.tree.ledger.index()
    }

    /// Makes a word of the configuration lead to programs, given in the order of PATH; to nothing where there are none.
    package mutating func program(_ word: UntrustedText, _ programs: [ProgramFacts] = [], open: [HostPath] = []) {
        evidence.tree.programLookups[word] = ProgramLookup(candidates: programs.map(\.path), openFolders: open)
        for program in programs { evidence.tree.programs[program.path] = program }
    }

    /// A program as its package records it, or changed since.
    package static func program(
        _ path: HostPath, of package: UntrustedText?, isChanged: Bool = false, open: [HostPath] = []
    ) -> ProgramFacts {
        let key = package.map { PackageKey(name: $0, architecture: "amd64") }
        let recorded = MD5Digest(words: 1, 2)
        return ProgramFacts(
            path: path, facts: FileFacts(kind: .regular, mode: 0o755),
            md5: isChanged ? MD5Digest(words: 3, 4) : recorded, owners: key.map { [$0] } ?? [],
            recordedMD5: key.map { _ in recorded }, openPlaces: open)
    }

    private mutating func add(_ artifact: Artifact) {
        evidence.tree.artifacts.append(artifact)
        evidence.tree.artifacts.sort { $0.path < $1.path }
    }
}
