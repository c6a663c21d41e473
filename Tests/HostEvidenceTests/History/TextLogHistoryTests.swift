import AuditModel
import AuditTestSupport
import HostEvidence
import Testing

@Suite struct `History of sessions and commands` {
    private static let auth = """
        2024-05-01T08:59:00.000000+00:00 bench sshd[40]: Accepted publickey for anna from 192.0.2.7 port 9 ssh2
        2024-05-01T09:10:00.000000+00:00 bench sudo: anna : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/tee /etc/x
        2024-05-01T09:11:00.000000+00:00 bench sshd[41]: Accepted publickey for bert from 192.0.2.8 port 9 ssh2
        2024-05-01T09:12:00.000000+00:00 bench sshd[41]: Connection closed
        2024-05-01T09:13:00.000000+00:00 bench passwd[42]: password changed for bert
        2024-05-01T20:00:00.000000+00:00 bench sudo: bert : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/rm /etc/x

        """

    @Test func `sessions inside a window and lines that name something are kept`() throws {
        let yard = try HistoryYard()
        try yard.write("/var/log/auth.log", Self.auth)
        let history = try yard.read(
            HistoryInterest(paths: ["/etc/x"], processIDs: [42], windows: [HistoryYard.window(9, 10)]))
        #expect(history.records.map(\.position.line) == [2, 3, 5, 6])
        #expect(
            history.records.map(\.kind) == [
                .session(program: "sudo"), .session(program: "sshd"), .mention, .session(program: "sudo"),
            ])
        #expect(history.records.map(\.subjects) == [[.path("/etc/x")], [], [.processID(42)], [.path("/etc/x")]])
        #expect(history.gaps == [] && history.limits == [])
    }

    @Test func `stamps without year get theirs from the file's mtime`() throws {
        let yard = try HistoryYard()
        // 2 January 2024, noon.
        try yard.write(
            "/var/log/syslog",
            "Dec 31 23:59:00 bench CRON[9]: (root) CMD (/etc/x)\nJan  1 00:01:00 bench x[1]: started /etc/x\n",
            modified: 1_704_196_800)
        try yard.write("/var/log/syslog.1", "Dec 24 10:00:00 bench x[1]: wrote /etc/x\n", tool: "gzip")
        try HostFiles.setTime(1_703_500_000, of: yard.path("/var/log/syslog.1.gz"))
        let history = try yard.read(HistoryInterest(paths: ["/etc/x"]))
        #expect(
            history.records.map(\.time?.seconds) == [1_703_412_000, 1_704_067_140, 1_704_067_260])
        #expect(history.records.map(\.source) == [.syslog, .syslog, .syslog])
    }

    @Test func `a file of several years is read a second time, with its own years`() throws {
        let yard = try HistoryYard()
        let text = (0..<4).flatMap { _ in ["Mar  1 10:00:00", "Jun  1 10:00:00", "Nov  1 10:00:00"] }
            .map { $0 + " bench x[1]: /etc/x\n" }.joined()
        try yard.write("/var/log/syslog", text, modified: 1_730_455_300)
        let history = try yard.read(HistoryInterest(paths: ["/etc/x"]))
        #expect(history.records.count == 12)
        #expect(history.records.first?.time == Timestamp(seconds: 1_614_592_800))
        #expect(history.records.last?.time == Timestamp(seconds: 1_730_455_200))
        #expect(history.logs.count == 1)
    }

    @Test func `every record of an audit event is kept where one names something`() throws {
        let yard = try HistoryYard()
        try yard.write(
            "/var/log/audit/audit.log",
            """
            type=SYSCALL msg=audit(1714554000.100:7): arch=c000003e a0=7f pid=50 exe="/usr/bin/tee"
            type=SYSCALL msg=audit(1714554000.100:8): arch=c000003e a0=7f pid=51 exe="/usr/bin/cat"
            type=CWD msg=audit(1714554000.100:7): cwd="/root"
            type=PATH msg=audit(1714554000.100:7): item=0 name=2F6574632F6120622E636F6E66
            type=PATH msg=audit(1714554000.100:8): item=0 name="/etc/other"
            type=EOE msg=audit(1714554000.100:7):
            type=USER_AUTH msg=audit(1714554001.100:9): pid=52 msg='op=x exe="/usr/sbin/sshd"'

            """)
        let history = try yard.read(HistoryInterest(paths: ["/etc/a b.conf"]))
        #expect(history.records.map(\.position.line) == [1, 3, 4, 6])
        #expect(history.records.map(\.subjects) == [[], [], [.path("/etc/a b.conf")], []])
        let window = TimeWindow(start: Timestamp(seconds: 1_714_554_000), end: Timestamp(seconds: 1_714_554_002))
        let byProcess = try yard.read(HistoryInterest(processIDs: [52], windows: [window]))
        #expect(byProcess.records.map(\.position.line) == [7])
        let elsewhere = try yard.read(HistoryInterest(processIDs: [52], windows: [HistoryYard.window(1, 2)]))
        #expect(elsewhere.records == [])
    }

    @Test func `a tree with a journal alone says what that hides`() throws {
        let yard = try HistoryYard()
        try HostFiles.makeFolder(yard.path("/var/log/journal"))
        let interest = HistoryInterest(paths: ["/etc/x"])
        let limit = "journal only: login and cron lines of the journal are not read"
        #expect(try yard.read(interest).limitLines == [limit])
        try yard.write("/var/log/syslog", "")
        #expect(try yard.read(interest).limitLines == [])
    }

    @Test func `without logs there is nothing to say`() throws {
        let yard = try HistoryYard()
        let history = try yard.read(
            HistoryInterest(paths: ["/etc/x"], packages: ["tidy"], windows: [HistoryYard.window(1, 2)]))
        #expect(history.records == [] && history.gaps == [] && history.limits == [] && history.zone == nil)
    }
}
