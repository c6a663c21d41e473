import AuditTestSupport
import Foundation
import Testing

/// `debvouch check` and `debvouch status`: what a night leaves behind.
@Suite struct `Scheduled checks` {
    private func withYard(_ more: String = "", _ body: (CheckYard) throws -> Void) throws {
        let yard = try CheckYard(more)
        defer { yard.built.remove() }
        try body(yard)
    }

    private func paths(_ ids: Any?, in report: ParsedReport) -> [String] {
        let wanted = Set(ids as? [String] ?? [])
        return report.list("findings").filter { wanted.contains($0["id"] as? String ?? "") }
            .map { $0["path"] as? String ?? "" }.sorted()
    }

    @Test func `three runs over a tree that changes tell exactly what is new and what is resolved`() throws {
        try withYard { yard in
            #expect(try yard.check().status == 2)
            let (first, one) = try yard.status()
            #expect(first == 2)
            #expect(one.document["verdict"] as? String == "unproven")
            #expect(one.document["previous"] == nil)

            try yard.plant("10one")
            try yard.plant("20two")
            #expect(try yard.check().status == 3)
            let (second, two) = try yard.status()
            #expect(second == 3)
            let planted = ["/etc/apt/apt.conf.d/10one", "/etc/apt/apt.conf.d/20two"]
            #expect(try paths(two.document["new"], in: ParsedReport(yard.latest())) == planted)
            #expect((two.document["resolved"] as? [String]) == [])
            let before = try ParsedReport(yard.latest())

            try yard.pull("10one")
            try yard.plant("30three")
            #expect(try yard.check().status == 3)
            let three = try yard.status().document
            #expect(
                try paths(three.document["new"], in: ParsedReport(yard.latest())) == ["/etc/apt/apt.conf.d/30three"])
            #expect(paths(three.document["resolved"], in: before) == ["/etc/apt/apt.conf.d/10one"])
            #expect(
                try paths(three.document["unchanged"], in: ParsedReport(yard.latest()))
                    .contains("/etc/apt/apt.conf.d/20two"))
            #expect(try yard.reports().count == 3)
        }
    }

    @Test func `reports are private, whole, and latest.json leads to the newest`() throws {
        try withYard("Report: html=report.html prometheus=debvouch.prom csv=findings.csv\n") { yard in
            #expect(try yard.check().status == 2)
            #expect(try yard.check().output.isEmpty)
            let reports = try yard.reports()
            #expect(
                try yard.names()
                    == (["debvouch.prom", "findings.csv", "latest.json", "report.html"] + reports).sorted())
            let newest = try #require(reports.last)
            #expect(try yard.latest() == HostFiles.read(Array("\(yard.state)/\(newest)".utf8)))
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: yard.state + "/latest.json") == newest)
            let modes = try Command.require("stat", ["-c", "%a", yard.state, "\(yard.state)/\(newest)"]).text
            #expect(modes == "700\n600\n")
            #expect(try ParsedReport(yard.latest()).list("artifacts").count > 20)
        }
    }

    @Test func `old reports go by number and by age, and the newest stays`() throws {
        try withYard("Keep-Reports: 3\nKeep-Days: 30\n") { yard in
            for _ in 0..<5 { #expect(try yard.check().status == 2) }
            #expect(try yard.reports().count == 3)
            let old = "report-20200101T000000.000000Z.json"
            try HostFiles.write(try yard.latest(), to: Array("\(yard.state)/\(old)".utf8))
            try yard.configure("Keep-Reports: 30\nKeep-Days: 30\n")
            #expect(try yard.check().status == 2)
            #expect(try yard.reports().count == 4)
            #expect(try !yard.reports().contains(old))
            try HostFiles.write(Array("mine\n".utf8), to: Array("\(yard.state)/report-mine.json".utf8))
            try yard.configure("Keep-Reports: 1\n")
            #expect(try yard.check().status == 2)
            #expect(try yard.reports().count == 2)
            #expect(try yard.reports().contains("report-mine.json"))
        }
    }

    @Test func `a report of a clock that ran ahead is not taken for the last one`() throws {
        try withYard { yard in
            #expect(try yard.check().status == 2)
            let ahead = Array("\(yard.state)/report-29990101T000000.000000Z.json".utf8)
            try HostFiles.write(try yard.latest(), to: ahead)
            try yard.plant("10one")
            #expect(try yard.check().status == 3)
            #expect((try yard.status().document.document["new"] as? [String])?.count == 1)
            #expect(try yard.check().status == 3)
            let (_, status) = try yard.status()
            #expect((status.document["new"] as? [String]) == [])
        }
    }

    @Test func `the policy is that of the configuration`() throws {
        try withYard { yard in
            try yard.plant("10one")
            #expect(try yard.check().status == 3)
            try yard.configure("Fail-On: critical\n")
            #expect(try yard.check().status == 2)
            try yard.configure("Fail-On: none\nRequire: signed\n")
            #expect(try yard.check().status == 2)
            let run = try ParsedReport(yard.latest()).document["run"] as? [String: Any]
            #expect(run?["require"] as? String == "signed")
            #expect(run?["fail_on"] as? String == "none")
        }
    }

    @Test func `drop-ins add to the file, in the order of their names`() throws {
        try withYard("Fail-On: none\n") { yard in
            try yard.plant("10one")
            let folder = yard.built.folder + "/conf.d"
            try HostFiles.makeFolder(Array(folder.utf8))
            try HostFiles.write(Array("Fail-On: critical\n".utf8), to: Array("\(folder)/10.conf".utf8))
            try HostFiles.write(Array("Fail-On: low\n".utf8), to: Array("\(folder)/20.conf".utf8))
            try HostFiles.write(Array("nonsense".utf8), to: Array("\(folder)/30.conf.dpkg-old".utf8))
            #expect(try yard.check().status == 3)
            try HostFiles.write(Array("\nFail-Onn: low\n".utf8), to: Array("\(folder)/20.conf".utf8))
            let result = try yard.check()
            #expect(result.status == 78)
            #expect(result.errors.contains("conf.d/20.conf:2: Fail-Onn: there is no such field"), "\(result.errors)")
        }
    }

    @Test func `a configuration that is not there is 78 where it was named`() throws {
        try withYard { yard in
            let result = try BuiltProgram.run(
                ["check", "--config", "/nowhere/debvouch.conf", "--state-directory", yard.state])
            #expect(result.status == 78)
            #expect(result.errors.contains("/nowhere/debvouch.conf"))
            #expect(!HostFiles.exists(Array(yard.state.utf8)))
        }
    }

    @Test func `another tree can be named, and the service manager's folder counts`() throws {
        try withYard { yard in
            let other = try CheckYard()
            defer { other.built.remove() }
            try other.plant("10one")
            let result = try Command.run(
                BuiltProgram.path, ["check", "--config", yard.config, "--root", other.built.tree],
                environment: ["STATE_DIRECTORY": yard.state + ":/nowhere"])
            #expect(result.status == 3, "\(result.errors)")
            #expect(try yard.reports().count == 1)
        }
    }

    @Test func `status without any run is 66`() throws {
        let result = try BuiltProgram.run(["status", "--state-directory", "/nowhere"])
        #expect(result.status == 66)
        #expect(result.errors.contains("no check has left a report in /nowhere"))
    }

    @Test(
        arguments: [
            ("\"2026-01-01T9223372036854775807:00:00.000000000Z\"", "0", Int32(0)),
            ("\"9999999999999999999999-01-01\"", "3", 3), ("\"\"", "null", 0),
            ("\"@-9223372036854775808\"", "255", 255),
            ("\"2026-01-01T00:00:00.000000000Z\"", "4294967295", 66),
            ("\"2026-01-01T00:00:00.000000000Z\"", "2147483648", 66),
        ])
    func `status survives whatever a saved report says`(finished: String, status: String, expected: Int32) throws {
        let folder = try TestFolders.make("state")
        let report = """
            {"schema_version": "1.0", "run": {"finished": \(finished), "exit_status": \(status)}, "host": {"root": "/"},
             "summary": {"verdict": "clean"}, "findings": [], "artifacts": []}
            """
        try HostFiles.write(Array(report.utf8), to: Array("\(folder)/report-20260101T000000.000000Z.json".utf8))
        for format in ["text", "json"] {
            let result = try BuiltProgram.run(["status", "--state-directory", folder, "--format", format])
            #expect(result.status == expected, "\(format): \(result.errors)")
        }
    }

    @Test func `status names what is new for a person`() throws {
        try withYard { yard in
            #expect(try yard.check().status == 2)
            try yard.plant("10one")
            #expect(try yard.check().status == 3)
            let result = try BuiltProgram.run(["status", "--state-directory", yard.state])
            #expect(result.text.hasPrefix("VERDICT  FINDINGS\n"))
            #expect(result.text.contains("new high apt-conf-executes /etc/apt/apt.conf.d/10one"), "\(result.text)")
        }
    }

    @Test func `an exception silences what it pins, and status names it when it ends soon`() throws {
        try withYard { yard in
            try yard.plant("10one")
            #expect(try yard.check().status == 3)
            let hook = "/etc/apt/apt.conf.d/10one"
            let digest = try Command.require("sha256sum", [yard.built.tree + hook]).text.prefix(64)
            let end = Date(timeIntervalSinceNow: 3 * 86_400).formatted(.iso8601.year().month().day())
            let exceptions = """
                {"version": 1, "exceptions": [{"id": "quay-7", "scope": "disk", "reason": "ours", "owner": "ops",
                 "expires": "\(end)", "all": [{"field": "file.path", "is": "\(hook)"},
                 {"field": "file.hash.sha256", "is": "\(digest)"}]}]}
                """
            let file = yard.built.folder + "/exceptions.json"
            try HostFiles.write(Array(exceptions.utf8), to: Array(file.utf8))
            try yard.configure("Exceptions: \(file)\n")
            #expect(try yard.check().status == 2)
            let (status, report) = try yard.status()
            #expect(status == 2)
            #expect((report.document["resolved"] as? [String])?.count == 1)
            #expect(report.list("expiring_exceptions").map { $0["id"] as? String } == ["quay-7"])
            let text = try BuiltProgram.run(["status", "--state-directory", yard.state]).text
            #expect(text.contains("exception quay-7 ends \(end.prefix(4))"), "\(text)")
            try HostFiles.write(Array("{}".utf8), to: Array(file.utf8))
            #expect(try yard.check().status == 78)
            #expect(try yard.status().document.document["unfinished"] as? String != nil)
        }
    }
}
