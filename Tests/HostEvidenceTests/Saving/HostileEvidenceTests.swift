import AuditModel
import AuditTestSupport
import Digests
import Testing

@testable import HostEvidence

/// Files of saved evidence that are damaged, or that somebody made to harm whoever reads them.
@Suite struct `Hostile evidence` {
    /// A file taken apart: its first line, and name and value of each section.
    struct Parts {
        var header: [UInt8]
        var sections: [(name: String, value: [UInt8])] = []

        init(_ bytes: [UInt8]) throws {
            var rest = bytes[...]
            func line() throws -> [UInt8] {
                let end = try #require(rest.firstIndex(of: 0x0A))
                defer { rest = rest[(end + 1)...] }
                return Array(rest[..<end])
            }
            header = try line()
            while rest.first == UInt8(ascii: "s") {
                let words = try String(decoding: line(), as: UTF8.self).split(separator: " ")
                let length = try #require(Int(words[2]))
                sections.append((String(words[1]), Array(rest.prefix(length))))
                rest = rest.dropFirst(length + 1)
            }
        }

        /// The file with the digests that its sections have now.
        var bytes: [UInt8] {
            var output = header + [0x0A]
            for (name, value) in sections {
                output += Array("section \(name) \(value.count) \(ContentHasher.sha256(value).hex)\n".utf8)
                output += value + [0x0A]
            }
            return output + Array("end\n".utf8)
        }
    }

    private static func file(_ seed: UInt64 = 7) throws -> [UInt8] {
        try SavedEvidenceWriter.bytes(of: `Saved evidence`.saved(seed))
    }

    private static func error(_ bytes: [UInt8], limits: SavedLimits = SavedLimits()) -> SavedEvidenceError? {
        do throws(SavedEvidenceError) {
            _ = try SavedEvidenceReader.read(bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a file that is cut anywhere is refused`() throws {
        let bytes = try Self.file()
        for count in stride(from: 0, to: bytes.count, by: 3) {
            let error = try #require(Self.error(Array(bytes.prefix(count))), "cut to \(count) bytes")
            #expect(error.offset <= count)
            #expect([.cut, .notEvidence].contains(error.kind), "cut to \(count) bytes: \(error.kind)")
        }
    }

    @Test func `a cut at the start of a section names that section`() throws {
        let parts = try Parts(Self.file())
        for (index, section) in SavedSection.allCases.enumerated() {
            var cut = parts
            cut.sections.removeLast(parts.sections.count - index)
            let error = try #require(Self.error(Array(cut.bytes.dropLast(4))))
            #expect(error.kind == .cut)
            #expect(error.section == section.rawValue)
        }
    }

    @Test func `a changed byte behind the first line is always found`() throws {
        let bytes = try Self.file()
        let start = try #require(bytes.firstIndex(of: 0x0A))
        for place in stride(from: start, to: bytes.count, by: 5) {
            var changed = bytes
            changed[place] ^= 0x11
            #expect(Self.error(changed) != nil, "byte \(place)")
        }
    }

    @Test func `sections that are doubled, missing, swapped or unknown are refused where they stand`() throws {
        let parts = try Parts(Self.file())
        let names = SavedSection.allCases.map(\.rawValue)
        for index in parts.sections.indices {
            var doubled = parts
            doubled.sections.insert(parts.sections[index], at: index)
            var missing = parts
            missing.sections.remove(at: index)
            var unknown = parts
            unknown.sections[index].name = "other"
            for (file, concerned) in [(doubled, index + 1), (missing, index), (unknown, index)] {
                let error = try #require(Self.error(file.bytes))
                #expect(error.kind == .sectionOrder)
                #expect(error.section == (concerned < names.count ? names[concerned] : nil))
            }
        }
        #expect(Self.error(parts.bytes) == nil)
        #expect(Self.error(parts.bytes + [0x0A])?.kind == .surplus)
    }

    @Test func `another format is named as such, and anything else is no evidence`() throws {
        var parts = try Parts(Self.file())
        parts.header = Array("debvouch evidence 2 9.0".utf8)
        #expect(Self.error(parts.bytes)?.kind == .otherFormat)
        for header in ["", "debvouch report 1 1.0", "debvouch evidence 1", "debvouch evidence 1 ", "{\u{1B}"] {
            parts.header = Array(header.utf8)
            #expect(Self.error(parts.bytes)?.kind == .notEvidence, "\(header)")
        }
    }

    @Test func `lengths beyond the section take no memory and are refused`() throws {
        let parts = try Parts(Self.file())
        for length in [UInt64(1) << 20, 1 << 40, .max >> 1, .max] {
            for tag in [SavedTag.bytes, .words] {
                let encoder = SavedEncoder()
                _ = encoder.begin(.record)
                encoder.write(number: 1)
                encoder.write(run: "isNeeded".utf8)
                encoder.write(.yes)
                encoder.write(number: 2)
                encoder.write(run: "history".utf8)
                encoder.write(tag)
                encoder.write(number: length)
                var hostile = parts
                hostile.sections[3].value = encoder.output
                #expect(Self.error(hostile.bytes)?.section == "inquiry")
                let run = Array(encoder.output.suffix(11).drop { $0 != tag.rawValue })
                #expect(throws: SavedEvidenceError.self) {
                    _ = try SavedDecoder.value([UInt8].self, in: run[...], section: "inquiry", limits: SavedLimits())
                }
            }
        }
    }

    @Test func `sections with a right digest and changed bytes give a value or an error`() throws {
        let start = UInt64.random(in: 0 ... .max)
        var random = DebRandom(seed: start)
        let parts = try Parts(Self.file(start))
        var kinds: Set<SavedEvidenceError.Kind> = []
        for _ in 0..<1_500 {
            var hostile = parts
            let index = Int.random(in: 1..<parts.sections.count, using: &random)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<hostile.sections[index].value.count, using: &random)
                hostile.sections[index].value[place] = UInt8.random(in: 0...12, using: &random)
            }
            guard let error = Self.error(hostile.bytes) else { continue }
            kinds.insert(error.kind)
            #expect(error.section == parts.sections[index].name, "seed \(start)")
        }
        #expect(kinds.contains(.unfitting), "seed \(start)")
    }

    @Test func `every limit is held and named`() throws {
        let bytes = try Self.file()
        var limits = SavedLimits()
        limits.file = bytes.count - 1
        #expect(Self.error(bytes, limits: limits)?.kind == .tooLarge)
        limits = SavedLimits()
        limits.values = 50
        #expect(Self.error(bytes, limits: limits)?.kind == .tooManyValues)
        limits = SavedLimits()
        limits.depth = 2
        #expect(Self.error(bytes, limits: limits)?.kind == .tooDeep)
        limits = SavedLimits()
        limits.names = 5
        #expect(Self.error(bytes, limits: limits)?.kind == .tooManyNames)
        var parts = try Parts(bytes)
        parts.header += [UInt8](repeating: UInt8(ascii: "9"), count: SavedLimits().line)
        #expect(Self.error(parts.bytes)?.kind == .notEvidence)
    }

    @Test func `numbers that would not survive a sum, and ids that are none, are refused`() throws {
        let sound = `Saved evidence`.saved(7)
        func kind(_ tree: TreeFacts, _ testimony: Testimony) throws -> String? {
            let saved = SavedEvidence(
                version: "1", saved: sound.saved, evidence: Evidence(tree: tree), inquiry: Inquiry(),
                testimony: testimony)
            let error = Self.error(try SavedEvidenceWriter.bytes(of: saved))
            return error.map { "\($0.kind) \($0.section ?? "")" }
        }
        var tree = sound.tree
        tree.coverage.examined = .max
        #expect(try kind(tree, Testimony()) == "implausible tree")
        tree = sound.tree
        tree.dpkg = [
            DpkgConfigurationFile(path: "/x", reading: .read(order: .max), directives: [], problems: [])
        ]
        #expect(try kind(tree, Testimony()) == "implausible tree")
        tree = sound.tree
        tree.lastLogged[PackageKey(name: "x", architecture: "all")] = .distantFuture
        #expect(try kind(tree, Testimony()) == "implausible tree")
        var testimony = Testimony()
        testimony.events = EventEvidence()
        #expect(try kind(sound.tree, testimony) == nil)
        testimony.events?.matched = -1
        #expect(try kind(sound.tree, testimony) == "implausible testimony")
        testimony.events?.matched = 1
        testimony.events?.alerts = [
            AlertRecord(
                id: "\"><b>", rule: RuleMetadata(id: "r", title: "t", level: .low), outcome: .matched,
                facts: EventFacts(position: EventPosition(input: "-", line: 1, offset: 0)), relation: .same)
        ]
        #expect(try kind(sound.tree, testimony) == "implausible testimony")
    }

    @Test func `evidence beyond what may be read back is not written`() throws {
        var limits = SavedLimits()
        limits.file = 1_000
        #expect(throws: Failure.self) {
            _ = try SavedEvidenceWriter.bytes(of: `Saved evidence`.saved(7), limits: limits)
        }
    }
}
