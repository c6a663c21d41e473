import AuditModel
import AuditTestSupport
import FileFormats
import Testing

@Suite struct `State of the detection` {
    private static func digest(_ number: UInt8) throws -> SHA256Digest {
        try #require(SHA256Digest(bytes: [UInt8](repeating: number, count: 32)))
    }

    private static func state() throws -> DetectionState {
        var state = DetectionState()
        state.lastRun = Timestamp(seconds: 1_782_820_800)
        state.inputs["/var/log/a \"b\"\\\n.ndjson"] = InputCursor(
            device: .max, inode: 7, offset: 1 << 40, line: 12, head: try digest(1), headLength: 4_096)
        state.inputs["/x.gz"] = InputCursor(
            device: 1, inode: 2, offset: 0, line: 1, head: try digest(2), headLength: 0,
            whole: InputCursor.WholeFile(size: 9, modified: Timestamp(seconds: -5, nanoseconds: 999_999_999)))
        state.seen = [try digest(3): 5, try digest(4): -6]
        return state
    }

    @Test func `what is written is read back, and the same state gives the same bytes`() throws {
        for state in [try Self.state(), DetectionState()] {
            let bytes = DetectionStateFile.bytes(of: state)
            let back = try DetectionStateFile.read(bytes)
            #expect(back.inputs == state.inputs)
            #expect(back.seen == state.seen)
            #expect(back.lastRun?.seconds == state.lastRun?.seconds ?? 0)
            #expect(DetectionStateFile.bytes(of: back) == bytes)
        }
    }

    @Test(
        arguments: [
            ("\"version\":1", "\"version\":2"), ("\"version\":1", "\"version\":\"1\""), ("\"version\":1,", ""),
            ("\"last_run\":1782820800", "\"last_run\":\"x\""), ("\"inode\":7", "\"inode\":-7"),
            ("\"line\":12", "\"line\":0"), ("\"head_bytes\":4096", "\"head_bytes\":4097"),
            ("\"offset\":", "\"offzet\":"), ("\"inode\":7", "\"inode\":7,\"more\":1"), ("\"seen\":", "\"zeen\":"),
            ("\"last_run\":1782820800", "\"last_run\":-9223372036854775808"),
            ("\"last_run\":1782820800", "\"last_run\":9223372036854775807"),
            ("\"line\":12", "\"line\":9223372036854775807"), ("\"line\":12", "\"line\":1099511627778"),
            ("\"offset\":1099511627776", "\"offset\":18446744073709551615"),
            (",-6]", ",-9223372036854775808]"), ("0303\"", "03\""), (",\"modified_nanoseconds\":999999999", ""),
            ("\"/x.gz\"", "5"),
        ])
    func `a state that is not as it was written is refused`(old: String, new: String) throws {
        let text = String(decoding: DetectionStateFile.bytes(of: try Self.state()), as: UTF8.self)
        let changed = text.replacing(old, with: new)
        try #require(changed != text)
        #expect(throws: JSONMistake.self) { try DetectionStateFile.read(Array(changed.utf8)) }
    }

    @Test func `no part of a state is a state`() throws {
        let bytes = DetectionStateFile.bytes(of: try Self.state())
        for length in 0..<(bytes.count - 1) {
            #expect(throws: JSONMistake.self) { try DetectionStateFile.read(Array(bytes.prefix(length))) }
        }
    }
}
