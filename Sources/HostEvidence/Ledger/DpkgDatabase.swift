package import AuditModel
import FileFormats
import Glibc
package import TreeReading

/// Why a tree cannot be audited at all: it holds no usable dpkg database.
package struct MissingDatabase: Error, Sendable {
    package let missing: HostPath
    package let reason: ReportText
}

/// Reads var/lib/dpkg as dpkg does: the status file, the journal laid over it, and the small files beside them.
package struct DpkgDatabase: Sendable {
    /// Where the database is, below the root.
    package static let folder = DebianPaths.dpkgDatabase

    package private(set) var ledger = Ledger()
    package private(set) var problems: [ParseProblem] = []
    package private(set) var disagreements: [ParseProblem] = []
    package private(set) var gaps: [CoverageGap] = []
    /// What a reader of the report should know about where the packages were read.
    package private(set) var remarks: [ReportText] = []
    /// Control members that lie outside the info folder.
    package private(set) var artifacts: [Artifact] = []
    private let tree: HostTree
    private let limits: Limits

    /// - Throws: `MissingDatabase` where the status file is unreadable, or absent without a `status.d` in its place.
    package init(tree: HostTree, limits: Limits) throws(MissingDatabase) {
        self.tree = tree
        self.limits = limits
        readAliases()
        try readStatus()
        readSmallFiles()
        readTriggers()
        ledger.index()
        noteInstances()
    }

    /// dpkg stops where one name has several instances that are not all Multi-Arch: same (lib/dpkg/parse.c): a second
    /// stanza could otherwise take the scripts of the first over.
    private mutating func noteInstances() {
        for name in ledger.instances.keys.sorted() {
            let instances = ledger.packages(named: name).filter { $0.status != .notInstalled }
            guard instances.count > 1, !instances.allSatisfy(\.isMultiArchSame) else { continue }
            let last = instances.map(\.position).max()
            problems.append(
                ParseProblem(
                    file: last?.file ?? Self.folder.appending("status".utf8), line: last?.line,
                    kind: .clashingInstances,
                    reason:
                        "\(instances.count) instances of \(name) that cannot be installed together, at which dpkg stops"
                ))
        }
    }

    private mutating func readStatus() throws(MissingDatabase) {
        let path = Self.folder.appending("status".utf8)
        var packages: [PackageKey: InstalledPackage] = [:]
        do throws(HostAccessError) {
            let reading = try tree.read(path, cap: limits.status, followingLink: true)
            for package in parse(reading.bytes, path: path) { lay(package, over: &packages) }
        } catch {
            guard error.isAbsence, readStatusFolder(into: &packages) else {
                throw MissingDatabase(missing: path, reason: error.reason)
            }
            ledger.packages = Array(packages.values)
            return
        }
        readJournal(over: &packages)
        if packages.isEmpty {
            _ = readStatusFolder(into: &packages)
        } else if (try? tree.facts(of: StatusFolder.folder).kind) == .directory {
            remarks.append("\(StatusFolder.folder) was not read: beside a status file dpkg never looks at it.")
        }
        ledger.packages = Array(packages.values)
    }

    /// Reads the database of a distroless image; false where there is none.
    private mutating func readStatusFolder(into packages: inout [PackageKey: InstalledPackage]) -> Bool {
        let folder = StatusFolder(tree: tree, limits: limits)
        problems += folder.problems
        gaps += folder.gaps
        if folder.packages.isEmpty { return false }
        for package in folder.packages { lay(package, over: &packages) }
        artifacts = folder.artifacts
        remarks.append(
            """
            The packages were read from \(StatusFolder.folder), as distroless images keep them: there are no maintainer \
            scripts and no lists of files, and dpkg itself does not read it.
            """)
        return true
    }

    private mutating func parse(_ bytes: [UInt8], path: HostPath) -> [InstalledPackage] {
        let paragraphs = ControlParagraphs(bytes, file: path, refusesSpaces: true)
        let (packages, problems) = StatusStanza.packages(in: paragraphs, path: path)
        self.problems += problems
        if let last = bytes.last, last != 0x0A {
            gaps.append(CoverageGap(path: path, reason: "it is cut off; what stood after its last line is unknown"))
        }
        disagreements += StatusAgreement.disagreements(of: paragraphs, path: path)
        return packages
    }

    private mutating func lay(_ package: InstalledPackage, over packages: inout [PackageKey: InstalledPackage]) {
        if let earlier = packages[package.key], earlier.position.file == package.position.file {
            problems.append(
                ParseProblem(
                    file: package.position.file, line: package.position.line, kind: .repeatedStanza,
                    reason: "a second stanza for \(package.key.text); the first is at line \(earlier.position.line)"))
        }
        packages[package.key] = package
    }

    /// The journal: files whose names are digits, of one length, in byte order (dpkg's lib/dpkg/dbmodify.c).
    private mutating func readJournal(over packages: inout [PackageKey: InstalledPackage]) {
        let path = Self.folder.appending("updates".utf8)
        do throws(HostAccessError) {
            let folder = try tree.folder(path)
            let names = try folder.names().names
            let lengths = Set(names.filter(Self.isJournalName).map(\.bytes.count))
            if lengths.count > 1 {
                problems.append(
                    ParseProblem(
                        file: path, line: nil, kind: .unevenJournalNames,
                        reason: "journal names of different lengths; dpkg stops at these"))
            }
            for name in names {
                guard Self.isJournalName(name) else {
                    if name != "tmp.i" {
                        problems.append(
                            ParseProblem(
                                file: path, line: nil, kind: .strayJournalFile, reason: "not a journal name: \(name)"))
                    }
                    continue
                }
                do throws(HostAccessError) {
                    let reading = try folder.read(name, cap: limits.status)
                    let file = path.appending(name)
                    ledger.journal.append(file)
                    for package in parse(reading.bytes, path: file) { lay(package, over: &packages) }
                } catch {
                    gaps.append(error.gap)
                }
            }
        } catch {
            if !error.isAbsence { gaps.append(error.gap) }
        }
    }

    private static func isJournalName(_ name: UntrustedText) -> Bool {
        !name.isEmpty && name.bytes.allSatisfy(\.isASCIIDigit)
    }

    /// Bytes of a file of the database; absent is nil, anything else that fails is a gap.
    private mutating func bytes(of path: HostPath) -> [UInt8]? {
        do throws(HostAccessError) {
            return try tree.read(path, cap: limits.database, followingLink: true).bytes
        } catch {
            if !error.isAbsence { gaps.append(error.gap) }
            return nil
        }
    }

    private mutating func readSmallFiles() {
        let format = Self.folder.appending("info/format".utf8)
        do throws(HostAccessError) {
            ledger.format = AdminFiles.infoFormat(in: try tree.read(format, cap: 4096, followingLink: true).bytes)
        } catch {
            ledger.format = error.isAbsence ? .missing : .unusable(error.reason)
        }
        ledger.architectures = bytes(of: Self.folder.appending("arch".utf8)).map(AdminFiles.words) ?? []
        let diversions = Self.folder.appending("diversions".utf8)
        if let bytes = bytes(of: diversions) {
            let (records, problems) = AdminFiles.diversions(in: bytes, path: diversions)
            ledger.diversions = records
            self.problems += problems
        }
        let overrides = Self.folder.appending("statoverride".utf8)
        if let bytes = bytes(of: overrides) {
            let (records, problems) = AdminFiles.statOverrides(in: bytes, path: overrides)
            ledger.statOverrides = records
            self.problems += problems
        }
    }

    private mutating func readTriggers() {
        let path = Self.folder.appending("triggers".utf8)
        guard let names = (try? tree.folder(path).names())?.names else { return }
        for name in names where name != "Unincorp" && name != "Lock" {
            let file = path.appending(name)
            guard let bytes = bytes(of: file) else { continue }
            let (records, problems) = AdminFiles.triggerInterests(
                in: bytes, path: file, named: name == "File" ? nil : name)
            ledger.triggerInterests += records
            self.problems += problems
        }
    }

    /// Links at the top of a merged-/usr tree (`/bin` to `usr/bin`), so that one file has one name.
    private mutating func readAliases() {
        for name in ["bin", "sbin", "lib", "lib32", "lib64", "libx32", "libo32"] {
            let path = HostPath(name.utf8)
            guard let target = try? tree.facts(of: path).linkTarget else { continue }
            if UntrustedText("usr/\(name)".utf8) == target || UntrustedText("/usr/\(name)".utf8) == target {
                ledger.aliases[path] = HostPath("/usr/\(name)".utf8)
            }
        }
    }
}
