import AuditTestSupport
import Foundation
import Testing

/// What the journal gets, from a socket that stands in for journald's.
@Suite struct `Entries for the journal` {
    /// Runs programs while it takes datagrams at journald's address, and prints each as an object.
    private static let listener = """
        import json, os, socket, subprocess, sys, threading
        os.makedirs("/run/systemd/journal")
        server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        server.bind("/run/systemd/journal/socket")
        entries = []
        def take():
            while True:
                data = server.recv(1 << 20)
                if data == b"end": return
                entries.append(dict(line.split("=", 1) for line in data.decode().splitlines()))
        thread = threading.Thread(target=take)
        thread.start()
        done = subprocess.run(sys.argv[1:], capture_output=True)
        client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        client.sendto(b"end", "/run/systemd/journal/socket")
        thread.join()
        print(json.dumps({"status": done.returncode, "errors": done.stderr.decode(), "entries": entries}))
        """

    private func entries(_ yard: CheckYard) throws -> (entries: [[String: String]], document: [String: Any]) {
        let mount = "mount -t tmpfs tmpfs /run && exec python3 -c \"$@\""
        let result = try Command.require(
            "unshare", ["--mount", "sh", "-c", mount, "sh", Self.listener, BuiltProgram.path] + yard.command,
            in: yard.built.folder)
        let document = try ParsedReport(result.output).document
        return (document["entries"] as? [[String: String]] ?? [], document)
    }

    @Test func `each finding is one entry with its fields, and the run is one`() throws {
        let yard = try CheckYard()
        defer { yard.built.remove() }
        _ = try yard.check()
        try yard.plant("10one")
        try yard.plant("20two\n\u{202E}")
        let (entries, document) = try entries(yard)
        #expect(document["status"] as? Int == 3)
        #expect(document["errors"] as? String == "")
        let findings = entries.filter { $0["DEBVOUCH_FINDING_ID"] != nil }
        #expect(try findings.count == ParsedReport(yard.latest()).list("findings").count)
        let new = findings.filter { $0["DEBVOUCH_STATE"] == "new" }
        let paths = ["/etc/apt/apt.conf.d/10one", "/etc/apt/apt.conf.d/20two\\x0A\\u{202E}"]
        #expect(new.compactMap { $0["DEBVOUCH_PATH"] }.sorted() == paths)
        let executing = try #require(new.first { $0["DEBVOUCH_PATH"] == paths[0] })
        #expect(executing["DEBVOUCH_CHECK"] == "apt-conf-executes")
        #expect(executing["DEBVOUCH_SEVERITY"] == "high")
        #expect(executing["MESSAGE"]?.hasPrefix("new high /etc/apt/apt.conf.d/10one: ") == true)
        #expect(executing["MESSAGE_ID"]?.count == 32)
        #expect(executing["PRIORITY"] == "3")
        let summaries = entries.filter { $0["DEBVOUCH_VERDICT"] != nil }
        #expect(summaries.count == 1)
        #expect(summaries.first?["DEBVOUCH_NEW"] == "2")
        #expect(summaries.first?["DEBVOUCH_EXIT_STATUS"] == "3")
        #expect(summaries.first?["MESSAGE_ID"] != executing["MESSAGE_ID"])

        try yard.pull("10one")
        let after = try self.entries(yard).entries
        #expect(after.filter { $0["DEBVOUCH_STATE"] == "resolved" }.count == 1)
    }

    @Test func `without a journal the same lines go to standard error`() throws {
        let yard = try CheckYard()
        defer { yard.built.remove() }
        try yard.plant("10one")
        let result = try Command.run(
            "unshare",
            ["--mount", "sh", "-c", "mount -t tmpfs tmpfs /run && exec \"$@\"", "sh", BuiltProgram.path] + yard.command)
        #expect(result.status == 3)
        #expect(result.errors.contains("new high /etc/apt/apt.conf.d/10one: "), "\(result.errors)")
        #expect(result.errors.contains("debvouch: findings: Found: "), "\(result.errors)")
        #expect(result.output.isEmpty)
    }
}
