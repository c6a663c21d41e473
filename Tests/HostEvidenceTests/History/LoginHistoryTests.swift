import AuditModel
import AuditTestSupport
import HostEvidence
import Testing

@Suite struct `History of logins` {
    private static let nine = HistoryYard.may(9).seconds
    private let interest = HistoryInterest(windows: [HistoryYard.window(9, 10)])

    @Test func `sessions that touch a window are kept, across rotations`() throws {
        let yard = try HistoryYard()
        let older: [WtmpEntry] = [
            .boot(1_000), .login("anna", "pts/0", from: "192.0.2.7", processID: 40, Self.nine - 80_000),
            .login("carl", "pts/1", Self.nine - 80_000), .logout("pts/1", Self.nine - 70_000),
        ]
        let newer: [WtmpEntry] = [
            .logout("pts/0", Self.nine + 60), .login("bert", "tty1", Self.nine + 120), .shutdown(Self.nine + 600),
            .boot(Self.nine + 700), .login("dora", "tty1", Self.nine + 7_200),
        ]
        try yard.write("/var/log/wtmp.1", older.flatMap { $0.bytes() })
        try yard.write("/var/log/wtmp", newer.flatMap { $0.bytes() })
        let history = try yard.read(interest)
        #expect(
            history.lines == [
                "anna pts/0 192.0.2.7", "bert tty1", "shutdown ~ 6.1.0-18-amd64", "reboot ~ 6.1.0-18-amd64",
            ])
        let ends = history.records.map { record -> Int64? in
            guard case .login(let login) = record.kind else { return nil }
            return login.end.map { $0.seconds - Self.nine }
        }
        #expect(ends == [60, 600, nil, nil])
        #expect(history.records.first?.position == SourcePosition(file: "/var/log/wtmp.1", line: 2))
        #expect(history.gaps == [])
    }

    @Test func `failed logins inside a window are kept`() throws {
        let yard = try HistoryYard()
        let entries = [Self.nine - 9, Self.nine + 9].map {
            WtmpEntry(type: 6, user: "root", line: "ssh:notty", host: "192.0.2.9", processID: 7, time: $0)
        }
        try yard.write("/var/log/btmp", entries.flatMap { $0.bytes(isWide: true) })
        let history = try yard.read(interest)
        #expect(
            history.records.map(\.kind) == [
                .failedLogin(Login(user: "root", line: "ssh:notty", host: "192.0.2.9", processID: 7))
            ])
    }

    @Test func `bogus records and a cut one are told`() throws {
        let yard = try HistoryYard()
        let bytes = WtmpEntry.login("anna", "pts/0", -5).bytes() + WtmpEntry.login("bert", "pts/1", Self.nine).bytes()
        try yard.write("/var/log/wtmp", bytes + [7, 0, 0])
        let history = try yard.read(interest)
        #expect(history.lines == ["bert pts/1"])
        #expect(
            history.gapLines.sorted() == [
                "/var/log/wtmp: 1 bogus record", "/var/log/wtmp: its last record is cut short",
            ])
    }

    @Test func `a link where a log should be is a gap`() throws {
        let yard = try HistoryYard()
        try HostFiles.makeFolder(yard.path("/var/log"))
        try HostFiles.makeLink(yard.path("/var/log/wtmp"), to: Array("/dev/null".utf8))
        #expect(
            try yard.read(interest).gapLines == [
                "/var/log/wtmp: a symbolic link stands where a regular file should be"
            ])
    }

    @Test func `last reads the same sessions from the bytes that these tests make`() throws {
        let yard = try HistoryYard()
        let entries: [WtmpEntry] = [
            .boot(Self.nine), .login("anna", "pts/0", Self.nine + 60), .logout("pts/0", Self.nine + 660),
        ]
        try yard.write("/var/log/wtmp", entries.flatMap { $0.bytes() })
        let text = try Command.require(
            "last", ["-F", "-f", yard.tree + "/var/log/wtmp", "anna"], environment: ["TZ": "UTC"]
        ).text
        #expect(text.contains("Wed May  1 09:01:00 2024 - Wed May  1 09:11:00 2024"))
        let history = try yard.read(interest)
        guard case .login(let login)? = history.records.last?.kind else {
            Issue.record("no login")
            return
        }
        #expect(history.records.last?.time?.seconds == Self.nine + 60 && login.end?.seconds == Self.nine + 660)
    }
}
