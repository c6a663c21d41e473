import AuditModel
import AuditTestSupport
import FileFormats
import Testing

@Suite struct `Records of logins` {
    private static let sample: [WtmpEntry] = [
        .boot(1_000), .login("anna", "pts/0", from: "192.0.2.7", processID: 42, 2_000), .logout("pts/0", 3_000),
    ]

    @Test(arguments: [false, true])
    func `both layouts of glibc are told apart and read`(isWide: Bool) throws {
        let bytes = Self.sample.flatMap { $0.bytes(isWide: isWide) }
        let layout = WtmpLayout(guessing: bytes[...])
        #expect(layout == (isWide ? .wide : .compatible))
        let records = Wtmp.records(in: bytes[...], layout).compactMap { $0 }
        #expect(records.count == 3)
        let login = try #require(records.dropFirst().first)
        #expect(login.kind == .login && login.user == "anna" && login.line == "pts/0" && login.host == "192.0.2.7")
        #expect(login.processID == 42)
        #expect(login.time == Timestamp(seconds: 2_000, nanoseconds: 250_000_000))
    }

    @Test(arguments: [
        WtmpEntry.login("anna", "pts/0", -1), .login("anna", "pts/0", 0), WtmpEntry(type: 11, time: 5),
        WtmpEntry(type: -1, time: 5),
    ])
    func `a record that makes no sense is none`(entry: WtmpEntry) {
        let records = Wtmp.records(in: entry.bytes()[...], .compatible)
        #expect(records.count == 1 && records.compactMap { $0 }.isEmpty)
    }

    @Test func `names fill their field to the last byte`() throws {
        let long = String(repeating: "u", count: 32)
        let record = try #require(
            Wtmp.records(in: WtmpEntry.login(long, long, 5).bytes()[...], .compatible).first ?? nil)
        #expect(record.user == long && record.line == long)
    }

    @Test func `random bytes are survived`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = DebRandom(seed: seed)
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0...2_000, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let layout = WtmpLayout(guessing: bytes[...])
            #expect(Wtmp.records(in: bytes[...], layout).count == bytes.count / layout.size, "seed \(seed)")
        }
    }

    /// The sessions that entries make: user, start and end.
    private func sessions(_ entries: [WtmpEntry]) -> [String] {
        var sessions = WtmpSessions()
        let bytes = entries.flatMap { $0.bytes() }
        var events: [WtmpSessions.Event] = []
        for (index, record) in Wtmp.records(in: bytes[...], .compatible).enumerated() {
            guard let record else { continue }
            events += sessions.take(record, at: SourcePosition(file: "/w", line: index + 1))
        }
        return (events + sessions.finish()).map { event in
            switch event {
            case .boot(let entry): "boot \(entry.record.time.seconds)"
            case .shutdown(let entry): "shutdown \(entry.record.time.seconds)"
            case .session(let entry, let end):
                String(decoding: entry.record.user.bytes, as: UTF8.self)
                    + " \(entry.record.time.seconds) \(end.map { "\($0.seconds)" } ?? "open") :\(entry.position.line)"
            }
        }
    }

    @Test func `a login ends with its logout, with the next login there, or with the machine`() {
        #expect(
            sessions([.login("a", "tty1", 1), .login("b", "pts/0", 2), .logout("pts/0", 3), .logout("tty1", 4)])
                == ["b 2 3 :2", "a 1 4 :1"])
        #expect(sessions([.login("a", "tty1", 1), .login("b", "tty1", 2)]) == ["a 1 2 :1", "b 2 open :2"])
        #expect(sessions([.login("a", "tty1", 1), .shutdown(5), .boot(9)]) == ["a 1 5 :1", "shutdown 5", "boot 9"])
        #expect(sessions([.login("a", "tty1", 1), .boot(9)]) == ["a 1 9 :1", "boot 9"])
        #expect(sessions([.logout("tty1", 1), WtmpEntry(type: 0, time: 0)]).isEmpty)
    }
}
