import AuditTestSupport
import Foundation
import Testing

/// Checks that die, cannot write, or meet another one: the old report stays whole and something says what happened.
@Suite struct `Scheduled checks that fail` {
    private func withYard(_ body: (CheckYard) throws -> Void) throws {
        let yard = try CheckYard()
        defer { yard.built.remove() }
        try body(yard)
    }

    @Test func `a check that was killed leaves the old report, and the next one says so`() throws {
        try withYard { yard in
            #expect(try yard.check().status == 2)
            let (before, names) = (try yard.latest(), try yard.names())
            // Nobody writes into the FIFO, so the check waits there in the middle of its work.
            let fifo = yard.built.folder + "/events"
            try HostFiles.makeFIFO(Array(fifo.utf8))
            try yard.configure("Events: \(fifo)\n")
            let process = Process()
            process.executableURL = URL(filePath: BuiltProgram.path)
            process.arguments = yard.command
            process.standardError = FileHandle.nullDevice
            try process.run()
            try Self.wait { try HostFiles.read(Array((yard.state + "/lock").utf8)).starts(with: "begun".utf8) }
            #expect(try BuiltProgram.run(["status", "--state-directory", yard.state]).text.contains("a check runs"))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            try HostFiles.write(Array("half a rep".utf8), to: Array("\(yard.state)/.debvouch.1.2.tmp".utf8))

            #expect(try yard.latest() == before)
            #expect(try yard.names() == ([".debvouch.1.2.tmp"] + names).sorted())
            let told = try yard.status().document.document["unfinished"] as? String ?? ""
            #expect(told.hasPrefix("begun 20"))
            try yard.configure("")
            let next = try yard.check()
            #expect(next.status == 2)
            #expect(next.errors.contains("an earlier check did not come to its end"), "\(next.errors)")
            #expect(try yard.names().count == names.count + 1)
            #expect(try yard.status().document.document["unfinished"] == nil)
        }
    }

    private static func wait(until isReady: () throws -> Bool) throws {
        for _ in 0..<600 {
            if (try? isReady()) == true { return }
            usleep(50_000)
        }
        try #require(try isReady(), "the check did not begin")
    }

    @Test func `a second check is 75`() throws {
        try withYard { yard in
            #expect(try yard.check().status == 2)
            let result = try Command.run("flock", [yard.state + "/lock", BuiltProgram.path] + yard.command)
            #expect(result.status == 75)
            #expect(result.errors.contains("another check is using the state directory"))
            #expect(try yard.reports().count == 1)
        }
    }

    @Test func `a state directory that others can change, or that cannot be made, is 73`() throws {
        try withYard { yard in
            try HostFiles.makeFolder(Array(yard.state.utf8))
            try HostFiles.setMode(0o777, of: Array(yard.state.utf8))
            let open = try yard.check()
            #expect(open.status == 73)
            #expect(open.errors.contains("can be changed by others"))
            #expect(try yard.names().isEmpty)
            let nowhere = try BuiltProgram.run(
                ["check", "--config", yard.config, "--state-directory", yard.built.folder + "/no/where"])
            #expect(nowhere.status == 73)
        }
    }

    /// A state directory on a small file system of its own, in a mount namespace of its own.
    private func onSmallDisk(_ yard: CheckYard, _ script: String) throws -> CommandResult {
        try HostFiles.makeFolder(Array(yard.state.utf8))
        let text = """
            set -e
            mount -t tmpfs -o size=4m,mode=0700 tmpfs "$STATE"
            check() { "$PROGRAM" check --config "$CONFIG" --state-directory "$STATE" || echo "status $?"; }
            check
            cp "$STATE/latest.json" "$STATE/../before"
            \(script)
            check
            cmp "$STATE/latest.json" "$STATE/../before" && echo same
            ls -A "$STATE"
            "$PROGRAM" status --state-directory "$STATE" | grep note || true
            """
        return try Command.run(
            "unshare", ["--mount", "sh", "-c", text], in: yard.built.folder,
            environment: ["PROGRAM": BuiltProgram.path, "CONFIG": yard.config, "STATE": yard.state])
    }

    @Test func `on a full disk the old report stays, the status is 74, and the findings are told all the same`() throws
    {
        try withYard { yard in
            try yard.plant("10one")
            let result = try onSmallDisk(yard, "dd if=/dev/zero of=\"$STATE/fill\" 2>/dev/null || true")
            #expect(result.text.contains("status 3\n"), "\(result.text)\(result.errors)")
            #expect(result.text.contains("status 74\nsame\n"), "\(result.text)\(result.errors)")
            #expect(!result.text.contains(".tmp"))
            #expect(result.errors.contains("No space left on device"), "\(result.errors)")
            #expect(result.text.contains("did not come to its end: failed, begun 20"), "\(result.text)")
        }
    }

    @Test func `a read-only state directory is 73 and keeps what it has`() throws {
        try withYard { yard in
            let result = try onSmallDisk(yard, "mount -o remount,ro \"$STATE\"")
            #expect(result.text.contains("status 73\nsame\n"), "\(result.text)\(result.errors)")
            #expect(result.errors.contains("Read-only file system"), "\(result.errors)")
        }
    }
}
