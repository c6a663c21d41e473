import Foundation

/// Builds a real .deb with dpkg-deb from a `package` block.
struct PackageBuilder {
    let statement: TreeStatement
    let name: String
    let version: String
    let architecture: String

    /// The time that members and data carry unless the description says otherwise: 2023-05-01.
    static let packagedTime: Int64 = 1_682_899_200
    private static let scripts: Set<String> = ["preinst", "postinst", "prerm", "postrm", "config"]

    init(_ statement: TreeStatement) throws(TreeDescriptionError) {
        self.statement = statement
        let known: Set = [
            "version", "arch", "multi-arch", "depends", "md5sums", "compress", "mtime", "install", "archive", "state",
            "as",
        ]
        let unknown =
            statement.options.keys.filter { !known.contains($0) }.sorted()
            + statement.words.dropFirst().map { String(decoding: $0, as: UTF8.self) }
        if let first = unknown.first { throw statement.failure("\(first) says nothing about a package") }
        name = try statement.text(0)
        version = statement.options["version"] ?? "1.0-1"
        architecture = statement.options["arch"] ?? "all"
    }

    /// The name that apt gives the archive.
    var fileName: String {
        "\(name)_\(version.replacingOccurrences(of: ":", with: "%3a"))_\(architecture).deb"
    }

    /// - Returns: the interpreters of the maintainer scripts, which installing the package needs.
    @discardableResult
    func build(into archive: String, staging: String) throws -> Set<String> {
        let root = Array(staging.utf8)
        try HostFiles.makeFolder(root + Array("/DEBIAN".utf8))
        var conffiles: [[UInt8]] = []
        var interpreters: Set<String> = []
        var times: [(path: [UInt8], time: Int64)] = []
        let time = try statement.time() ?? Self.packagedTime
        for child in statement.children {
            let path = try stage(child, below: root, conffiles: &conffiles)
            times.append((path, try child.time() ?? time))
            if child.verb == "member", let program = Self.interpreter(child.body ?? []) { interpreters.insert(program) }
        }
        try writeControl(below: root, conffiles: conffiles, time: time)
        for folder in try HostFiles.walk(root) { try HostFiles.setTime(time, of: folder) }
        for (path, time) in times { try HostFiles.setTime(time, of: path) }
        try Command.require(
            "dpkg-deb",
            [
                "--build", "--nocheck", "--root-owner-group", "-Z\(statement.options["compress"] ?? "xz")", staging,
                archive,
            ],
            environment: ["SOURCE_DATE_EPOCH": "1704067200"])
        return interpreters
    }

    private func stage(
        _ child: TreeStatement, below root: [UInt8], conffiles: inout [[UInt8]]
    ) throws -> [UInt8] {
        let name = try child.word(0)
        let isMember = child.verb == "member"
        let path = isMember ? root + Array("/DEBIAN/".utf8) + name : root + name
        if !isMember, name.first != UInt8(ascii: "/") { throw child.failure("the path begins with a slash") }
        try HostFiles.makeFolder(HostFiles.parent(of: path))
        switch child.verb {
        case "member":
            try HostFiles.write(child.requiredBody(), to: path)
            let isScript = Self.scripts.contains(try child.text(0))
            try HostFiles.setMode(try child.mode() ?? (isScript ? 0o755 : 0o644), of: path)
        case "data", "conffile":
            try HostFiles.write(child.requiredBody(), to: path)
            try HostFiles.setMode(try child.mode() ?? 0o644, of: path)
            if child.verb == "conffile" { conffiles.append(name) }
        case "datadir":
            try HostFiles.makeFolder(path)
            if let mode = try child.mode() { try HostFiles.setMode(mode, of: path) }
        case "datalink":
            try HostFiles.makeLink(path, to: try child.word(2))
        default:
            throw child.failure("no statement of a package")
        }
        return path
    }

    /// `control`, `conffiles` and, unless `md5sums=none`, the md5sums that debhelper would make.
    private func writeControl(below root: [UInt8], conffiles: [[UInt8]], time: Int64) throws {
        var control = "Package: \(name)\nVersion: \(version)\nArchitecture: \(architecture)\n"
        if let value = statement.options["multi-arch"] { control += "Multi-Arch: \(value)\n" }
        if let value = statement.options["depends"] { control += "Depends: \(value)\n" }
        control += "Maintainer: Fixture Builder <fixture@archive.example>\nDescription: fixture\n"
        let folder = root + Array("/DEBIAN/".utf8)
        try HostFiles.write(Array(control.utf8), to: folder + Array("control".utf8))
        if !conffiles.isEmpty {
            let path = folder + Array("conffiles".utf8)
            try HostFiles.write(conffiles.flatMap { $0 + [0x0A] }, to: path)
        }
        if statement.options["md5sums"] == "none"
            || statement.children.contains(where: { $0.words.first == Array("md5sums".utf8) })
        {
            return
        }
        let data = statement.children.filter { $0.verb == "data" }.compactMap(\.words.first)
        if data.isEmpty { return }
        let names = data.map { String(decoding: $0.dropFirst(), as: UTF8.self) }
        let sums = try Command.require("md5sum", ["--"] + names, in: String(decoding: root, as: UTF8.self))
        try HostFiles.write(Array(sums.output), to: folder + Array("md5sums".utf8))
    }

    private static func interpreter(_ script: [UInt8]) -> String? {
        let line = script.prefix { $0 != 0x0A }
        guard line.starts(with: "#!".utf8) else { return nil }
        return line.dropFirst(2).split(separator: UInt8(ascii: " ")).first.map { String(decoding: $0, as: UTF8.self) }
    }
}
