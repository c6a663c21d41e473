import AuditModel
import AuditTestSupport
import HostEvidence
import Testing
import TreeReading

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
        "/etc/systemd/system/multi-user.target.wants/x.service", "/etc/systemd/system/x.socket",
        "/usr/lib/systemd/system/x.service", "/lib/systemd/system/x.service", "/run/systemd/transient/x.service",
        "/usr/local/lib/systemd/system/x.service.d/y.conf", "/etc/systemd/user/x.service", "/etc/init.d/x",
        "/home/anna/.config/systemd/user/x.service", "/home/anna/.bashrc", "/root/.config/systemd/user/x.timer",
        "/var/spool/cron/atjobs/a1", "/etc/udev/rules.d/x.rules", "/etc/network/if-up.d/x",
    ])
    func `a line that names a path is found`(path: String) throws {
        let yard = try HistoryYard()
        try yard.write(
            path, "one\nExecStart=-/usr/local/bin/sweep --all\n# /usr/local/bin/sweep\n/usr/local/bin/sweeper\n")
        #expect(try mentions(yard) == ["\(path):2 ExecStart=-/usr/local/bin/sweep --all"])
    }

    @Test(arguments: [
        "/etc/apt/apt.conf.d/x", "/etc/systemd/system/x.target", "/etc/systemd/system/a/b/x.service", "/opt/x.service",
        "/home/a/b/.bashrc", "/etc/systemd/system/x.conf",
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

    @Test(arguments: ["/opt/evil.service", "../../../opt/evil.service", "/srv/hop"])
    func `a unit that a link leads to is read wherever it lies in the tree`(target: String) throws {
        let yard = try HistoryYard()
        try yard.write("/opt/evil.service", "[Service]\nExecStart=/usr/local/bin/sweep\n")
        try HostFiles.makeFolder(yard.path("/srv"))
        try HostFiles.makeLink(yard.path("/srv/hop"), to: Array("../opt/evil.service".utf8))
        try HostFiles.makeFolder(yard.path("/etc/systemd/system"))
        try HostFiles.makeLink(yard.path("/etc/systemd/system/evil.service"), to: Array(target.utf8))
        #expect(try mentions(yard) == ["/etc/systemd/system/evil.service:2 ExecStart=/usr/local/bin/sweep"])
    }

    @Test func `a link never leads out of the tree`() throws {
        let outside = try HistoryYard()
        try outside.write("/evil.service", "ExecStart=/usr/local/bin/sweep\n")
        let yard = try HistoryYard()
        try HostFiles.makeFolder(yard.path("/etc/systemd/system"))
        try HostFiles.makeLink(yard.path("/etc/systemd/system/x.service"), to: outside.path("/evil.service"))
        let climb = Array((String(repeating: "../", count: 40) + outside.tree + "/evil.service").utf8)
        try HostFiles.makeLink(yard.path("/etc/systemd/system/y.service"), to: climb)
        #expect(try mentions(yard) == [])
    }

    @Test func `an enabled unit is told once, and a masked one is no gap`() throws {
        let yard = try HistoryYard()
        try yard.write("/usr/lib/systemd/system/x.service", "ExecStart=/usr/local/bin/sweep\n")
        for folder in ["/etc/systemd/system/multi-user.target.wants", "/dev"] {
            try HostFiles.makeFolder(yard.path(folder))
        }
        try HostFiles.makeLink(
            yard.path("/etc/systemd/system/multi-user.target.wants/x.service"),
            to: Array("/usr/lib/systemd/system/x.service".utf8))
        try HostFiles.makeLink(yard.path("/etc/systemd/system/y.service"), to: Array("/dev/null".utf8))
        try HostFiles.makeLink(yard.path("/lib"), to: Array("usr/lib".utf8))
        let history = try yard.read(interest)
        #expect(history.triggers.map(\.position.file) == ["/usr/lib/systemd/system/x.service"])
        #expect(history.gaps.isEmpty)
    }

    @Test func `links in a circle are a gap`() throws {
        let yard = try HistoryYard()
        try HostFiles.makeFolder(yard.path("/etc/cron.d"))
        try HostFiles.makeLink(yard.path("/etc/cron.d/a"), to: Array("b".utf8))
        try HostFiles.makeLink(yard.path("/etc/cron.d/b"), to: Array("a".utf8))
        #expect(try yard.read(interest).gaps.map(\.path) == ["/etc/cron.d/a", "/etc/cron.d/b"])
    }

    @Test func `lines of a unit that only ask for a path start nothing`() throws {
        let yard = try HistoryYard()
        try yard.write(
            "/usr/lib/systemd/system/x.service",
            "Description=/usr/local/bin/sweep\nConditionPathExists=/usr/local/bin/sweep\nExecStop=/usr/local/bin/sweep\n"
        )
        #expect(try mentions(yard) == ["/usr/lib/systemd/system/x.service:3 ExecStop=/usr/local/bin/sweep"])
    }

    @Test func `a compiled program holds no lines, however large, and what is no program is a gap`() throws {
        let yard = try HistoryYard()
        let rest = Array("\n/usr/local/bin/sweep\n".utf8) + [UInt8](repeating: 0x20, count: 2 << 20)
        try yard.write("/usr/bin/tool", [0x7F, 0x45, 0x4C, 0x46] + rest)
        try yard.write("/usr/bin/script", rest)
        try HostFiles.makeFolder(yard.path("/etc/cron.daily"))
        try HostFiles.makeLink(yard.path("/etc/cron.daily/tool"), to: Array("/usr/bin/tool".utf8))
        try HostFiles.makeLink(yard.path("/etc/cron.daily/script"), to: Array("/usr/bin/script".utf8))
        let history = try yard.read(interest)
        #expect(history.triggers.isEmpty)
        #expect(history.gaps.map(\.path) == ["/etc/cron.daily/script"])
    }

    @Test func `what is not looked into is said wherever something is looked for`() throws {
        let yard = try HistoryYard()
        #expect(try yard.read(interest).triggerLimit?.plain.contains("not in PAM") == true)
        #expect(try yard.read(HistoryInterest()).triggerLimit == nil)
    }

    @Test func `a file that is too large is a gap`() throws {
        let yard = try HistoryYard()
        try yard.write("/etc/cron.d/x", [UInt8](repeating: 0x20, count: 2 << 20))
        try yard.write("/etc/crontab", "* * * * * root /usr/local/bin/sweep")
        let history = try yard.read(interest)
        #expect(history.gaps.map(\.path) == ["/etc/cron.d/x"])
        #expect(history.triggers.count == 1)
    }

    /// With three files that start the program of interest.
    private func yardOfThree() throws -> HistoryYard {
        let yard = try HistoryYard()
        for name in ["a", "b", "c"] { try yard.write("/etc/cron.d/" + name, "/usr/local/bin/sweep\n") }
        return yard
    }

    @Test func `no more files are read than the limit allows`() throws {
        let yard = try yardOfThree()
        var limits = HistoryLimits()
        limits.triggerFiles = 2
        let history = try yard.read(interest, limits: limits)
        #expect(history.limitLines.count == 1 && history.limitLines[0].hasPrefix("More than 2 files"))
        #expect(history.triggers.count == 2)
        limits.triggerFiles = 3
        #expect(try yard.read(interest, limits: limits).limitLines.isEmpty)
    }

    @Test func `no more bytes are read than the limit allows`() throws {
        let yard = try yardOfThree()
        var limits = HistoryLimits()
        limits.triggerBytes = 30
        let history = try yard.read(interest, limits: limits)
        #expect(history.triggers.count == 2)
        #expect(history.limitLines.contains { $0.contains("larger than 30 bytes together") })
    }
}
