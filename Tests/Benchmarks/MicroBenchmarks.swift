import AuditModel
import FileFormats
import Glibc
import HostEvidence
import TreeReading

/// The readers alone, on the bytes of the tree, in processor time of this process.
struct MicroBenchmarks {
    private let tree: HostTree
    private let archives: String

    /// Processor seconds that a measurement lasts at least.
    private static let enough = 0.3

    init(tree: BenchTree) throws {
        self.tree = try HostTree(root: Array(tree.root.utf8))
        archives = tree.archives
    }

    func lines() async throws -> [String] {
        let path: HostPath = "/var/lib/dpkg/status"
        let status = try tree.read(path, cap: 256 << 20, followingLink: true).bytes
        let packages = StatusStanza.packages(in: ControlParagraphs(status, file: path), path: path).packages
        let configuration = try texts(in: "/etc/apt/apt.conf.d") { _ in true }
        let md5sums = try texts(in: "/var/lib/dpkg/info") { $0.hasSuffix(".md5sums") }
        let ours = Self.rate(of: status.count) {
            _ = StatusStanza.packages(in: ControlParagraphs(status, file: path), path: path)
        }
        let theirs = try Self.rate(of: status.count) { _ = try AptBridge.sections(in: status) }
        var rows = [["reader", "MB/s of cpu", "", "", ""]]
        rows.append(
            [
                "status file", ResultTable.rounded(ours, 1), "", "",
                "\(ResultTable.rounded(ours / theirs, 2)) of libapt-pkg",
            ])
        rows.append(["status file, libapt-pkg through our bridge", ResultTable.rounded(theirs, 1)])
        let lexer = Self.rate(of: configuration.joined().count) {
            for text in configuration { _ = AptConfSource.read(text, file: "/etc/apt/apt.conf.d/x") }
        }
        rows.append(["apt.conf lexer", ResultTable.rounded(lexer, 1)])
        let sums = Self.rate(of: md5sums.joined().count) {
            for text in md5sums { Md5sums.read(text) { _, _ in } }
        }
        rows.append(["md5sums", ResultTable.rounded(sums, 1)])
        rows.append(await catalogue(of: packages))
        return [""] + ResultTable.aligned(rows)
    }

    private func catalogue(of packages: [InstalledPackage]) async -> [String] {
        let candidates = ArchiveFolder(UntrustedText(archives.utf8)).candidates()
        let wanted = Set(packages.map { PackageIdentity(key: $0.key, version: $0.version) })
        let start = clock()
        let catalog = await ArchiveCatalog.read(candidates, wanted: wanted, jobs: 2)
        let seconds = Double(clock() - start) / 1_000_000
        let bytes = catalog.references.values.joined().reduce(0) { $0 + Double($1.size) }
        let rate = ResultTable.rounded(bytes / seconds / 1_000_000, 1)
        return [
            "archive catalogue, control.tar and SHA-256", rate, "", "",
            "\(Int(Double(candidates.count) / seconds)) archives/s",
        ]
    }

    private func texts(in path: HostPath, where isWanted: (UntrustedText) -> Bool) throws -> [[UInt8]] {
        let folder = try tree.folder(path)
        return try folder.names().names.filter(isWanted).compactMap { name in
            try? folder.read(name, cap: 64 << 20).bytes
        }
    }

    /// Megabytes for each second of processor time.
    private static func rate<Failure: Error>(
        of bytes: Int, _ body: () throws(Failure) -> Void
    ) throws(Failure) -> Double {
        let start = clock()
        var rounds = 0
        while Double(clock() - start) / 1_000_000 < enough {
            try body()
            rounds += 1
        }
        return Double(bytes) * Double(rounds) / Double(clock() - start)
    }
}
