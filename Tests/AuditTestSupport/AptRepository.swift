import Foundation

/// A repository of one suite in apt's layout, made by apt-ftparchive and signed with a throw-away key.
package struct AptRepository: Sendable {
    package let folder: String
    /// The public key, for `signed-by` and `--keyring`; outside the repository.
    package let keyring: String

    /// Copies the archives into a pool of its own; each argument is a path of a .deb.
    package init(of archives: [String], keys: SigningKeys, signer: String) throws {
        folder = try TestFolders.make("repository")
        keyring = try TestFolders.make("keyring") + "/quay.gpg"
        try HostFiles.write(keys.export([signer]), to: Array(keyring.utf8))
        try HostFiles.makeFolder(Array("\(folder)/pool".utf8))
        for archive in archives { try Command.require("cp", ["--", archive, folder + "/pool"]) }
        try publish(keys: keys, signer: signer)
    }

    /// Lists what the pool holds and signs the list.
    private func publish(keys: SigningKeys, signer: String) throws {
        let suite = "\(folder)/dists/tide"
        let packages = try Command.require("apt-ftparchive", ["packages", "pool"], in: folder).output
        try HostFiles.makeFolder(Array("\(suite)/main/binary-amd64".utf8))
        try HostFiles.write(packages, to: Array("\(suite)/main/binary-amd64/Packages".utf8))
        let options = ["Origin=Quay", "Suite=tide", "Codename=tide", "Components=main", "Architectures=amd64"]
        let release = try Command.require(
            "apt-ftparchive",
            options.flatMap { ["-o", "APT::FTPArchive::Release::" + $0] } + ["release", "dists/tide"], in: folder
        ).output
        try HostFiles.write(keys.clearSign(release, by: [signer]), to: Array("\(suite)/InRelease".utf8))
    }

    /// One line of sources.list for the repository at another address, or at its own place.
    package func line(at address: String? = nil) -> String {
        "deb [signed-by=\(keyring)] \(address ?? "file:" + folder) tide main\n"
    }

    /// Turns one byte of an archive around; its length stays.
    package func damage(_ archive: String) throws {
        let path = Array("\(folder)/pool/\(archive)".utf8)
        var bytes = try HostFiles.read(path)
        bytes[bytes.count / 2] ^= 0xFF
        try HostFiles.write(bytes, to: path)
    }
}

extension SigningKeys {
    /// The home folder, for programs that look for it in GNUPGHOME.
    package var folder: String { home }
}
