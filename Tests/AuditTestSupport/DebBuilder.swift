package import Foundation

/// Writes package archives member by member, so that tests can build ones that lie.
package struct DebBuilder {
    /// One ar member, as it will be written.
    package struct Member {
        package var name: String
        package var content: [UInt8]
        /// What the header says of the length; nil for the truth.
        package var claimedSize: String?

        package init(_ name: String, _ content: [UInt8], claimedSize: String? = nil) {
            self.name = name
            self.content = content
            self.claimedSize = claimedSize
        }
    }

    package var members: [Member]

    package init(_ members: [Member]) {
        self.members = members
    }

    /// A sound archive without compression.
    package init(control: [UInt8] = DebBuilder.controlTar(), data: [UInt8] = DebBuilder.dataTar()) {
        members = [
            Member("debian-binary", Array("2.0\n".utf8)), Member("control.tar", control), Member("data.tar", data),
        ]
    }

    package var bytes: [UInt8] {
        members.reduce(into: Array("!<arch>\n".utf8)) { bytes, member in
            let padded = { (text: String, width: Int) in
                Array((text + String(repeating: " ", count: max(0, width - text.utf8.count))).utf8)
            }
            bytes += padded(member.name, 16) + padded("1700000000", 12) + padded("0", 6) + padded("0", 6)
            bytes += padded("100644", 8) + padded(member.claimedSize ?? String(member.content.count), 10)
            bytes += [0x60, 0x0A] + member.content + (member.content.count % 2 == 0 ? [] : [0x0A])
        }
    }

    package static let controlText = """
        Package: liar
        Version: 1:2.0-3
        Architecture: all
        Maintainer: A Tester <tester@example.org>
        Description: an archive for tests
         with a second line

        """

    package static func controlTar(
        control: String = DebBuilder.controlText, scripts: [String: String] = ["postinst": "#!/bin/sh\nexit 0\n"]
    ) -> [UInt8] {
        var tar = DebTarWriter()
        tar.add("./", type: "5", mode: 0o755)
        tar.add("./control", Array(control.utf8))
        for (name, text) in scripts.sorted(by: { $0.key < $1.key }) {
            tar.add("./" + name, Array(text.utf8), mode: 0o755)
        }
        return tar.finished()
    }

    package static func dataTar(files: [String: String] = ["./usr": "", "./usr/f": "file\n"]) -> [UInt8] {
        var tar = DebTarWriter()
        tar.add("./", type: "5", mode: 0o755)
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            if text.isEmpty {
                tar.add(name + "/", type: "5", mode: 0o755)
            } else {
                tar.add(name, Array(text.utf8))
            }
        }
        return tar.finished()
    }
}

/// A folder of its own for one test, removed at the end.
package final class DebWorkshop {
    package let folder: URL

    package init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("deb-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    package func write(_ bytes: [UInt8], to name: String) throws -> URL {
        let url = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return url
    }

    /// `bytes` through a compressor that writes to standard output (`xz`, `gzip`, `zstd`).
    package func compressed(_ bytes: [UInt8], _ program: String, _ options: [String] = []) throws -> [UInt8] {
        let input = try write(bytes, to: "compress-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: input) }
        return try ToolRun.output(of: program, options + ["-q", "-c", input.path])
    }

    /// A real archive, built by dpkg-deb with `-Z` of that name.
    package func built(compression: String, scripts: [String: String], files: [String: String]) throws -> URL {
        let tree = "tree-" + compression
        _ = try write(Array(DebBuilder.controlText.utf8), to: tree + "/DEBIAN/control")
        for (name, text) in scripts {
            let url = try write(Array(text.utf8), to: tree + "/DEBIAN/" + name)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
        }
        for (name, text) in files { _ = try write(Array(text.utf8), to: tree + "/" + name) }
        let archive = folder.appendingPathComponent(compression + ".deb")
        _ = try ToolRun.output(
            of: "dpkg-deb",
            ["--root-owner-group", "-Z" + compression, "--build", folder.path + "/" + tree, archive.path])
        return archive
    }
}
