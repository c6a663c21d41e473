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

    init(tree: HostTree, limits: Limits) {
        self.tree = tree
        self.limits = limits
        readApt()
        readDpkg()
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

    // MARK: apt

    private static let aptParts: HostPath = "/etc/apt/apt.conf.d"
    private static let aptMain: HostPath = "/etc/apt/apt.conf"

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
        guard let bytes = add(path, role: .aptConf, subject: .aptConfiguration(reading)) else { return nil }
        return AptConfigurationText(path: path, reading: reading, bytes: bytes)
    }

    private mutating func addIncluded(_ file: AptConfigurationFile) {
        if artifacts.contains(where: { $0.path == file.path }) { return }
        _ = add(file.path, role: .aptConf, subject: .aptConfiguration(file.reading))
    }

    // MARK: dpkg

    private mutating func readDpkg() {
        let parts: HostPath = "/etc/dpkg/dpkg.cfg.d"
        var order = 0
        if let (_, names) = listing(of: parts) {
            for (name, reading) in DpkgCfgFileName.readings(of: names) {
                addDpkg(parts.appending(name), reading: reading)
                if reading.isRead { order += 1 }
            }
        }
        addDpkg("/etc/dpkg/dpkg.cfg", reading: .read(order: order))
        addDpkg("/root/.dpkg.cfg", reading: .read(order: order + 1))
    }

    private mutating func addDpkg(_ path: HostPath, reading: ConfigurationReading) {
        guard let bytes = add(path, role: .dpkgConf, subject: .dpkgConfiguration(reading)) else { return }
        let source = DpkgCfgSource.read(bytes, file: path)
        dpkg.append(
            DpkgConfigurationFile(
                path: path, reading: reading, directives: source.directives, problems: source.problems))
    }

    // MARK: files

    private mutating func listing(of path: HostPath) -> (folder: HostFolder, names: [UntrustedText])? {
        do throws(HostAccessError) {
            let folder = try tree.folder(path)
            let listing = try folder.names()
            if !listing.isComplete {
                gaps.append(CoverageGap(path: path, reason: "more than \(HostFolder.nameLimit) names"))
            }
            return (folder, listing.names)
        } catch {
            if !error.isAbsence { gaps.append(error.gap) }
            return nil
        }
    }

    /// Reads a configuration file through links, as both programs do, and lists it with the link's own facts.
    private mutating func add(_ path: HostPath, role: ArtifactRole, subject: ArtifactSubject) -> [UInt8]? {
        guard let facts = try? tree.facts(of: path) else {
            noteFailure(of: path)
            return nil
        }
        do throws(HostAccessError) {
            let reading = try tree.read(path, cap: limits.configuration, followingLink: true)
            artifacts.append(
                Artifact(
                    path: path, role: role, subject: subject, facts: facts.kind == .symlink ? facts : reading.facts,
                    sha256: ContentHasher.sha256(reading.bytes), md5: ContentHasher.md5(reading.bytes),
                    content: reading.bytes))
            return reading.bytes
        } catch {
            artifacts.append(Artifact(path: path, role: role, subject: subject, facts: facts))
            if case .notRegular(.directory) = error.code { return nil }
            if error.isAbsence { return nil }
            gaps.append(error.gap)
            return nil
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
