import AuditTestSupport
import Foundation
import Testing

/// `debvouch fetch` with a repository of this machine: what is obtained, kept, refused and told.
@Suite struct `Fetching archives` {
    private func withCache(_ body: (FetchYard, String) throws -> Void) throws {
        try body(try FetchYard.shared.get(), try TestFolders.make("cache"))
    }

    @Test func `exactly what an audit needs is fetched, and a second run fetches nothing`() throws {
        try withCache { yard, cache in
            let before = try TreeSnapshot(of: yard.built.tree)
            let first = try yard.fetch(into: cache)
            #expect(FetchSummary(first) == FetchSummary(needed: 4, held: 0, fetched: 3, unlisted: 1, other: 1))
            #expect(first.text.contains("In no package list of the sources, in any version: foundling."))
            #expect(first.status == 2)
            #expect(try FetchCache.packages(cache) == ["bilge", "capstan", "oakum"])
            let second = try yard.fetch(into: cache)
            #expect(FetchSummary(second) == FetchSummary(needed: 4, held: 3, fetched: 0, unlisted: 1, other: 1))
            #expect(try TreeSnapshot(of: yard.built.tree).difference(from: before) == [])
            #expect(!HostFiles.exists(Array(yard.canary.utf8)))
        }
    }

    @Test func `with every package asked for, those without a script come too`() throws {
        try withCache { yard, cache in
            let result = try yard.fetch(into: cache, ["--files"])
            #expect(FetchSummary(result) == FetchSummary(needed: 5, held: 0, fetched: 4, unlisted: 1, other: 1))
            #expect(try FetchCache.packages(cache) == ["bilge", "capstan", "oakum", "planks"])
        }
    }

    @Test func `a fetch where everything is at hand ends with 0`() throws {
        try withCache { yard, cache in
            let archives = FetchYard.listed + ["foundling_1.0-1_all.deb", "oakum_1.0-1_all.deb"]
            let whole = try AptRepository(
                of: archives.map { "\(yard.built.archives)/\($0)" }, keys: yard.keys, signer: yard.signer)
            let result = try yard.fetch(into: cache, from: whole.line())
            #expect(FetchSummary(result) == FetchSummary(needed: 4, held: 0, fetched: 4, unlisted: 0, other: 0))
            #expect(result.status == 0, "\(result.text)")
        }
    }

    @Test func `sources in deb822 style and the copy method serve as well`() throws {
        try withCache { yard, cache in
            let text = """
                Types: deb deb-src
                URIs: copy:\(yard.repository.folder)
                Suites: tide
                Components: main
                Signed-By: \(yard.repository.keyring)

                """
            let file = try yard.sources(text, name: "quay.sources")
            let result = try BuiltProgram.run(
                ["fetch", "--root", yard.built.tree, "--sources", file, "--cache", cache])
            #expect(FetchSummary(result)?.fetched == 3, "\(result.text)\(result.errors)")
        }
    }

    @Test func `a fetch that was broken off goes on with what is missing, cut short or changed`() throws {
        try withCache { yard, cache in
            _ = try yard.fetch(into: cache)
            let archives = try FetchCache.archives(cache)
            try #require(archives.count == 3)
            let paths = archives.map { Array("\(cache)/archives/\($0)".utf8) }
            try FileManager.default.removeItem(atPath: String(decoding: paths[0], as: UTF8.self))
            try Command.require("truncate", ["-s", "100", String(decoding: paths[1], as: UTF8.self)])
            #expect(FetchSummary(try yard.fetch(into: cache))?.fetched == 2)
            var bytes = try HostFiles.read(paths[2])
            let sound = bytes
            bytes[bytes.count / 2] ^= 0xFF
            try HostFiles.write(bytes, to: paths[2])
            #expect(FetchSummary(try yard.fetch(into: cache))?.fetched == 1)
            #expect(try HostFiles.read(paths[2]) == sound)
            #expect(try FetchCache.archives(cache) == archives)
        }
    }

    @Test func `archives whose bytes are not what the list says are refused, each by its name`() throws {
        try withCache { yard, cache in
            let copy = try AptRepository(
                of: FetchYard.listed.map { "\(yard.built.archives)/\($0)" }, keys: yard.keys, signer: yard.signer)
            try copy.damage("capstan_2.0-2_all.deb")
            try copy.damage("oakum_1.0-2_all.deb")
            let result = try yard.fetch(into: cache, from: copy.line())
            #expect(try FetchCache.packages(cache) == ["bilge"])
            #expect(result.text.contains("capstan"), "\(result.text)")
            #expect(result.text.contains("oakum"), "\(result.text)")
            #expect(result.status == 2)
            let left = try FileManager.default.subpathsOfDirectory(atPath: cache + "/incoming")
            #expect(left.filter { $0.hasSuffix(".deb") } == [])
        }
    }

    @Test func `the limit removes what was used longest ago, and never what is needed now`() throws {
        try withCache { yard, cache in
            _ = try yard.fetch(into: cache)
            let needed = try FetchCache.archives(cache)
            for name in needed { try HostFiles.setTime(1000, of: Array("\(cache)/archives/\(name)".utf8)) }
            for (index, name) in ["old.deb", "older.deb", "oldest.deb"].enumerated() {
                let path = "\(cache)/archives/\(name)"
                try Command.require("truncate", ["-s", "900K", path])
                try HostFiles.setTime(Int64(90_000 - index), of: Array(path.utf8))
            }
            _ = try yard.fetch(into: cache, ["--cache-limit", "2"])
            #expect(try FetchCache.archives(cache) == (needed + ["old.deb", "older.deb"]).sorted())
            try HostFiles.cut(Array("\(cache)/archives/older.deb".utf8), to: 2 << 20)
            try HostFiles.setTime(4_000_000_000, of: Array("\(cache)/archives/older.deb".utf8))
            _ = try yard.fetch(into: cache, ["--cache-limit", "1"])
            #expect(try FetchCache.archives(cache) == needed)
        }
    }

    @Test func `a user who is not root fetches into a cache of their own`() throws {
        let asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"]
        guard try Command.run("setpriv", asNobody + ["test", "-x", BuiltProgram.path]).status == 0 else { return }
        try withCache { yard, cache in
            try HostFiles.setOwner(65534, 65534, of: Array(cache.utf8))
            let sources = try yard.sources()
            let result = try Command.run(
                "setpriv",
                asNobody + [
                    BuiltProgram.path, "fetch", "--root", yard.built.tree, "--sources", sources, "--cache", cache,
                ])
            #expect(FetchSummary(result)?.fetched == 3, "\(result.text)\(result.errors)")
            #expect(try FetchCache.archives(cache).count == 3)
        }
    }

    @Test func `the report names the programs that were run, with their digests`() throws {
        try withCache { yard, cache in
            let result = try yard.fetch(into: cache)
            let digest = try Command.require("sha256sum", ["/usr/bin/apt-get"]).text.prefix(64)
            #expect(result.text.contains("/usr/bin/apt-get (sha256 \(digest))"))
        }
    }
}
