import AuditTestSupport
import Foundation
import Testing

/// What git would hand to a newcomer, read from the working tree.
enum TrackedFiles {
    static func paths() throws -> [String] {
        let listing = try run("git", "-C", Repository.root, "ls-files", "-z")
        try #require(listing.status == 0, "git ls-files failed: the tests need a git checkout")
        return listing.output.split(separator: "\0").map(String.init)
    }

    /// Tracked files that a filter accepts; one that was deleted and not yet committed is left out.
    static func read(where isWanted: (String) -> Bool) throws -> [TextFile] {
        try paths().filter(isWanted).compactMap { path in
            FileManager.default.contents(atPath: Repository.root + "/" + path).map { TextFile(path: path, bytes: $0) }
        }
    }

    static func swiftSources() throws -> [TextFile] {
        let files = try read { $0.hasPrefix("Sources/") && $0.hasSuffix(".swift") }
        try #require(!files.isEmpty)
        return files
    }

    /// Runs a program from the PATH to its end.
    static func run(_ command: String...) throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}

/// A file with its lines; split by byte, because Swift takes CR LF for one character.
struct TextFile {
    let path: String
    let bytes: Data
    /// Empty at the end where the file ends with a line feed.
    let lines: [String]

    init(path: String, bytes: Data) {
        self.path = path
        self.bytes = bytes
        lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    init(path: String = "Sources/Example/Example.swift", _ text: String) {
        self.init(path: path, bytes: Data(text.utf8))
    }

    /// `path:line: text` of each line that a rule rejects.
    func places(where isRejected: (String) -> Bool) -> [String] {
        lines.enumerated().filter { isRejected($0.element) }.map { "\(path):\($0.offset + 1): \($0.element)" }
    }
}
