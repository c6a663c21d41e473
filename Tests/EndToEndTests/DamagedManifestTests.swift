import AuditTestSupport
import Foundation
import Testing

/// Stores that were changed, cut short or never were stores.
@Suite struct `Damaged known-good stores` {
    private func expectRefused(
        _ store: String, saying words: String = "debvouch: ", sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let yard = try ManifestYard.shared.get()
        for command in [["manifest", "show", store], ["manifest", "merge", store + ".new", store]] {
            let result = try BuiltProgram.run(command + yard.trust)
            #expect(result.status == 65, "\(command) \(result.errors)", sourceLocation: sourceLocation)
        }
        let audit = try yard.audit(["--manifest", store] + yard.trust)
        #expect(audit.status == 65, "\(audit.errors)", sourceLocation: sourceLocation)
        #expect(audit.errors.contains(store), "\(audit.errors)", sourceLocation: sourceLocation)
        #expect(audit.errors.contains(words), "\(audit.errors)", sourceLocation: sourceLocation)
        #expect(audit.errors.split(separator: "\n").count == 1, sourceLocation: sourceLocation)
        #expect(audit.output.isEmpty, sourceLocation: sourceLocation)
    }

    @Test func `a signed store with any byte changed is refused`() throws {
        let yard = try ManifestYard.shared.get()
        let sound = try HostFiles.read(Array(yard.store.utf8))
        var generator = DebRandom(seed: 20_261)
        for _ in 0..<6 {
            let position = Int.random(in: 0..<sound.count, using: &generator)
            let store = try yard.copy(signed: true)
            var bytes = sound
            bytes[position] ^= UInt8.random(in: 1...255, using: &generator)
            try HostFiles.write(bytes, to: Array(store.utf8))
            let verified = try BuiltProgram.run(["manifest", "verify", store] + yard.trust)
            #expect(verified.status == 65, "byte \(position) of seed 20261")
            let audit = try yard.audit(["--manifest", store] + yard.trust)
            #expect(audit.status == 65, "byte \(position) of seed 20261")
            #expect(audit.errors.contains("its signature does not hold"))
        }
    }

    @Test func `a signed store with bytes after its end is refused`() throws {
        let yard = try ManifestYard.shared.get()
        let store = try yard.copy(signed: true)
        try HostFiles.write(HostFiles.read(Array(store.utf8)) + [0], to: Array(store.utf8))
        try expectRefused(store, saying: "its signature does not hold")
    }

    @Test(arguments: ["", "no signature\n", "-----BEGIN PGP SIGNATURE-----\n\nxxxx\n-----END PGP SIGNATURE-----\n"])
    func `a store beside what is no signature is refused`(signature: String) throws {
        let yard = try ManifestYard.shared.get()
        let store = try yard.copy(signed: false)
        try HostFiles.write(Array(signature.utf8), to: Array("\(store).sig".utf8))
        try expectRefused(store)
    }

    @Test func `a store cut short anywhere is refused`() throws {
        let yard = try ManifestYard.shared.get()
        let size = try HostFiles.read(Array(yard.store.utf8)).count
        for length in [0, 16, 4096, size - 4096, size - 1] {
            let store = try yard.copy(signed: false)
            try Command.require("truncate", ["-s", String(length), store])
            try expectRefused(store)
        }
    }

    @Test func `what is no store is refused`() throws {
        let folder = try TestFolders.make("foreign")
        try HostFiles.write(Array("text\n".utf8), to: Array("\(folder)/text".utf8))
        try HostFiles.write(
            Array("SQLite format 3\0".utf8) + [UInt8](repeating: 7, count: 4080), to: Array("\(folder)/torn".utf8))
        let make = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.close()"
        let foreign = [
            ("other", "CREATE TABLE archive (id)"),
            (
                "newer",
                "CREATE TABLE a (b); PRAGMA application_id = 1685483825;"
                    + "PRAGMA user_version = 2"
            ),
            ("hollow", "CREATE TABLE a (b); PRAGMA application_id = 1685482801; PRAGMA user_version = 1"),
        ]
        for (name, script) in foreign { try Command.require("python3", ["-c", make, "\(folder)/\(name)", script]) }
        for name in ["text", "torn", "other", "newer"] { try expectRefused("\(folder)/\(name)") }
        #expect(try BuiltProgram.run(["manifest", "show", folder + "/hollow"]).status == 65)
        let missing = try ManifestYard.shared.get().audit(["--manifest", folder + "/missing"])
        #expect(missing.status == 66)
        #expect(missing.errors.contains("/missing"))
    }
}
