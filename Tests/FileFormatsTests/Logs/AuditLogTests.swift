import AuditModel
import AuditTestSupport
import FileFormats
import Testing

@Suite struct `Lines of audit.log` {
    private func record(_ text: String) throws -> AuditRecord {
        AuditLog.record(try #require(AuditLogLine(Array(text.utf8)[...])))
    }

    @Test func `the head has type, time and serial`() throws {
        let line = try #require(
            AuditLogLine(Array("node=bench type=PATH msg=audit(1700000000.123:456): item=0 name=\"/etc/x\"".utf8)[...]))
        #expect(UntrustedText(line.type) == "PATH")
        #expect(line.time == Timestamp(seconds: 1_700_000_000, nanoseconds: 123_000_000))
        #expect(line.serial == 456)
        #expect(!line.endsEvent)
    }

    @Test func `encoded values are decoded where the kernel encodes`() throws {
        let execve = try record("type=EXECVE msg=audit(1.000:2): argc=2 a0=\"sh\" a1=2F746D702F612062")
        #expect(execve.decoded.map(\.name) == ["a1"])
        #expect(execve.decoded.map(\.value) == ["/tmp/a b"])
        let title = try record("type=PROCTITLE msg=audit(1.000:2): proctitle=2F62696E2F7368002D63006964")
        #expect(title.decoded.map(\.value) == ["/bin/sh -c id"])
        let system = try record("type=SYSCALL msg=audit(1.000:2): a0=7ffd a1=10 comm=6120 exe=\"/bin/sh\"")
        #expect(system.decoded.map(\.name) == ["comm"])
        let command = try record("type=USER_CMD msg=audit(1.000:2): pid=1 msg='cwd=\"/\" cmd=6964202D75 exe=\"/x\"'")
        #expect(command.decoded.map(\.value) == ["id -u"])
    }

    @Test(arguments: ["name=(null)", "name=?", "name=zz", "name=2", "name=", "=2F2F", "name"])
    func `what is no encoding is left alone`(field: String) throws {
        #expect(try record("type=PATH msg=audit(1.000:2): " + field).decoded.isEmpty)
    }

    @Test func `decoded values and their number are bounded`() throws {
        let long = String(repeating: "41", count: 5_000)
        let record = try record(
            "type=EXECVE msg=audit(1.000:2): " + (0..<999).map { "a\($0)=\(long)" }.joined(separator: " "))
        #expect(record.decoded.count == 256)
        #expect(record.decoded.allSatisfy { $0.value.bytes.count == HistoryRecord.lineLimit })
    }

    @Test(arguments: [
        "", "type=", "type=X", "type=X msg=audit(", "type=X msg=audit(1:2):", "type=X msg=audit(1.2.3):",
        "type=X msg=audit(-1.000:2):", "type=X msg=audit(99999999999999999999.000:2):", "type=X msg=audit(1.0000:2):",
        "node=", "node=bench",
    ])
    func `other lines are none`(text: String) {
        #expect(AuditLogLine(Array(text.utf8)[...]) == nil)
    }

    @Test func `damaged lines are survived`() {
        let line = Array("type=EXECVE msg=audit(1700000000.123:456): argc=2 a0=\"sh\" a1=2F746D70 exe=2F62".utf8)
        let seed = UInt64.random(in: .min ... .max)
        var random = DebRandom(seed: seed)
        var read = 0
        for _ in 0..<3_000 {
            var damaged = Array(line[..<Int.random(in: 0...line.count, using: &random)])
            if let place = damaged.indices.randomElement(using: &random) {
                damaged[place] = UInt8.random(in: 0...255, using: &random)
            }
            guard let parsed = AuditLogLine(damaged[...]) else { continue }
            read += 1
            #expect(AuditLog.record(parsed).decoded.count <= 2, "seed \(seed)")
        }
        #expect(read > 0, "seed \(seed)")
    }
}
