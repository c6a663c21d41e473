import AuditTestSupport
import Foundation
import Testing

/// Fetches that cannot be made: each ends with its status and one clear sentence.
@Suite struct `Fetches that fail` {
    private func expect(
        _ status: Int32, saying words: String, cache: String? = nil, from text: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let yard = try FetchYard.shared.get()
        let result = try yard.fetch(into: try cache ?? TestFolders.make("cache"), from: text)
        #expect(result.status == status, "\(result.errors)", sourceLocation: sourceLocation)
        #expect(result.errors.contains(words), "\(result.errors)", sourceLocation: sourceLocation)
        #expect(result.errors.split(separator: "\n").count == 1 || status == 64, sourceLocation: sourceLocation)
        #expect(result.output == [], sourceLocation: sourceLocation)
    }

    @Test func `a mounted tree without sources of the operator is 64`() throws {
        let yard = try FetchYard.shared.get()
        let cache = try TestFolders.make("cache")
        for arguments in [["fetch"], ["audit", "--fetch"]] {
            let result = try BuiltProgram.run(arguments + ["--root", yard.built.tree, "--cache", cache])
            #expect(result.status == 64)
            #expect(result.errors.contains("--sources"))
            #expect(result.errors.contains("the tree must not choose where we connect"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: cache) == [])
    }

    @Test func `a second fetch into one cache is 75`() throws {
        let yard = try FetchYard.shared.get()
        let cache = try TestFolders.make("cache")
        let lock = cache + "/lock"
        try HostFiles.write([], to: Array(lock.utf8))
        let sources = try yard.sources()
        let result = try Command.run(
            "flock",
            [lock, BuiltProgram.path, "fetch", "--root", yard.built.tree, "--sources", sources, "--cache", cache])
        #expect(result.status == 75)
        #expect(result.errors.contains("another fetch is using \(cache)"))
        #expect(try yard.fetch(into: cache).status == 2)
    }

    @Test func `a cache that cannot be made is 73`() throws {
        let folder = try TestFolders.make("cache")
        try HostFiles.write([], to: Array("\(folder)/file".utf8))
        try HostFiles.makeLink(Array("\(folder)/link".utf8), to: Array("/".utf8))
        try expect(73, saying: "\(folder)/file", cache: folder + "/file")
        try expect(73, saying: "\(folder)/file/in", cache: folder + "/file/in")
        try expect(73, saying: "\(folder)/link", cache: folder + "/link")
        try expect(73, saying: "\(folder)/no/where", cache: folder + "/no/where")
    }

    @Test func `a user's cache folder is made where there is none, for that user alone`() throws {
        let asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"]
        guard try Command.run("setpriv", asNobody + ["test", "-x", BuiltProgram.path]).status == 0 else { return }
        let yard = try FetchYard.shared.get()
        let home = try TestFolders.make("home")
        try HostFiles.setOwner(65534, 65534, of: Array(home.utf8))
        let sources = try yard.sources()
        let result = try Command.run(
            "setpriv", asNobody + [BuiltProgram.path, "fetch", "--root", yard.built.tree, "--sources", sources],
            environment: ["HOME": home])
        #expect(FetchSummary(result)?.fetched == 3, "\(result.text)\(result.errors)")
        #expect(try Command.require("stat", ["-c", "%a", home + "/.cache"]).text == "700\n")
    }

    @Test func `a name for the cache that apt's configuration cannot hold is 64`() throws {
        let folder = try TestFolders.make("cache")
        try expect(64, saying: "--cache takes no path with quotes", cache: folder + "/quo\"te")
        try expect(64, saying: "--cache takes no path with quotes", cache: folder + "/new\nline")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        try expect(64, saying: "--cache", cache: "")
    }

    @Test func `sources that are not there are 66`() throws {
        let yard = try FetchYard.shared.get()
        let result = try BuiltProgram.run(["fetch", "--root", yard.built.tree, "--sources", "/nowhere.list"])
        #expect(result.status == 66)
        #expect(result.errors.contains("/nowhere.list"))
    }

    @Test(arguments: ["", "# nothing\n", "deb cdrom:[Quay]/ tide main\n", "deb tor+http://quay.example tide main\n"])
    func `sources without a line that may be used are 66`(text: String) throws {
        try expect(66, saying: "no source line may be used", from: text)
    }

    @Test(arguments: ["file:/nonexistent", "copy:/nonexistent", "http://127.0.0.1:9"])
    func `a source that does not answer is 69`(address: String) throws {
        try expect(69, saying: "no package list could be obtained", from: "deb \(address) tide main\n")
    }

    @Test func `a repository that another key signed is 69`() throws {
        let yard = try FetchYard.shared.get()
        let stranger = try SigningKeys()
        let other = try AptRepository(
            of: ["\(yard.built.archives)/capstan_2.0-2_all.deb"], keys: stranger, signer: stranger.make("stranger"))
        let line = other.line().replacingOccurrences(of: other.keyring, with: yard.repository.keyring)
        try expect(69, saying: "no package list could be obtained", from: line)
    }

    @Test func `one source that does not answer among others costs only itself`() throws {
        let yard = try FetchYard.shared.get()
        let cache = try TestFolders.make("cache")
        let result = try yard.fetch(
            into: cache, from: "deb file:/nonexistent tide main\n" + yard.repository.line())
        #expect(FetchSummary(result)?.fetched == 3, "\(result.text)\(result.errors)")
        #expect(result.text.contains("apt-get update"))
        #expect(result.status == 2)
    }
}
