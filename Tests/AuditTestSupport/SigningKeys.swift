import Foundation

/// Throw-away OpenPGP keys in a home folder of their own.
package struct SigningKeys: Sendable {
    let home: String

    package init() throws {
        home = try TestFolders.make("gnupg")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: home)
    }

    private func gpg(_ arguments: [String], at time: String? = nil) throws -> [UInt8] {
        let clock = time.map { ["--faked-system-time", $0 + "!"] } ?? []
        return try Command.require(
            "gpg",
            ["--homedir", home, "--batch", "--yes", "--quiet", "--no-tty", "--passphrase", ""]
                + ["--pinentry-mode", "loopback"] + clock + arguments
        ).output
    }

    /// Makes a key and returns its fingerprint.
    package func make(_ name: String, kind: String = "ed25519", at time: String? = nil) throws -> String {
        _ = try gpg(["--quick-gen-key", "\(name) <\(name)@quay.example>", kind, "sign", "never"], at: time)
        let listing = try gpg(["--with-colons", "--list-keys", "\(name)@quay.example"])
        let line = String(decoding: listing, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("fpr:") }
        return line.map { $0.split(separator: ":").last.map(String.init) ?? "" } ?? ""
    }

    /// Clear-signs a text with each of the keys, in one block.
    package func clearSign(
        _ text: [UInt8], by keys: [String], digest: String = "SHA512", at time: String? = nil
    ) throws -> [UInt8] {
        try sign(["--clear-sign"], text, by: keys, digest: digest, at: time)
    }

    /// A detached, armoured signature.
    package func detachSign(_ text: [UInt8], by keys: [String]) throws -> [UInt8] {
        try sign(["--armor", "--detach-sign"], text, by: keys, digest: "SHA512", at: nil)
    }

    private func sign(
        _ mode: [String], _ text: [UInt8], by keys: [String], digest: String, at time: String?
    ) throws -> [UInt8] {
        let file = try TestFolders.make("text") + "/text"
        try HostFiles.write(text, to: Array(file.utf8))
        return try gpg(
            ["--digest-algo", digest, "--allow-weak-digest-algos"] + keys.flatMap { ["--local-user", $0] }
                + ["--output", "-"] + mode + [file], at: time)
    }

    /// Lets a key expire at a time that may be long past.
    package func expire(_ key: String, on date: String, at time: String) throws {
        _ = try gpg(["--quick-set-expire", key, date], at: time)
    }

    /// Imports the revocation that gpg made together with the key.
    package func revoke(_ key: String) throws {
        let file = "\(home)/openpgp-revocs.d/\(key).rev"
        let text = String(decoding: try HostFiles.read(Array(file.utf8)), as: UTF8.self)
        try HostFiles.write(
            Array(text.replacingOccurrences(of: ":-----BEGIN", with: "-----BEGIN").utf8), to: Array(file.utf8))
        _ = try gpg(["--import", file])
    }

    /// The public keys, binary or armoured.
    package func export(_ keys: [String], armoured: Bool = false) throws -> [UInt8] {
        try gpg((armoured ? ["--armor"] : []) + ["--export"] + keys)
    }
}
