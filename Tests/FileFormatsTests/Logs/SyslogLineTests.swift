import AuditModel
import FileFormats
import Testing

@Suite struct `Lines of syslog` {
    private func line(_ text: String) throws -> SyslogLine {
        try #require(SyslogLine(Array(text.utf8)[...]), "\(text)")
    }

    @Test(arguments: [
        ("2024-05-01T12:00:00.123456+02:00", 1_714_557_600, 123_456_000),
        ("2024-05-01T12:00:00.5-03:30", 1_714_577_400, 500_000_000),
        ("2024-05-01T12:00:00Z", 1_714_564_800, 0), ("2024-02-29T23:59:60+00:00", 1_709_251_200, 0),
    ])
    func `a stamp with its zone is a moment`(stamp: String, seconds: Int64, nanoseconds: UInt32) throws {
        let line = try line(stamp + " bench sshd[412]: Accepted publickey for anna")
        guard case .absolute(let time) = line.stamp else {
            Issue.record("\(stamp) is not absolute")
            return
        }
        #expect(time == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
        #expect(UntrustedText(line.program) == "sshd")
        #expect(line.processID == 412)
        #expect(UntrustedText(line.message) == "Accepted publickey for anna")
    }

    @Test func `a stamp without year keeps its parts`() throws {
        let line = try line("May  1 09:08:07 bench CRON[77]: (root) CMD (/usr/local/bin/sweep)")
        guard case .yearless(let month, let day, let clock) = line.stamp else {
            Issue.record("it has a year")
            return
        }
        #expect([month, day, clock] == [5, 1, 32_887])
        #expect(UntrustedText(line.program) == "CRON")
    }

    @Test func `a program without number, and a line without program`() throws {
        let kernel = try line("Dec 31 23:59:59 bench kernel: [12.5] usb 1-1: new device")
        #expect(UntrustedText(kernel.program) == "kernel" && kernel.processID == nil)
        #expect(UntrustedText(kernel.message) == "[12.5] usb 1-1: new device")
        #expect(try line("Dec 31 23:59:59 bench").program.isEmpty)
        #expect(try line("Dec 31 23:59:59 bench x[99999999999999999999]: y").processID == nil)
    }

    @Test(arguments: [
        "", "x", "May", "May  1", "Mai  1 09:08:07 bench x: y", "May 32 09:08:07 bench x: y",
        "May  1 24:08:07 bench x: y", "2024-05-01T12:00:00", "2024-05-01T12:00:00.", "2024-05-01T12:00:00.x bench",
        "2024-05-01T12:00:00+0200 bench", "2024-13-01T12:00:00Z bench", "9999999999999999999999999999",
    ])
    func `a line without a time is none`(text: String) {
        #expect(SyslogLine(Array(text.utf8)[...]) == nil)
    }

    @Test func `zero bytes of a crash are passed over`() throws {
        let bytes = [UInt8](repeating: 0, count: 4_000) + Array("May  1 09:08:07 bench x[1]: y".utf8)
        #expect(SyslogLine(bytes[...])?.processID == 1)
    }

    @Test(arguments: [
        ("sshd[4]: Accepted password for anna from 192.0.2.7 port 1 ssh2", true),
        ("sshd-session[4]: Accepted publickey for anna", true),
        ("sshd[4]: Failed password for anna", false),
        ("sudo: anna : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/id", true),
        ("sudo: anna : command not allowed", false),
        ("su[9]: (to root) anna on pts/1", true),
        ("su: pam_unix(su:session): session opened for user root(uid=0) by anna(uid=1000)", true),
        ("CRON[9]: (root) CMD (test -x /usr/sbin/anacron)", true),
        ("CRON[9]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)", false),
        ("systemd-logind[1]: New session 4 of user anna.", true),
        ("systemd-logind[1]: Removed session 4.", false),
        ("kernel: Accepted COMMAND= CMD ( session opened for user", false),
    ])
    func `sessions and commands are told from the rest`(text: String, begins: Bool) throws {
        #expect(try line("May  1 09:08:07 bench " + text).beginsSession == begins)
    }
}

@Suite struct `Years of syslog` {
    /// The years that stamps of month and day at noon get, beginning with `start`.
    private func years(_ days: [(Int64, Int64)], modified: (Int64, Int64, Int64), start: Int64? = nil) -> (
        years: [Int64], corrected: Int64?
    ) {
        let mtime = CivilDate.days(year: modified.0, month: modified.1, day: modified.2) * 86_400 + 43_200
        var year = SyslogYear(modified: Timestamp(seconds: mtime), zone: .utc, startYear: start)
        let years = days.map { month, day in
            CivilDate.date(days: year.time(month: month, day: day, clock: 43_200).seconds / 86_400).year
        }
        return (years, year.correctedStart)
    }

    @Test func `a file of this year`() {
        #expect(years([(3, 1), (3, 2), (5, 9)], modified: (2024, 5, 9)).years == [2024, 2024, 2024])
    }

    @Test func `the year turns inside the file`() {
        let read = years([(12, 30), (12, 31), (1, 1), (1, 5)], modified: (2025, 1, 5))
        #expect(read.years == [2024, 2024, 2025, 2025])
        #expect(read.corrected == nil)
    }

    @Test func `a file of last year that was touched no more`() {
        #expect(years([(11, 2), (12, 30)], modified: (2024, 12, 30)).years == [2024, 2024])
        #expect(years([(11, 2), (12, 30)], modified: (2025, 2, 1)).years == [2024, 2024])
    }

    @Test func `a line that comes late stays in the old year, and the new year goes on`() {
        let days: [(Int64, Int64)] = [(12, 30), (12, 31), (1, 1), (12, 31), (1, 1), (6, 1), (12, 20)]
        let read = years(days, modified: (2025, 12, 20))
        #expect(read.years == [2024, 2024, 2025, 2024, 2025, 2025, 2025])
        #expect(read.corrected == nil)
    }

    @Test func `a clock that starts wrong is no new year`() {
        let read = years([(11, 19), (1, 1), (11, 19), (11, 20)], modified: (2024, 11, 20))
        #expect([read.years[0], read.years[2], read.years[3]] == [2024, 2024, 2024])
        #expect(read.corrected == nil)
    }

    @Test func `lines that step back a little stay in their year`() {
        #expect(years([(6, 10), (6, 9), (6, 11)], modified: (2024, 6, 11)).years == [2024, 2024, 2024])
    }

    @Test(arguments: 1...9)
    func `a file of several years is dated from its end`(turns: Int64) {
        var days: [(Int64, Int64)] = [(7, 1)]
        for _ in 0..<turns { days += [(9, 1), (12, 1), (3, 1), (6, 1)] }
        let first = years(days, modified: (2026, 6, 5))
        let start = first.corrected ?? 2025
        #expect(start == 2026 - turns)
        let second = years(days, modified: (2026, 6, 5), start: start)
        #expect(second.years.last == 2026)
        #expect(second.corrected == nil)
    }

    @Test(arguments: [Int64.min, -1, 0, .max])
    func `an impossible mtime is survived`(seconds: Int64) {
        var year = SyslogYear(modified: Timestamp(seconds: seconds), zone: .utc)
        for month: Int64 in [12, 1, 6, 2] { _ = year.time(month: month, day: 29, clock: 0) }
        #expect(year.correctedStart ?? 0 <= 1 << 40)
    }
}
