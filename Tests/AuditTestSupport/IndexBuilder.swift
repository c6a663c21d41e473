import Foundation
import Synchronization

/// Makes a signed Packages index of the archives beside a tree, where apt keeps those that it downloaded.
///
/// The key is made anew in each run of the tests; `keyring.gpg` beside the tree holds it.
struct IndexBuilder {
    let folder: String
    let statement: TreeStatement

    private static let home = Mutex<String?>(nil)

    func build() throws {
        let site = statement.options["site"] ?? "archive.example"
        let suite = statement.options["suite"] ?? "bookworm"
        let lists = Array("\(folder)/tree/var/lib/apt/lists/\(site)_debian_dists_\(suite)_".utf8)
        try HostFiles.makeFolder(HostFiles.parent(of: lists))
        let packages = try Command.require("apt-ftparchive", ["packages", "archives"], in: folder).output
        let index = lists + Array("main_binary-amd64_Packages".utf8)
        try HostFiles.write(packages, to: index)
        let digest = try Command.require("sha256sum", ["--", String(decoding: index, as: UTF8.self)]).text.prefix(64)
        let seconds = try statement.seconds(statement.options["date"] ?? "2024-01-05")
        let date = try Command.require("date", ["-u", "-R", "-d", "@\(seconds)"]).text.dropLast()
        let release = """
            Origin: \(statement.options["origin"] ?? "Debian")
            Label: Debian
            Suite: \(suite)
            Codename: \(suite)
            Date: \(date)
            Architectures: amd64
            Components: main
            SHA256:
             \(digest) \(packages.count) main/binary-amd64/Packages

            """
        try sign(release, into: String(decoding: lists, as: UTF8.self) + "InRelease")
        if statement.options["release"] == "beside" {
            try HostFiles.write(Array(release.utf8), to: lists + Array("Release".utf8))
        }
    }

    private func sign(_ release: String, into path: String) throws {
        try Self.home.withLock { home in
            let made = try home ?? Self.makeKey()
            home = made
            try HostFiles.write(Array(release.utf8), to: Array((made + "/Release").utf8))
            try Self.gpg(made, ["--yes", "--output", path, "--clearsign", "Release"])
            try Self.gpg(made, ["--yes", "--output", folder + "/keyring.gpg", "--export"])
            try Command.require("gpgconf", ["--homedir", made, "--kill", "all"])
        }
    }

    private static func makeKey() throws -> String {
        // Short, because the agent's socket has to fit into 108 bytes.
        let home = try TestFolders.make("gpg")
        try HostFiles.setMode(0o700, of: Array(home.utf8))
        try gpg(
            home,
            [
                "--passphrase", "", "--quick-generate-key", "Fixture <fixture@archive.example>", "ed25519", "sign",
                "never",
            ])
        return home
    }

    private static func gpg(_ home: String, _ arguments: [String]) throws {
        try Command.require(
            "gpg", ["--batch", "--quiet", "--homedir", home, "--pinentry-mode", "loopback"] + arguments, in: home)
    }
}
