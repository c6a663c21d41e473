import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

/// What ties a case to logs and to the network, and how much of it is told.
@Suite struct `Ties of cases` {
    private static func session(_ line: String, at number: Int) -> HistoryRecord {
        HistoryRecord(
            time: Timestamp(seconds: Scene.moment), position: SourcePosition(file: "/var/log/auth.log", line: number),
            source: .authLog, kind: .session(program: "sshd"), subjects: [], line: UntrustedText(line.utf8))
    }

    private static func alert(from addresses: [String]) -> [HostEvent] {
        addresses.enumerated().map { index, address in
            Scene.creation(
                "\(index)", of: "/etc/apt/apt.conf.d/99x", by: "E\(index)",
                [("process.entry_leader.entry_meta.source.ip", [address])])
        }
    }

    private func ties(_ history: TreeHistory, from addresses: [String]) throws -> [CaseLink] {
        let cases = Scene.planted().cases(Self.alert(from: addresses), history: history)
        return try #require(cases.first).links.filter { $0.basis == .login }
    }

    @Test(arguments: [
        ("Accepted publickey for root from 192.0.2.7 port 9", true), ("from=192.0.2.7", true),
        ("from 192.0.2.77 port 9", false), ("from 192.0.2.7.example", false), ("from 2001:db8::1 port 9", true),
        ("from 1192.0.2.7", false), ("", false),
    ])
    func `a session is tied by an address that is a whole word`(line: String, isTied: Bool) throws {
        var history = TreeHistory()
        history.records = [Self.session(line, at: 1)]
        #expect(try ties(history, from: ["198.51.100.1", "192.0.2.7", "2001:db8::1"]).isEmpty != isTied)
    }

    @Test func `of a case's ties no more than two hundred are told, and those of one kind displace no other`() throws {
        var history = TreeHistory()
        history.records = (1...300).map { Self.session("from 192.0.2.7 port \($0)", at: $0) }
        let cases = Scene.planted().cases(Self.alert(from: ["192.0.2.7"]), history: history)
        let links = try #require(cases.first).links
        #expect(links.count == 200)
        #expect(links.contains { $0.basis == .path })
        #expect(zip(links, links.dropFirst()).allSatisfy { $0.strength >= $1.strength })
    }
}
