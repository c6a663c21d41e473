import Foundation
import Synchronization

/// Installs archives into a tree with the real dpkg, whose maintainer scripts do nothing.
///
/// dpkg changes root into the tree before it runs a script, so the script's interpreter is the tree's own. For the time of the
/// installation each interpreter is a static program that exits with 0: what a fixture's script says is never run.
struct PackageInstaller {
    let tree: String

    private static let nothing = Mutex<String?>(nil)

    /// Makes an empty database, as debootstrap does.
    func prepare() throws {
        let database = tree + "/var/lib/dpkg"
        for folder in ["info", "updates", "triggers", "alternatives", "parts"] {
            try HostFiles.makeFolder(Array("\(database)/\(folder)".utf8))
        }
        for (name, text) in [("status", ""), ("available", ""), ("info/format", "1\n")] {
            let path = Array("\(database)/\(name)".utf8)
            if !HostFiles.exists(path) { try HostFiles.write(Array(text.utf8), to: path) }
        }
    }

    /// - Parameter unpackOnly: leaves the packages unpacked, not configured.
    func install(_ archives: [String], interpreters: Set<String>, unpackOnly: Bool = false) throws {
        var added: [[UInt8]] = []
        for interpreter in interpreters.union(["/bin/sh"]).sorted() {
            let path = Array((tree + interpreter).utf8)
            if HostFiles.exists(path) { continue }
            try HostFiles.makeFolder(HostFiles.parent(of: path))
            try Command.require("cp", ["--", try Self.doNothing(), tree + interpreter])
            added.append(path)
        }
        defer {
            for path in added { try? FileManager.default.removeItem(atPath: String(decoding: path, as: UTF8.self)) }
        }
        try Command.require(
            "dpkg",
            [
                "--root=\(tree)", "--force-depends", "--force-unsafe-io", "--force-bad-path", "--force-overwrite",
                "--log=/dev/null", unpackOnly ? "--unpack" : "--install",
            ] + archives)
    }

    /// A static program that exits with 0, compiled once for each run of the tests.
    private static func doNothing() throws -> String {
        try nothing.withLock { known throws -> String in
            if let known { return known }
            let folder = try TestFolders.make("interpreter")
            try Data("int main(void) { return 0; }\n".utf8).write(to: URL(filePath: folder + "/nothing.c"))
            try Command.require("cc", ["-static", "-s", "-o", "nothing", "nothing.c"], in: folder)
            known = folder + "/nothing"
            return folder + "/nothing"
        }
    }
}
