import AuditModel
import AuditTestSupport
import HostEvidence
import Testing
import TreeReading

@Suite struct `History of packages` {
    private static let dpkg = """
        2024-05-01 08:00:00 startup archives unpack
        2024-05-01 09:00:00 upgrade tidy:amd64 1.0 1.1
        2024-05-01 09:00:01 status half-configured tidy:amd64 1.1
        2024-05-01 09:00:02 conffile /etc/tidy.conf install
        2024-05-01 12:00:00 install other:all <none> 3

        """

    @Test(.needsTestPackages) func `everything inside a window is kept, and a package of interest whenever it was`()
        throws
    {
        let yard = try HistoryYard()
        try yard.write("/var/log/dpkg.log", Self.dpkg)
        try yard.write("/var/log/dpkg.log.1", "2024-04-02 09:00:00 install tidy:amd64 <none> 1.0\n")
        try yard.write("/var/log/dpkg.log.2", "2023-01-02 09:00:00 install other:all <none> 2\n", tool: "gzip")
        try yard.write("/var/log/dpkg.log.3", "2022-01-02 09:00:00 install tidy:amd64 <none> 0.9\n", tool: "xz")
        try yard.write("/var/log/dpkg.logger", "2022-01-02 09:00:00 install tidy:amd64 <none> 0.1\n")
        let inside = try yard.read(HistoryInterest(windows: [HistoryYard.window(9, 10)]))
        #expect(inside.records.count == 3)
        #expect(inside.gaps == [] && inside.limits == [])
        let wanted = try yard.read(HistoryInterest(packages: ["tidy"], windows: [HistoryYard.window(12, 13)]))
        #expect(
            wanted.lines == [
                "2022-01-02 09:00:00 install tidy:amd64 <none> 0.9",
                "2024-04-02 09:00:00 install tidy:amd64 <none> 1.0",
                "2024-05-01 09:00:00 upgrade tidy:amd64 1.0 1.1",
                "2024-05-01 09:00:01 status half-configured tidy:amd64 1.1",
                "2024-05-01 12:00:00 install other:all <none> 3",
            ])
        #expect(wanted.records.first?.position == SourcePosition(file: "/var/log/dpkg.log.3.xz", line: 1))
        #expect(wanted.records.first?.subjects == [.package("tidy")])
        #expect(
            wanted.logs.map(\.file) == [
                "/var/log/dpkg.log", "/var/log/dpkg.log.1", "/var/log/dpkg.log.2.gz",
                "/var/log/dpkg.log.3.xz",
            ])
        #expect(wanted.logs.first?.first == HistoryYard.may(8) && wanted.logs.first?.last == HistoryYard.may(12))
    }

    @Test(
        .needsTestPackages,
        arguments: [
            ("dpkg.log.1.bz2", "bzip2"), ("dpkg.log-20240502.bz2", "bzip2"), ("dpkg.log.2.zst", "zstd"),
            ("dpkg.log.20240502.xz", "xz"), ("dpkg.log.3.lz4", "lz4"), ("dpkg.log.20240502", nil), ("dpkg.log.0", nil),
        ])
    func `a rotation is read in every form`(name: String, tool: String?) throws {
        let yard = try HistoryYard()
        try yard.write("/var/log/dpkg.log", "2024-05-02 08:00:00 startup archives unpack\n")
        let text = "2024-05-01 09:00:00 upgrade tidy:amd64 1.0 1.1\n"
        if let tool {
            let plain = String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)])
            try yard.write("/var/log/" + plain, text, tool: tool)
        } else {
            try yard.write("/var/log/" + name, text)
        }
        let history = try yard.read(HistoryInterest(packages: ["tidy"]))
        #expect(history.lines == ["2024-05-01 09:00:00 upgrade tidy:amd64 1.0 1.1"])
        #expect(history.records.first?.position.file == HostPath("/var/log/\(name)".utf8))
        #expect(history.gaps == [])
    }

    @Test(arguments: ["dpkg.log.old", "dpkg.log.1.Z", "dpkg.log.1.lzma", "dpkg.log-", "dpkg.log~", "dpkg.log.1.gz.bak"])
    func `a name that may be a rotation and is none that is known is a gap`(name: String) throws {
        let yard = try HistoryYard()
        try yard.write("/var/log/" + name, "2024-05-01 09:00:00 upgrade tidy:amd64 1.0 1.1\n")
        let history = try yard.read(HistoryInterest(packages: ["tidy"]))
        #expect(history.records == [])
        #expect(history.gapLines.count == 1)
        #expect(history.gapLines.first?.hasPrefix("/var/log/\(name): its name is not that of a rotation") == true)
    }

    @Test func `a rotation that is not compressed as its name says is a gap`() throws {
        let yard = try HistoryYard()
        try yard.write("/var/log/dpkg.log.1.bz2", "2024-05-01 09:00:00 upgrade tidy:amd64 1.0 1.1\n")
        let history = try yard.read(HistoryInterest(packages: ["tidy"]))
        #expect(history.gaps.map(\.path) == ["/var/log/dpkg.log.1.bz2"])
    }

    @Test func `of many records about one package the newest are kept, and that is said`() throws {
        let yard = try HistoryYard()
        let lines = (0..<600).map { "2024-04-0\($0 / 100 + 1) 09:00:00 status x\($0) tidy:amd64 1.0\n" }
        try yard.write("/var/log/dpkg.log", lines[300...].joined())
        try yard.write("/var/log/dpkg.log.1", lines[..<300].joined())
        var limits = HistoryLimits()
        limits.recordsPerPackage = 320
        let history = try yard.read(HistoryInterest(packages: ["tidy"]), limits: limits)
        #expect(history.records.count == 320)
        #expect(history.lines.first?.contains(" x280 ") == true && history.lines.last?.contains(" x599 ") == true)
        #expect(history.limitLines.contains { $0.contains("newest 320") })
    }

    @Test func `a conffile of interest is kept whenever it was decided on`() throws {
        let yard = try HistoryYard()
        try yard.write("/var/log/dpkg.log", Self.dpkg)
        let history = try yard.read(HistoryInterest(paths: ["/etc/tidy.conf"]))
        #expect(history.records.map(\.kind) == [.conffile(path: "/etc/tidy.conf", decision: "install")])
        #expect(history.records.map(\.subjects) == [[.path("/etc/tidy.conf")]])
    }

    private static let apt = """

        Start-Date: 2024-05-01  08:59:50
        Commandline: apt upgrade
        Requested-By: anna (1000)
        Upgrade: tidy:amd64 (1.0, 1.1)
        End-Date: 2024-05-01  09:00:10

        Start-Date: 2024-05-01  15:00:00
        Commandline: apt remove other
        Remove: other:all (3)

        """

    @Test func `runs of apt are kept that touch a window or a package`() throws {
        let yard = try HistoryYard()
        try yard.write("/var/log/apt/history.log", Self.apt)
        let inside = try yard.read(HistoryInterest(windows: [HistoryYard.window(9, 10)]))
        #expect(inside.lines == ["apt upgrade"])
        #expect(inside.records.first?.time == HistoryYard.may(8, 59, 50))
        let wanted = try yard.read(HistoryInterest(packages: ["other"]))
        #expect(wanted.lines == ["apt remove other"])
        guard case .aptRun(let run)? = wanted.records.first?.kind else {
            Issue.record("no run")
            return
        }
        #expect(run.end == nil && run.changes.map(\.name) == ["other"])
    }

    @Test func `of the terminal, lines that name something are kept`() throws {
        let yard = try HistoryYard()
        try yard.write(
            "/var/log/apt/term.log",
            """

            Log started: 2024-05-01  08:59:50
            (Reading database ... \r(Reading database ... 5%\rPreparing to unpack .../tidy_1.1_amd64.deb ...
            Setting up tidy (1.1) ...
            Setting up other (3) ...
            rm: cannot remove '/etc/x': No such file or directory
            Log ended: 2024-05-01  09:00:10

            Log started: 2024-04-01  08:59:50
            Setting up tidy (1.0) ...
            cat: /etc/x: No such file or directory
            Log ended: 2024-04-01  09:00:10

            """)
        let history = try yard.read(
            HistoryInterest(paths: ["/etc/x"], packages: ["tidy"], windows: [HistoryYard.window(9, 10)]))
        #expect(
            history.lines.filter { !$0.hasPrefix("(Reading") } == [
                "cat: /etc/x: No such file or directory", "Setting up tidy (1.1) ...",
                "rm: cannot remove '/etc/x': No such file or directory",
            ])
        #expect(history.records.last?.kind == .terminal(started: HistoryYard.may(8, 59, 50)))
    }

    @Test func `local times are read with the tree's own zone`() throws {
        let yard = try HistoryYard()
        try yard.write(
            "/zone.source",
            """
            Rule Mid 1996 max - Mar lastSun 1:00u 1:00 S
            Rule Mid 1996 max - Oct lastSun 1:00u 0 -
            Zone Middle 1:00 Mid ME%sT

            """)
        try Command.require("zic", ["-b", "slim", "-d", yard.tree + "/usr/share/zoneinfo", yard.tree + "/zone.source"])
        try HostFiles.makeFolder(yard.path("/etc"))
        try HostFiles.makeLink(yard.path("/etc/localtime"), to: Array("/usr/share/zoneinfo/Middle".utf8))
        try yard.write(
            "/var/log/dpkg.log",
            "2024-01-01 09:00:00 install tidy:all <none> 1\n2024-05-01 09:00:00 upgrade tidy:all 1 2\n")
        let history = try yard.read(HistoryInterest(packages: ["tidy"]))
        #expect(history.records.map(\.time) == [Timestamp(seconds: 1_704_096_000), HistoryYard.may(7)])
        #expect(history.zone?.plain == "the tree's own zone, /usr/share/zoneinfo/Middle")
    }
}
