import Foundation

/// The program under test, as the build left it beside the test bundle.
package enum BuiltProgram {
    /// The folder of the test bundle, or that of the test runner, whichever holds the program.
    package static let path: String = {
        let runner = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let candidates = ([runner].compactMap { $0 } + CommandLine.arguments)
            .map { String($0.prefix(through: $0.lastIndex(of: "/") ?? $0.startIndex)) + "debvouch" }
        let built = candidates + [Repository.root + "/.build/debug/debvouch"]
        return built.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "debvouch was not built"
    }()

    package static func run(_ arguments: [String], in folder: String = "/") throws -> CommandResult {
        try Command.run(path, arguments, in: folder)
    }

    /// Audits a built tree by its relative name, so that no report holds the name of a temporary folder.
    package static func audit(_ built: BuiltTree, _ arguments: [String] = []) throws -> CommandResult {
        try run(["audit", "--root", "tree", "--archives", "archives"] + arguments, in: built.folder)
    }
}
