import AuditModel
import AuditTestSupport
import HostEvidence
import Testing

@Suite struct `What starts programs` {
    private let interest = HistoryInterest(paths: ["/usr/local/bin/sweep"])

    private func mentions(_ yard: HistoryYard) throws -> [String] {
        try yard.read(interest).triggers.map {
            "\($0.position.text.plain) \(String(decoding: $0.line.bytes, as: UTF8.self))"
        }
    }

    @Test(arguments: [
        "/etc/crontab", "/etc/anacrontab", "/etc/cron.d/x", "/etc/cron.daily/x", "/var/spool/cron/crontabs/anna",
        "/etc/rc.local", "/etc/profile", "/etc/profile.d/x.sh", "/root/.bashrc", "/etc/systemd/system/x.service",
        "/etc/systemd/system/x.timer", "/etc/systemd/system/x.path", "/etc/systemd/system/x.service.d/y.conf",
        "/etc/systemd/system/multi-user.target.wants/x.service",
    ])
    func `a line that names a path is found`(path: String) throws {
        let yard = try HistoryYard()
        try yard.write(
            path, "one\nExecStart=-/usr/local/bin/sweep --all\n# /usr/local/bin/sweep\n/usr/local/bin/sweeper\n")
        #expect(try mentions(yard) == ["\(path):2 ExecStart=-/usr/local/bin/sweep --all"])
    }

    @Test(arguments: [
        "/etc/apt/apt.conf.d/x", "/etc/systemd/system/x.socket", "/etc/systemd/system/a/b/x.service", "/home/a/.bashrc",
    ])
    func `other files are left alone`(path: String) throws {
        let yard = try HistoryYard()
        try yard.write(path, "/usr/local/bin/sweep\n")
        #expect(try mentions(yard) == [])
    }

    @Test(arguments: ["/usr/local/bin/sweep", "../../usr/local/bin/sweep"])
    func `a link to a path of interest is found`(target: String) throws {
        let yard = try HistoryYard()
        try HostFiles.makeFolder(yard.path("/etc/cron.daily"))
        try HostFiles.makeLink(yard.path("/etc/cron.daily/x"), to: Array(target.utf8))
        #expect(try mentions(yard) == ["/etc/cron.daily/x:1 \(target)"])
    }

    @Test func `a file that is too large is a gap`() throws {
        let yard = try HistoryYard()
        try yard.write("/etc/cron.d/x", [UInt8](repeating: 0x20, count: 2 << 20))
        try yard.write("/etc/crontab", "* * * * * root /usr/local/bin/sweep")
        let history = try yard.read(interest)
        #expect(history.gaps.map(\.path) == ["/etc/cron.d/x"])
        #expect(history.triggers.count == 1)
    }

    @Test func `no more files are read than the limit allows`() throws {
        let yard = try HistoryYard()
        for name in ["a", "b", "c"] { try yard.write("/etc/cron.d/" + name, "/usr/local/bin/sweep\n") }
        var limits = HistoryLimits()
        limits.triggerFiles = 2
        let history = try yard.read(interest, limits: limits)
        #expect(history.limitLines.count == 1)
        #expect(history.triggers.count <= 2)
    }
}
