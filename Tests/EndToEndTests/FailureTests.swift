import AuditTestSupport
import Foundation
import Testing

/// What ends the program before or after an audit, each with its status of sysexits.h and a sentence on standard error.
@Suite struct `Failures of the program` {
    private func withTree(_ body: (BuiltTree) throws -> Void) throws {
        let built = try TreeBuilder.build(TreeDescription(fixture: "trees/base/tree"))
        defer { built.remove() }
        try body(built)
    }

    private func expectFailure(
        _ arguments: [String], in built: BuiltTree, status: Int32, saying words: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let result = try BuiltProgram.run(["audit"] + arguments, in: built.folder)
        #expect(result.status == status, "\(result.errors)", sourceLocation: sourceLocation)
        #expect(result.errors.contains(words), "\(result.errors)", sourceLocation: sourceLocation)
        #expect(result.output == [], sourceLocation: sourceLocation)
    }

    @Test func `a root that is not there or is no folder is 66`() throws {
        try withTree { built in
            try expectFailure(["--root", "nowhere"], in: built, status: 66, saying: "nowhere")
            try expectFailure(["--root", "tree/etc/hostname"], in: built, status: 66, saying: "tree/etc/hostname")
        }
    }

    @Test func `a root without a dpkg database is 65 and says what is missing`() throws {
        try withTree { built in
            try expectFailure(["--root", "archives"], in: built, status: 65, saying: "/var/lib/dpkg/status")
            try FileManager.default.removeItem(atPath: built.tree + "/var/lib/dpkg/status")
            try expectFailure(["--root", "tree"], in: built, status: 65, saying: "/var/lib/dpkg/status")
        }
    }

    @Test(arguments: [
        ["--check", "no-such-check"], ["--skip-check", "no-such-check"], ["--require", "strong"], ["--fail-on", "bad"],
        ["--report", "pdf"], ["--report", "json="], ["--report", "text", "--report", "json"], ["--jobs", "0"],
        ["--jobs", "many"], ["--nonsense"], ["--root", ""],
    ])
    func `a word that means nothing is 64`(arguments: [String]) throws {
        try withTree { built in try expectFailure(arguments, in: built, status: 64, saying: "Usage:") }
    }

    @Test(arguments: [(#"audit --root "$(printf 'tr\356e')""#, 3), (#""$(printf '\377')""#, 1)])
    func `an argument that is not UTF-8 is 64 and names no other file`(words: String, position: Int) throws {
        try withTree { built in
            // Swift would read U+FFFD in the place of the byte.
            try HostFiles.makeLink(Array("\(built.folder)/tr\u{FFFD}e".utf8), to: Array("tree".utf8))
            let result = try Command.run("sh", ["-c", "exec '\(BuiltProgram.path)' \(words)"], in: built.folder)
            #expect(result.status == 64)
            #expect(result.errors.contains("argument \(position) ") && result.errors.contains("debvouch.conf"))
            #expect(result.output == [])
        }
    }

    @Test func `an archive folder that is not there is 66`() throws {
        try withTree { built in
            try expectFailure(["--root", "tree", "--archives", "none"], in: built, status: 66, saying: "none")
        }
    }

    @Test func `a report that cannot be created is 73, and what stands in its place is left alone`() throws {
        try withTree { built in
            try expectFailure(
                ["--root", "tree", "--report", "json=none/report.json"], in: built, status: 73,
                saying: "none/report.json")
            let fifo = Array((built.folder + "/fifo").utf8)
            try HostFiles.makeFIFO(fifo)
            try expectFailure(["--root", "tree", "--report", "json=fifo"], in: built, status: 73, saying: "fifo")
            let target = built.folder + "/precious"
            try Data("kept\n".utf8).write(to: URL(filePath: target))
            try HostFiles.makeLink(Array((built.folder + "/link").utf8), to: Array("precious".utf8))
            try expectFailure(["--root", "tree", "--report", "json=link"], in: built, status: 73, saying: "link")
            #expect(try String(contentsOfFile: target, encoding: .utf8) == "kept\n")
            try expectFailure(
                ["--root", "tree", "--report", "json=archives"], in: built, status: 73, saying: "archives")
        }
    }

    @Test func `reports are written whole, beside each other`() throws {
        try withTree { built in
            let result = try BuiltProgram.audit(built, ["--report", "json=a.json", "--report", "text=b.txt"])
            #expect(result.status == 2)
            #expect(result.output == [])
            #expect(
                try ParsedReport(HostFiles.read(Array((built.folder + "/a.json").utf8))).list("artifacts").count > 20)
            let text = try String(contentsOfFile: built.folder + "/b.txt", encoding: .utf8)
            #expect(text.hasPrefix("debvouch "))
            let left = try FileManager.default.contentsOfDirectory(atPath: built.folder).filter { $0.hasSuffix(".tmp") }
            #expect(left == [])
        }
    }

    @Test func `a full standard output is 74, and one whose reader has gone is no failure`() throws {
        try withTree { built in
            let command = "'\(BuiltProgram.path)' audit --root tree --archives archives"
            let full = try Command.run("sh", ["-c", "\(command) > /dev/full"], in: built.folder)
            #expect(full.status == 74)
            #expect(full.errors.contains("standard output"))
            let gone = try Command.run("bash", ["-c", "\(command) | true; exit ${PIPESTATUS[0]}"], in: built.folder)
            #expect(gone.status == 2)
            #expect(gone.errors == "")
            let closed = try Command.run("sh", ["-c", "\(command) >&- 2>&- <&-"], in: built.folder)
            #expect((0...3).contains(closed.status) || closed.status == 74)
        }
    }
}
