import Foundation

/// Builds the tree that a description describes.
package struct TreeBuilder {
    /// What a file that the description changed is dated, unless it says otherwise: 2024-06-01.
    private static let tamperedTime: Int64 = 1_717_200_000
    /// What dpkg's own files are dated: 2024-01-02.
    private static let installedTime: Int64 = 1_704_153_600

    private let folder: String
    private var pending: [PackageBuilder] = []
    private var mounts: [[UInt8]] = []
    private var started = Date()

    package static func build(_ description: TreeDescription) throws -> BuiltTree {
        var builder = TreeBuilder(folder: try TestFolders.make("tree"))
        try builder.run(description)
        return BuiltTree(folder: builder.folder, mounts: builder.mounts)
    }

    private init(folder: String) {
        self.folder = folder
    }

    private mutating func run(_ description: TreeDescription) throws {
        if let first = description.statements.first(where: { !TreeDescription.expectations.contains($0.verb) }),
            first.verb == "use"
        {
            let base = try BuiltTree.base(try first.text(0))
            try Command.require("cp", ["-a", "--reflink=auto", base.tree, base.archives, folder])
            if FileManager.default.fileExists(atPath: base.keyring) {
                try Command.require("cp", ["-a", base.keyring, folder])
            }
        } else {
            try HostFiles.makeFolder(Array((folder + "/tree").utf8))
            try HostFiles.makeFolder(Array((folder + "/archives").utf8))
        }
        started = Date()
        for statement in description.statements {
            if statement.verb == "package" {
                pending.append(try PackageBuilder(statement))
            } else if statement.verb != "use", !TreeDescription.expectations.contains(statement.verb) {
                try installPending()
                try perform(statement)
            }
        }
        try installPending()
        try settleTimes(to: Self.tamperedTime)
    }

    private mutating func installPending() throws {
        if pending.isEmpty { return }
        let installer = PackageInstaller(tree: folder + "/tree")
        try installer.prepare()
        for isUnpackOnly in [false, true] {
            var interpreters: Set<String> = []
            var archives: [String] = []
            for package in pending where (package.statement.options["state"] == "unpacked") == isUnpackOnly {
                let archive = try build(package, interpreters: &interpreters)
                if package.statement.options["install"] != "no" { archives.append(archive) }
            }
            if archives.isEmpty { continue }
            try installer.install(archives, interpreters: interpreters, unpackOnly: isUnpackOnly)
        }
        for package in pending where package.statement.options["archive"] == "no" {
            try FileManager.default.removeItem(atPath: "\(folder)/archives/\(package.fileName)")
        }
        pending = []
        try settleTimes(to: Self.installedTime)
    }

    private func build(_ package: PackageBuilder, interpreters: inout Set<String>) throws -> String {
        let staging = folder + "/staging"
        let archive = "\(folder)/archives/\(package.statement.options["as"] ?? package.fileName)"
        interpreters.formUnion(try package.build(into: archive, staging: staging))
        try FileManager.default.removeItem(atPath: staging)
        return archive
    }

    private mutating func perform(_ statement: TreeStatement) throws {
        let step = TreeStep(statement: statement, folder: folder)
        do {
            try step.perform()
        } catch let error as HostFileError {
            throw statement.failure(error.description)
        } catch let error as CommandFailure {
            throw statement.failure(error.description)
        }
        if statement.verb == "bind" { mounts.append(try step.path(2)) }
    }

    /// Dates everything that was written since the start; what was dated on purpose lies in the past.
    private func settleTimes(to time: Int64) throws {
        let since = Int(started.timeIntervalSince1970) - 1
        for top in ["tree", "archives"] {
            for path in try HostFiles.walk(Array("\(folder)/\(top)".utf8)).reversed()
            where try HostFiles.facts(path).st_mtim.tv_sec >= since {
                try HostFiles.setTime(time, of: path)
            }
        }
    }
}
