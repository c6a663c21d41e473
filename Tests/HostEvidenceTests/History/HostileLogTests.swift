import AuditModel
import AuditTestSupport
import Digests
import HostEvidence
import Testing
import TreeReading

@Suite struct `Hostile logs` {
    private let interest = HistoryInterest(paths: ["/etc/x"], windows: [HistoryYard.window(9, 10)])
    private static let line = "2024-05-01T09:10:00+00:00 bench x[1]: /etc/x\n"

    @Test func `a compressed log that was cut gives what it holds, and a gap`() throws {
        let yard = try HistoryYard()
        // Digests do not compress, so the cut takes away text and not only the trailer.
        let noise = (0..<4_000).map { Self.line.dropLast() + " \(ContentHasher.sha256(Array("\($0)".utf8)).hex)\n" }
        try yard.write("/var/log/syslog.2", noise.joined(), tool: "gzip")
        let size = try HostFiles.read(yard.path("/var/log/syslog.2.gz")).count
        try HostFiles.cut(yard.path("/var/log/syslog.2.gz"), to: size / 2)
        let history = try yard.read(interest)
        // The cut may leave a last line without its time, which is a gap of its own.
        #expect(!history.gapLines.isEmpty && history.gapLines.count < 3, "\(history.gapLines)")
        #expect(history.gapLines.allSatisfy { $0.hasPrefix("/var/log/syslog.2.gz: ") }, "\(history.gapLines)")
        #expect(history.records.count < 4_000)
        #expect(history.logs.map(\.file) == ["/var/log/syslog.2.gz"])
    }

    @Test func `a line without end is shortened, and the next one is read`() throws {
        let yard = try HistoryYard()
        let long = Self.line.dropLast() + String(repeating: "y", count: 9 << 20) + " /etc/x\n"
        try yard.write("/var/log/syslog", long + Self.line)
        let history = try yard.read(interest)
        // The path in the long line's start is followed by letters; its last word lies behind the limit.
        #expect(history.records.map(\.position.line) == [2])
        #expect(history.limitLines.count == 1 && history.limitLines[0].hasPrefix("1 line of logs longer"))
    }

    @Test func `zero bytes and garbage are counted, never fatal`() throws {
        let yard = try HistoryYard()
        let garbage = (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 / 256) }.filter { $0 != 0x0A }
        for name in [
            "auth.log", "syslog", "cron.log", "dpkg.log", "wtmp", "apt/history.log", "apt/term.log", "audit/audit.log",
        ] {
            try yard.write("/var/log/" + name, garbage + [0x0A])
        }
        let history = try yard.read(interest)
        #expect(history.records == [])
        let told = Set(history.gaps.map(\.path))
        for path: HostPath in [
            "/var/log/auth.log", "/var/log/syslog", "/var/log/dpkg.log", "/var/log/audit/audit.log", "/var/log/wtmp",
        ] {
            #expect(told.contains(path))
        }
        try yard.write("/var/log/syslog", [UInt8](repeating: 0, count: 9_000) + Array(Self.line.utf8))
        #expect(try yard.read(interest).records.count == 1)
    }

    @Test func `no more is read or kept than the limits allow, and that is said`() throws {
        let yard = try HistoryYard()
        try yard.write("/var/log/syslog", String(repeating: Self.line, count: 9_000))
        try yard.write("/var/log/syslog.1", Self.line)
        var limits = HistoryLimits()
        limits.recordsPerSource = 10
        let few = try yard.read(interest, limits: limits)
        #expect(few.records.count == 10)
        #expect(few.limitLines.count == 1 && few.limitLines[0].contains("more than 10 records"))
        limits = HistoryLimits()
        limits.logBytes = 300_000
        let short = try yard.read(interest, limits: limits)
        #expect(short.logs.map(\.file) == ["/var/log/syslog"])
        #expect(short.limitLines.count == 2)
        #expect(short.limitLines.contains { $0.hasPrefix("/var/log/syslog.1 was not read") })
    }

    @Test func `a large log or one of holes keeps no other log from being read`() throws {
        let yard = try HistoryYard()
        try yard.write("/var/log/syslog", String(repeating: Self.line, count: 9_000))
        try yard.write("/var/log/auth.log", Self.line)
        var limits = HistoryLimits()
        limits.logBytes = 300_000
        #expect(try yard.read(interest, limits: limits).logs.map(\.file).contains("/var/log/auth.log"))
        try yard.write("/var/log/wtmp", "")
        let wtmp = String(decoding: yard.path("/var/log/wtmp"), as: UTF8.self)
        try Command.require("truncate", ["-s", "4G", wtmp])
        let history = try yard.read(interest)
        #expect(history.gaps.map(\.path) == ["/var/log/wtmp"])
        #expect(history.logs.map(\.file).contains("/var/log/auth.log"))
        #expect(!history.records.isEmpty)
    }

    @Test(arguments: ["fifo", "folder", "link"])
    func `what is no file is a gap`(kind: String) throws {
        let yard = try HistoryYard()
        try HostFiles.makeFolder(yard.path("/var/log"))
        let path = yard.path("/var/log/syslog")
        switch kind {
        case "fifo": try HostFiles.makeFIFO(path)
        case "folder": try HostFiles.makeFolder(path)
        default: try HostFiles.makeLink(path, to: Array("/var/log/messages".utf8))
        }
        let history = try yard.read(interest)
        #expect(history.gaps.map(\.path) == ["/var/log/syslog"])
        #expect(history.records == [])
    }
}
