import AuditTestSupport
import Foundation
import Synchronization
import Testing

/// A real bookworm root made by mmdebstrap from this machine's own sources, with the archives that it was made from.
///
/// Kept below `.build/roots`, so that a machine makes each of them once.
struct RealRoot {
    let folder: String

    private static let making = Mutex(())

    /// What a minimal root holds.
    static func minimal() throws -> RealRoot {
        try root("minbase", packages: [], recommends: false)
    }

    /// A server with daemons, generated configuration and hooks of several packages.
    static func server() throws -> RealRoot {
        let packages = ["openssh-server", "unattended-upgrades", "needrestart", "postgresql-common", "locales"]
        return try root("server", packages: packages, recommends: true)
    }

    private static func root(_ name: String, packages: [String], recommends: Bool) throws -> RealRoot {
        let folder = "\(Repository.root)/.build/roots/\(name)"
        return try making.withLock { _ in
            if FileManager.default.fileExists(atPath: folder) { return RealRoot(folder: folder) }
            let unfinished = folder + ".unfinished"
            if FileManager.default.fileExists(atPath: unfinished) {
                try FileManager.default.removeItem(atPath: unfinished)
            }
            try HostFiles.makeFolder(Array(unfinished.utf8))
            try make(unfinished + "/tree", packages: packages, recommends: recommends)
            // The archives are supplied from outside; the root's own cache is left empty, as on most hosts.
            try Command.require(
                "sh", ["-c", "mkdir archives && mv tree/var/cache/apt/archives/*.deb archives"], in: unfinished)
            try FileManager.default.moveItem(atPath: unfinished, toPath: folder)
            return RealRoot(folder: folder)
        }
    }

    private static func make(_ tree: String, packages: [String], recommends: Bool) throws {
        let include = packages.isEmpty ? [] : ["--include=" + packages.joined(separator: ",")]
        let arguments =
            [
                "--variant=minbase", "--skip=download/empty,essential/unlink,cleanup/apt",
                "--aptopt=APT::Keep-Downloaded-Packages \"true\"", "--aptopt=APT::Install-Recommends \"\(recommends)\"",
            ] + include + ["bookworm", tree] + (try sources())
        try Command.require("mmdebstrap", arguments)
    }

    /// The files below /etc/apt that name the suite `bookworm`.
    private static func sources() throws -> [String] {
        let folder = "/etc/apt/sources.list.d"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        let files = ["/etc/apt/sources.list"] + names.map { folder + "/" + $0 }
        let found = files.filter { file in
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return false }
            return text.split(separator: "\n").contains { line in
                let words = line.split(separator: " ")
                return (words.first == "deb" || words.first == "Suites:") && words.contains("bookworm")
            }
        }
        try #require(!found.isEmpty, "no file below /etc/apt names the suite bookworm, so no root can be made")
        return found
    }

    /// A copy that a test may change.
    func copy() throws -> BuiltTree {
        let copy = try TestFolders.make("root")
        try Command.require("cp", ["-a", "--reflink=auto", folder + "/tree", copy])
        try HostFiles.makeLink(Array((copy + "/archives").utf8), to: Array((folder + "/archives").utf8))
        return BuiltTree(folder: copy)
    }
}
