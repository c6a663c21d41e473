import AuditTestSupport
import Foundation
import Testing

/// `audit --fetch`: what the fetched archives prove, and what happens where nothing can be fetched.
@Suite struct `Audits that fetch first` {
    private func audit(_ yard: FetchYard, _ arguments: [String]) throws -> CommandResult {
        try BuiltProgram.run(
            ["audit", "--root", "tree", "--report", "json"] + yard.trust + arguments, in: yard.built.folder)
    }

    private func limits(_ result: CommandResult) throws -> [String] {
        let coverage = try ParsedReport(result.output).document["coverage"] as? [String: Any]
        return coverage?["limits"] as? [String] ?? []
    }

    @Test func `fetched archives prove scripts up to the signed index, superseded ones by another version`() throws {
        let yard = try FetchYard.shared.get()
        let cache = try TestFolders.make("cache")
        let result = try audit(yard, ["--fetch", "--sources", yard.sources(), "--cache", cache])
        let rungs = try ParsedReport(result.output).rungs
        #expect(rungs["/var/lib/dpkg/info/capstan.postinst"] == "signed", "\(result.errors)")
        #expect(rungs["/etc/apt/apt.conf.d/20bilge"] == "signed")
        #expect(rungs["/var/lib/dpkg/info/oakum.postinst"] == "signed-other-version")
        #expect(rungs["/var/lib/dpkg/info/oakum.prerm"] == "unverifiable")
        #expect(rungs["/var/lib/dpkg/info/foundling.postinst"] == "unverifiable")
        let said = try limits(result)
        #expect(said.contains("In no package list of the sources, in any version: foundling."))
        #expect(said.contains { $0.hasPrefix("Archives were fetched by programs of this machine: /usr/bin/apt-get") })
        #expect(!HostFiles.exists(Array(yard.canary.utf8)))
    }

    @Test func `the report is the same whether the archives were fetched now or before`() throws {
        let yard = try FetchYard.shared.get()
        let cache = try TestFolders.make("cache")
        let arguments = ["--fetch", "--sources", try yard.sources(), "--cache", cache]
        let first = try ParsedReport(audit(yard, arguments).output).document.filter { $0.key != "run" }
        let second = try ParsedReport(audit(yard, arguments).output).document.filter { $0.key != "run" }
        #expect(NSDictionary(dictionary: first) == NSDictionary(dictionary: second))
        #expect(!first.isEmpty)
    }

    @Test(arguments: ["file:/nonexistent", "http://127.0.0.1:9"])
    func `without a network one line says so, and the audit goes on as if it had not been asked`(address: String) throws
    {
        let yard = try FetchYard.shared.get()
        let sources = try yard.sources("deb \(address) tide main\n")
        let archives = ["--archives", "archives"]
        let without = try audit(yard, archives)
        let result = try audit(
            yard, archives + ["--fetch", "--sources", sources, "--cache", TestFolders.make("cache")])
        #expect(result.status == without.status)
        #expect(result.errors.split(separator: "\n").count == 1)
        #expect(result.errors.contains("nothing was fetched, the audit goes on with what there is"))
        #expect(try limits(result).contains { $0.hasPrefix("Nothing was fetched") })
        #expect(try ParsedReport(result.output).rungs == ParsedReport(without.output).rungs)
    }

    @Test func `an audit goes on from an earlier fetch where no source answers now`() throws {
        let yard = try FetchYard.shared.get()
        let cache = try TestFolders.make("cache")
        _ = try yard.fetch(into: cache)
        let dead = try yard.sources("deb http://127.0.0.1:9 tide main\n")
        let result = try audit(
            yard,
            ["--archives", cache + "/archives", "--fetch", "--sources", dead, "--cache", TestFolders.make("cache")])
        #expect(try ParsedReport(result.output).rungs["/var/lib/dpkg/info/capstan.postinst"] == "archive-only")
    }

    @Test func `a second audit asks no source while the lists are young and nothing is missing`() throws {
        let yard = try FetchYard.shared.get()
        let cache = try TestFolders.make("cache")
        let server = try FileServer(of: yard.repository.folder)
        defer { server.stop() }
        let arguments = ["--fetch", "--sources", try yard.sources(yard.repository.line(at: server.address))]
        let first = try audit(yard, arguments + ["--cache", cache])
        #expect(!first.errors.contains("apt-get was not run"))
        server.stop()
        let second = try audit(yard, arguments + ["--cache", cache])
        #expect(second.errors.contains("apt-get was not run"), "\(second.errors)")
        #expect(try ParsedReport(second.output).rungs == ParsedReport(first.output).rungs)
        #expect(try limits(second) == limits(first))
    }

    @Test(arguments: ["archive", "list", "sources", "age"])
    func `a second audit asks the sources again where anything has changed`(change: String) throws {
        let yard = try FetchYard.shared.get()
        let cache = try TestFolders.make("cache")
        let sources = try yard.sources()
        let arguments = ["--fetch", "--sources", sources, "--cache", cache]
        let first = try ParsedReport(audit(yard, arguments).output).rungs
        switch change {
        case "archive": try FileManager.default.removeItem(atPath: "\(cache)/archives/\(FetchCache.archives(cache)[0])")
        case "list":
            let lists = try FileManager.default.contentsOfDirectory(atPath: cache + "/apt/lists")
            let list = try #require(lists.first { $0.hasSuffix("_Packages") })
            try HostFiles.write(Array("Package: capstan\n".utf8), to: Array("\(cache)/apt/lists/\(list)".utf8))
        case "sources":
            try HostFiles.write(
                Array((yard.repository.line() + "deb file:/nonexistent tide main\n").utf8), to: Array(sources.utf8))
        default: try HostFiles.setTime(1_000_000_000, of: Array("\(cache)/apt/updated".utf8))
        }
        let second = try audit(yard, arguments)
        #expect(!second.errors.contains("apt-get was not run"), "\(second.errors)")
        #expect(try ParsedReport(second.output).rungs == first)
    }

    @Test func `over http from a server of this machine the same archives come`() throws {
        let yard = try FetchYard.shared.get()
        let cache = try TestFolders.make("cache")
        let server = try FileServer(of: yard.repository.folder)
        defer { server.stop() }
        let result = try yard.fetch(into: cache, from: yard.repository.line(at: server.address))
        #expect(FetchSummary(result) == FetchSummary(needed: 4, held: 0, fetched: 3, unlisted: 1, other: 1))
        #expect(FetchSummary(try yard.fetch(into: cache, from: yard.repository.line(at: server.address)))?.held == 3)
        let audited = try audit(
            yard,
            ["--fetch", "--sources", yard.sources(yard.repository.line(at: server.address)), "--cache", cache])
        #expect(try ParsedReport(audited.output).rungs["/var/lib/dpkg/info/capstan.postinst"] == "signed")
    }
}

extension ParsedReport {
    /// The rung of each artifact.
    var rungs: [String: String] {
        Dictionary(
            list("artifacts").map { ($0["path"] as? String ?? "", $0["rung"] as? String ?? "") },
            uniquingKeysWith: { first, _ in first })
    }
}
