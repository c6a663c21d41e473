import AuditTestSupport
import Foundation
import Testing

/// A database in which bytes were flipped at random: whatever it then says, the program ends with an answer.
@Suite struct `Damaged databases` {
    /// A generator that a printed seed starts again (SplitMix64).
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    private static let rounds = 60

    @Test func `no damage makes the program crash or hang`() throws {
        let given = ProcessInfo.processInfo.environment["DEBVOUCH_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 0..<1_000_000)
        print("DEBVOUCH_SEED=\(seed) repeats this run")
        var generator = Generator(state: seed)
        let built = try TreeBuilder.build(TreeDescription(fixture: "trees/base/tree"))
        defer { built.remove() }
        let files =
            try HostFiles.walk(Array((built.tree + "/var/lib/dpkg").utf8)).filter(isFile)
            + HostFiles.walk(Array((built.tree + "/etc").utf8)).filter(isFile)
            + HostFiles.walk(Array(built.archives.utf8)).filter(isFile)
        for round in 0..<Self.rounds {
            let damaged = try damage(files, &generator)
            let result = try Command.run(
                "timeout",
                ["20", BuiltProgram.path, "audit", "--root", "tree", "--archives", "archives", "--report", "json"],
                in: built.folder)
            let isAnswer = (0...3).contains(result.status) || result.status == 65
            #expect(
                isAnswer, "seed \(seed), round \(round): status \(result.status) with \(damaged.keys): \(result.errors)"
            )
            if result.status != 65 { _ = try ParsedReport(result.output) }
            for (path, bytes) in damaged { try HostFiles.write(bytes, to: path) }
        }
    }

    private func isFile(_ path: [UInt8]) -> Bool {
        (try? HostFiles.read(path)) != nil
    }

    /// Flips, cuts or doubles bytes of up to four files; the result holds the bytes that they had.
    private func damage(_ files: [[UInt8]], _ generator: inout Generator) throws -> [[UInt8]: [UInt8]] {
        var before: [[UInt8]: [UInt8]] = [:]
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            guard let path = files.randomElement(using: &generator) else { return before }
            var bytes = try HostFiles.read(path)
            if before[path] == nil { before[path] = bytes }
            for _ in 0..<Int.random(in: 1...8, using: &generator) where !bytes.isEmpty {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<8, using: &generator) {
                case 0: bytes.removeSubrange(index...)
                case 1: bytes.insert(contentsOf: bytes[index...].prefix(200), at: index)
                case 2: bytes[index] = 0
                case 3: bytes[index] = 0x0A
                default: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                }
            }
            try HostFiles.write(bytes, to: path)
        }
        return before
    }
}
