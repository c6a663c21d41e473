import AuditTestSupport
import Foundation
import Glibc
import Testing

/// Who may say which events were judged already.
@Suite struct `The trust in a state of detect` {
    private static let event = """
        {"event":{"id":"a","category":["file"],"type":["change"],"action":"rename"},"host":{"os":{"type":"linux"}},\
        "file.path":"/etc/apt/apt.conf.d/99x","process":{"executable":"/usr/bin/mv"}}

        """

    private func run(in folder: String, state: String = "state.json") throws -> CommandResult {
        try Data(Self.event.utf8).write(to: URL(filePath: folder + "/log"))
        return try BuiltProgram.run(["detect", "log", "--format", "tsv", "--state", state], in: folder)
    }

    @Test func `a folder or a file that others can change is refused before any alert is printed`() throws {
        let folder = try TestFolders.make("state")
        #expect(try run(in: folder).status == 1)
        for (path, mode) in [("/state.json", mode_t(0o666)), ("", 0o777), ("", 0o1777)] {
            #expect(unsafe chmod(folder + path, mode) == 0)
            let refused = try run(in: folder)
            #expect(refused.status == 73)
            #expect(refused.text == "")
            #expect(refused.errors.contains("can be changed by others"))
            #expect(unsafe chmod(folder + path, path.isEmpty ? 0o700 : 0o600) == 0)
        }
        #expect(try run(in: folder).status == 0)
    }

    @Test(arguments: ["fifo", "folder", "link"])
    func `a state that is no regular file is refused before any alert is printed`(kind: String) throws {
        let folder = try TestFolders.make("state")
        let path = folder + "/state.json"
        switch kind {
        case "fifo": #expect(unsafe mkfifo(path, 0o600) == 0)
        case "folder": #expect(unsafe mkdir(path, 0o700) == 0)
        default: #expect(unsafe symlink("gone", path) == 0)
        }
        let refused = try run(in: folder)
        #expect(refused.status == 73)
        #expect(refused.text == "")
        #expect(refused.errors.contains("is no regular file"))
    }
}
