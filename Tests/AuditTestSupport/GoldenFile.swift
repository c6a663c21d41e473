import Foundation
package import Testing

/// A file of expected bytes below `fixtures`, or at another committed place.
package struct GoldenFile {
    /// From the top of the repository.
    let path: String

    package init(path: String) {
        self.path = "fixtures/" + path
    }

    /// For text that is made by the tests and shipped to people, such as a manual page.
    package init(fromTop path: String) {
        self.path = path
    }

    private var isRecording: Bool { ProcessInfo.processInfo.environment["DEBVOUCH_RECORD"] == "1" }

    /// Compares byte for byte; a missing file is written and fails, so that a new one is read before it is committed.
    package func expect(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let full = URL(filePath: Repository.root + "/" + path)
        guard let expected = try? Data(contentsOf: full) else {
            try Data(bytes).write(to: full)
            Issue.record("\(path) was missing; it is written now, read it", sourceLocation: sourceLocation)
            return
        }
        if Array(expected) == bytes { return }
        if isRecording {
            try Data(bytes).write(to: full)
            return
        }
        let folder = try TestFolders.make("golden")
        try Data(bytes).write(to: URL(filePath: folder + "/now"))
        let difference = try Command.run("diff", ["-u", full.path(percentEncoded: false), folder + "/now"])
        Issue.record(
            "\(path) is not what is printed now (DEBVOUCH_RECORD=1 writes it anew):\n\(difference.text)",
            sourceLocation: sourceLocation)
    }
}
