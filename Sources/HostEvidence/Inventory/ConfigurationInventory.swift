import AuditModel
import Digests
import FileFormats
import TreeReading

/// apt's and dpkg's configuration files, in the order and by the name rules of the two programs.
struct ConfigurationInventory {
    private(set) var apt = AptConfiguration()
    private(set) var dpkg: [DpkgConfigurationFile] = []
    private(set) var artifacts: [Artifact] = []
    private(set) var gaps: [CoverageGap] = []
    private let tree: HostTree
    private let limits: Limits
    private var readBytes: UInt64 = 0
    private var cutFolders: [ParseProblem] = []

    init(tree: HostTree, limits: Limits) {
        self.tree = tree
        self.limits = limits
        readApt()
        apt.files += takeCutFolders().map {
            AptConfigurationFile(path: $0.file, reading: .read(order: 0), directives: [], problems: [$0])
        }
        readDpkg()
        dpkg += takeCutFolders().map {
            DpkgConfigurationFile(path: $0.file, reading: .read(order: 0), directives: [], problems: [$0])
        }
        artifacts.sort { $0.path < $1.path }
    }

    /// Absolute paths that stand in any value: the programs that hooks run are among them.
    var pathsInValues: Set<HostPath> {
        let values =
            apt.effective.map(\.value) + apt.files.flatMap { $0.directives.map(\.value) }
            + dpkg.flatMap { $0.directives.compactMap(\.value) }
        return Set(values.flatMap(Self.paths))
    }

    /// Words that start with a slash, cut at white space, quotes and shell operators.
    private static func paths(in value: UntrustedText) -> [HostPath] {
        value.bytes
            .split { byte in byte.isASCIISpace || "\"'`;|&()<>{}=,$".utf8.contains(byte) }
            .filter { $0.first == UInt8(ascii: "/") && $0.count > 1 }
            .map { HostPath($0) }
    }

    private mutating func takeCutFolders() -> [ParseProblem] {
        defer { cutFolders = [] }
        return cutFolders
    }

    // MARK: apt

    private static let aptParts = DebianPaths.aptParts
    private static let aptMain = DebianPaths.aptMainFile

    private mutating func readApt() {
        var texts = aptTexts(below: Self.aptParts)
        let order = texts.count { $0.reading.isRead }
        if let main = aptText(at: Self.aptMain, reading: .read(order: order)) { texts.append(main) }
        // A snippet may name another file as the main one; apt then reads that instead, and both are looked at.
        let first = evaluate(texts.filter { $0.path != Self.aptMain })
        let redirected = AptMainFile.path(in: first.effective)
        if let redirected, redirected != Self.aptMain {
            let reason: ReportText = "Dir::Etc::main names \(redirected) instead"
            texts = texts.map { text in
                guard text.path == Self.aptMain else { return text }
                return AptConfigurationText(path: text.path, reading: .skippedSilently(reason), bytes: text.bytes)
            }
            if let other = aptText(at: redirected, reading: .read(order: order)) { texts.append(other) }
        }
        apt = redirected == nil && texts.count == order ? first : evaluate(texts)
        let known = Set(texts.map(\.path))
        for file in apt.files where !known.contains(file.path) { addIncluded(file) }
    }

    private func evaluate(_ texts: [AptConfigurationText]) -> AptConfiguration {
        AptConfigurationReader.read(texts) { [tree, limits] request in
            IncludeResolver(tree: tree, limits: limits).outcome(of: request)
        }
    }

    private mutating func aptTexts(below path: HostPath) -> [AptConfigurationText] {
        guard let (folder, names) = listing(of: path) else { return [] }
        return AptFolderReading.readings(of: names, in: folder, tree: tree).compactMap { name, reading in
            aptText(at: path.appending(name), reading: reading)
        }
    }

    private mutating func aptText(at path: HostPath, reading: ConfigurationReading) -> AptConfigurationText? {
        switch add(path, role: .aptConf, subject: .aptConfiguration(reading), reading) {
        case .absent: nil
        case .bytes(let bytes): AptConfigurationText(path: path, reading: reading, bytes: bytes)
        case .hidden(let problem): AptConfigurationText(path: path, reading: reading, bytes: [], unread: problem)
        }
    }

    private mutating func addIncluded(_ file: AptConfigurationFile) {
        if artifacts.contains(where: { $0.path == file.path }) { return }
        _ = add(file.path, role: .aptConf, subject: .aptConfiguration(file.reading), file.reading)
    }

    // MARK: dpkg

    private mutating func readDpkg() {
        let parts = DebianPaths.dpkgParts
        var order = 0
        if let (_, names) = listing(of: parts) {
            for (name, reading) in DpkgCfgFileName.readings(of: names) {
                addDpkg(parts.appending(name), reading: reading)
                if reading.isRead { order += 1 }
            }
        }
        addDpkg(DebianPaths.dpkgMainFile, reading: .read(order: order))
        for home in rootHomes() {
            addDpkg(home.appending(".dpkg.cfg".utf8), reading: .read(order: order + 1))
        }
    }

    /// Where HOME of a dpkg that root runs may lead: the homes in the tree's passwd, and the usual one, which services and
    /// rescue shells have whatever passwd says.
    private mutating func rootHomes() -> [HostPath] {
        let passwd: HostPath = "/etc/passwd"
        var homes: [HostPath] = ["/root"]
        do throws(HostAccessError) {
            let bytes = try tree.read(passwd, cap: limits.configuration, followingLink: true).bytes
            let (found, isComplete) = RootHomes.homes(in: bytes)
            homes += found.filter { $0 != "/root" }
            if !isComplete {
                gaps.append(
                    CoverageGap(
                        path: passwd, reason: "more than \(RootHomes.limit) homes of uid 0; the rest was left out"))
            }
        } catch {
            if !error.isAbsence { gaps.append(error.gap) }
        }
        return homes
    }

    private mutating func addDpkg(_ path: HostPath, reading: ConfigurationReading) {
        let source: DpkgCfgSource
        var problems: [ParseProblem] = []
        switch add(path, role: .dpkgConf, subject: .dpkgConfiguration(reading), reading) {
        case .absent: return
        case .bytes(let bytes): source = DpkgCfgSource.read(bytes, file: path)
        case .hidden(let problem):
            source = DpkgCfgSource.read([], file: path)
            problems = [problem]
        }
        dpkg.append(
            DpkgConfigurationFile(
                path: path, reading: reading, directives: source.directives, problems: source.problems + problems))
    }

    // MARK: files

    private mutating func listing(of path: HostPath) -> (folder: HostFolder, names: [UntrustedText])? {
        do throws(HostAccessError) {
            let folder = try tree.folder(path)
            let listing = try folder.names()
            if !listing.isComplete { noteCutFolder(path) }
            return (folder, listing.names)
        } catch {
            if !error.isAbsence { gaps.append(error.gap) }
            return nil
        }
    }

    /// A folder with more names than are listed is reported as a file of which the rest was not read.
    private mutating func noteCutFolder(_ path: HostPath) {
        let reason: ReportText = "more than \(HostFolder.nameLimit) names"
        gaps.append(CoverageGap(path: path, reason: reason))
        cutFolders.append(ParseProblem(file: path, line: nil, kind: .tooManyEntries, reason: reason))
    }

    /// What could be read of a file.
    private enum Contents {
        case absent
        case bytes([UInt8])
        /// Apt or dpkg would read it all the same.
        case hidden(ParseProblem)
    }

    /// Reads a configuration file through links, as both programs do, and lists it with the link's own facts.
    private mutating func add(
        _ path: HostPath, role: ArtifactRole, subject: ArtifactSubject, _ configuration: ConfigurationReading
    ) -> Contents {
        guard let facts = try? tree.facts(of: path) else {
            noteFailure(of: path)
            return .absent
        }
        do throws(HostAccessError) {
            let cap = min(limits.configuration, limits.allConfiguration - readBytes)
            let reading = try tree.read(path, cap: cap, followingLink: true)
            readBytes += UInt64(reading.bytes.count)
            artifacts.append(
                Artifact(
                    path: path, role: role, subject: subject, facts: facts.kind == .symlink ? facts : reading.facts,
                    sha256: ContentHasher.sha256(reading.bytes), md5: ContentHasher.md5(reading.bytes),
                    content: reading.bytes))
            return .bytes(reading.bytes)
        } catch {
            artifacts.append(Artifact(path: path, role: role, subject: subject, facts: facts))
            if case .notRegular(.directory) = error.code { return .absent }
            if error.isAbsence { return .absent }
            gaps.append(error.gap)
            return error.hidingProblem(configuration).map(Contents.hidden) ?? .absent
        }
    }

    private mutating func noteFailure(of path: HostPath) {
        do throws(HostAccessError) {
            _ = try tree.facts(of: path)
        } catch {
            if !error.isAbsence { gaps.append(error.gap) }
        }
    }
}
