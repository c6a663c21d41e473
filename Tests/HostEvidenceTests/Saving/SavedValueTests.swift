import AuditModel
import Testing

@testable import HostEvidence

/// Single values in the form in which evidence is saved.
@Suite struct `Saved values` {
    /// A value that stands inside values of its own kind.
    struct Nest: Codable, Equatable {
        var inner: [Nest] = []
    }

    struct Point: Codable, Equatable {
        let x: Int8
        let name: String?
    }

    /// A sentence with words that a file calls ours.
    struct Pieces: Codable {
        let pieces: [String]
    }

    struct Other: Codable {
        let x: Int8
        let other: String?
    }

    private func again<Value: Codable>(_ value: Value, as type: Value.Type = Value.self) throws -> Value {
        try SavedDecoder.value(
            type, in: SavedEncoder.bytes(of: value)[...], section: "test", limits: SavedLimits())
    }

    private func kind<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) -> SavedEvidenceError.Kind? {
        do throws(SavedEvidenceError) {
            _ = try SavedDecoder.value(type, in: bytes[...], section: "test", limits: SavedLimits())
            return nil
        } catch {
            return error.kind
        }
    }

    @Test func `numbers at the ends of their range come back`() throws {
        #expect(try again([Int.min, -1, 0, 1, .max]) == [.min, -1, 0, 1, .max])
        #expect(try again([UInt64.max, 0, 127, 128]) == [.max, 0, 127, 128])
        #expect(try again([[Int8.min]: Set([UInt16.max])]) == [[.min]: [.max]])
    }

    @Test func `bytes are kept as they are, and an empty list of bytes is no list of anything else`() throws {
        let all = Array(UInt8.min ... .max)
        #expect(try again(all) == all)
        #expect(try again(UntrustedText(all)) == UntrustedText(all))
        #expect(try SavedEncoder.bytes(of: all).count == 256 + 3)
        #expect(kind([Int].self, try SavedEncoder.bytes(of: [UInt8]())) == .unfitting)
    }

    @Test func `a number that does not fit, or is written longer than it has to be, is refused`() throws {
        #expect(kind(Int8.self, try SavedEncoder.bytes(of: 128)) == .unfitting)
        #expect(kind(UInt64.self, [SavedTag.unsigned.rawValue, 0x80, 0x00]) == .unfitting)
        #expect(kind(UInt64.self, [SavedTag.unsigned.rawValue] + [UInt8](repeating: 0xFF, count: 10)) == .unfitting)
        #expect(kind(Int.self, [SavedTag.integer.rawValue, 0x80]) == .cut)
        #expect(throws: EncodingError.self) { _ = try SavedEncoder.bytes(of: 0.5) }
    }

    @Test func `a field that is missing, unknown or doubled is refused`() throws {
        let point = try SavedEncoder.bytes(of: Point(x: 1, name: "n"))
        #expect(try again(Point(x: 1, name: nil)) == Point(x: 1, name: nil))
        #expect(kind(Point.self, point) == nil)
        #expect(kind(Other.self, point) == .unfitting)
        #expect(kind(Point.self, try SavedEncoder.bytes(of: ["name": "n"])) == .unfitting)
        #expect(kind(Point.self, point.dropLast() + [1, SavedTag.integer.rawValue, 2, 0]) == .unfitting)
        #expect(kind(Point.self, point + [0]) == .surplus)
        #expect(kind(Point.self, Array(point.dropLast())) == .cut)
    }

    @Test func `a key or element that stands twice is refused`() throws {
        let one = try SavedEncoder.bytes(of: "a")
        let twice = one + one
        #expect(kind(Set<String>.self, [SavedTag.list.rawValue] + twice + [0]) == .unfitting)
        #expect(kind([String: String].self, [SavedTag.table.rawValue] + twice + twice + [0]) == .unfitting)
        #expect(kind([String].self, [SavedTag.list.rawValue] + twice + [0]) == nil)
    }

    @Test func `values that stand too deep in each other are refused before the stack ends`() throws {
        var nest = Nest()
        for _ in 0..<20 { nest = Nest(inner: [nest]) }
        #expect(try again(nest) == nest)
        let record = Array(try SavedEncoder.bytes(of: Nest()).dropLast(2))
        let inner = [SavedTag.record.rawValue, 1, SavedTag.list.rawValue]
        let deep = record + [[UInt8]](repeating: inner, count: 100_000).flatMap(\.self)
        #expect(kind(Nest.self, deep) == .tooDeep)
    }

    @Test func `words that are called ours are plain, and a path is written as it is kept`() throws {
        #expect(kind(ReportText.self, try SavedEncoder.bytes(of: Pieces(pieces: ["\u{1B}[2J"]))) == .unfitting)
        #expect(kind(ReportText.self, try SavedEncoder.bytes(of: Pieces(pieces: ["plain"]))) == nil)
        #expect(kind(HostPath.self, try SavedEncoder.bytes(of: Array("etc//apt".utf8))) == .unfitting)
        #expect(kind(KeyFingerprint.self, try SavedEncoder.bytes(of: [UInt8](repeating: 1, count: 19))) == .unfitting)
        let text: ReportText = "of \(UntrustedText([0xFF, 0x1B])) and \(2, "place")"
        #expect(try again(text) == text)
    }
}
