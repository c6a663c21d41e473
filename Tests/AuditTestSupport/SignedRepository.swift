import Foundation

/// A tree with one package, archives, and a repository made by apt-ftparchive that lists them.
package struct SignedRepository: Sendable {
    /// Holds `tree`, `archives`, `repo`; programs run here.
    package let folder: String

    package static let lists = "tree/var/lib/apt/lists"
    package static let prefix = "quay.example_dists_tide"
    package static let index = "\(lists)/\(prefix)_main_binary-amd64_Packages"
    package static let inRelease = "\(lists)/\(prefix)_InRelease"
    package static let script = "/var/lib/dpkg/info/capstan.postinst"

    /// One package whose version 2.0-2 is installed; 2.0-3 keeps the postinst and changes the prerm.
    package static let description = """
        link /bin -> usr/bin
        dir /usr/bin
        dir /var/lib/dpkg/triggers
        package capstan version=2.0-2 arch=all
            member postinst <<END
        #!/bin/sh
        exit 0
        END
            member prerm <<END
        #!/bin/sh
        exit 0
        END
        end
        package capstan version=2.0-3 arch=all install=no
            member postinst <<END
        #!/bin/sh
        exit 0
        END
            member prerm <<END
        #!/bin/sh
        echo newer
        END
        end
        """

    /// Builds all but the lists and the signatures.
    package init() throws {
        let text = Self.description.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.drop { $0 == " " } }.joined(separator: "\n")
        let built = try TreeBuilder.build(TreeDescription(text + "\n", file: "SignedRepository"))
        folder = built.folder
        try HostFiles.makeFolder(Array((folder + "/" + Self.lists).utf8))
    }

    private init(folder: String) {
        self.folder = folder
    }

    /// A copy to break.
    package func copy() throws -> SignedRepository {
        let target = try TestFolders.make("signed")
        try Command.require("cp", ["-a", folder + "/.", target])
        return SignedRepository(folder: target)
    }

    package func remove() {
        try? FileManager.default.removeItem(atPath: folder)
    }

    package func read(_ path: String) throws -> [UInt8] {
        try HostFiles.read(Array((folder + "/" + path).utf8))
    }

    package func write(_ bytes: [UInt8], to path: String) throws {
        let full = Array((folder + "/" + path).utf8)
        try HostFiles.makeFolder(HostFiles.parent(of: full))
        try HostFiles.write(bytes, to: full)
    }

    package func delete(_ path: String) throws {
        try FileManager.default.removeItem(atPath: folder + "/" + path)
    }

    /// The Packages index of the archives whose version is named.
    package func packages(_ versions: [String]) throws -> [UInt8] {
        try? FileManager.default.removeItem(atPath: folder + "/pool")
        for version in versions {
            let name = "capstan_\(version)_all.deb"
            try write(try read("archives/" + name), to: "pool/" + name)
        }
        return try Command.require("apt-ftparchive", ["packages", "pool"], in: folder).output
    }

    /// The Release text over a folder `repo/dists/SUITE` that holds this index as `main/binary-amd64/Packages`.
    package func release(
        over packages: [UInt8], suite: String = "tide", date: String = "Mon, 02 Nov 2026 10:00:00 UTC",
        compressed: [String] = []
    ) throws -> [UInt8] {
        let dist = "repo/dists/\(suite)"
        try? FileManager.default.removeItem(atPath: folder + "/" + dist)
        try write(packages, to: "\(dist)/main/binary-amd64/Packages")
        for program in compressed { try compress("\(dist)/main/binary-amd64/Packages", with: program, keeping: true) }
        let options = ["Origin=Quay", "Suite=\(suite)", "Codename=\(suite)", "Acquire-By-Hash=yes", "Date=\(date)"]
            .flatMap { ["-o", "APT::FTPArchive::Release::" + $0] }
        let text = try Command.require(
            "apt-ftparchive", options + ["release", dist], in: folder
        ).output
        // apt-ftparchive dates the file itself; tests need a date of their own.
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("Date:") }
        return Array((["Date: \(date)"] + lines.map(String.init)).joined(separator: "\n").utf8) + [0x0A]
    }

    /// Compresses a file of the folder as apt names it.
    package func compress(_ path: String, with program: String, keeping: Bool = false) throws {
        let suffixes = ["gzip": "gz", "xz": "xz", "zstd": "zst", "bzip2": "bz2", "lz4": "lz4"]
        let full = folder + "/" + path
        let bytes = try Command.require(program, ["-c", "-q", full]).output
        try write(bytes, to: "\(path).\(suffixes[program] ?? program)")
        if !keeping { try delete(path) }
    }
}
