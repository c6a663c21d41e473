import AuditModel
import AuditTestSupport
import Foundation
import Glibc
import HostEvidence
import Testing
import TreeReading

/// These read the machine that runs the tests, and look only for a process of their own.
@Suite struct `Running processes` {
    /// Runs a copy of sleep from a folder of its own while `body` looks.
    private func withSleeper(_ body: (_ folder: String, _ number: Int) throws -> Void) throws {
        let folder = try TestFolders.make("process")
        try Command.require("cp", ["/usr/bin/sleep", folder + "/sleeper"])
        try HostFiles.write([], to: Array((folder + "/600").utf8))
        let process = Process()
        process.executableURL = URL(filePath: folder + "/sleeper")
        process.arguments = ["600"]
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            // Not SIGTERM: the threads of the tests block it, and a child inherits that.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        // The child is a copy of this process until it has started its own program.
        let own = Array((folder + "/sleeper").utf8)
        for _ in 0..<2_000
        where (try? HostFiles.linkTarget(Array("/proc/\(process.processIdentifier)/exe".utf8))) != own {
            usleep(1_000)
        }
        try body(folder, Int(process.processIdentifier))
    }

    private func processes(_ interest: HistoryInterest) throws -> [RunningProcess] {
        let tree = try HostTree(root: Array("/".utf8))
        // No window and no log byte: the logs of this machine are nobody's business here.
        var limits = Limits()
        limits.history.logBytes = 0
        return HistoryReader.read(tree: tree, interest: interest, limits: limits).processes
    }

    @Test func `a program of interest is found with its words, parent and start`() throws {
        try withSleeper { folder, number in
            let path = HostPath((folder + "/sleeper").utf8)
            let before = Int64(Date().timeIntervalSince1970)
            let found = try #require(try processes(HistoryInterest(paths: [path])).first { $0.processID == number })
            #expect(found.reasons.contains(.executable(path)))
            #expect(found.executable == path.text)
            #expect(found.commandLine.last == "600")
            #expect(found.parentID == Int(getpid()) && found.uid == getuid())
            let started = try #require(found.started).seconds
            #expect((0...120).contains(before - started + 60))
        }
    }

    @Test func `a deleted program, a relative argument and a folder are found`() throws {
        try withSleeper { folder, number in
            try FileManager.default.removeItem(atPath: folder + "/sleeper")
            let program = HostPath((folder + "/sleeper").utf8)
            let argument = HostPath((folder + "/600").utf8)
            let place = HostPath(folder.utf8)
            let interest = HistoryInterest(paths: [program, argument, place])
            let found = try #require(try processes(interest).first { $0.processID == number })
            #expect(
                Set(found.reasons).isSuperset(of: [
                    .deletedExecutable(program), .argument(argument), .workingFolder(place),
                ]))
        }
    }

    @Test func `a number of interest is found, and nothing else`() throws {
        try withSleeper { _, number in
            let found = try processes(HistoryInterest(processIDs: [number]))
            #expect(found.map(\.processID) == [number] && found.map(\.reasons) == [[.processID]])
            #expect(try processes(HistoryInterest(paths: ["/nonexistent"])) == [])
        }
    }

    @Test func `a tree that does not run has no processes`() throws {
        let yard = try HistoryYard()
        try yard.write("/proc/1/cmdline", "/etc/x")
        #expect(try yard.read(HistoryInterest(paths: ["/etc/x"])).processes == [])
    }
}
