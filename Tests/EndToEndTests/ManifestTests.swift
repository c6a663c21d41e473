import AuditTestSupport
import Foundation
import Testing

/// `debvouch manifest` and `audit --manifest`: a store says what the archives said, and no more than its signature allows.
@Suite struct `Known-good stores` {
    @Test func `a store gives the rungs that archives and index gave, with no archive at hand`() throws {
        let yard = try ManifestYard.shared.get()
        let whole = try yard.audit(
            ["--archives", yard.repository.folder + "/pool", "--index", yard.repository.folder] + yard.trust)
        let expected = try ParsedReport(whole.output).rungs
        #expect(expected["/var/lib/dpkg/info/capstan.postinst"] == "signed", "\(whole.errors)")
        #expect(expected["/etc/apt/apt.conf.d/20bilge"] == "signed")
        #expect(try yard.rungs(by: yard.store, yard.trust) == expected)
        let verdict = try ParsedReport(yard.audit(["--manifest", yard.store] + yard.trust).output).findings
        #expect(try verdict == ParsedReport(whole.output).findings)
    }

    @Test func `without a signature, or by an unknown signer, a store proves nothing above archive-only`() throws {
        let yard = try ManifestYard.shared.get()
        let stranger = try yard.copy(signed: false)
        #expect(try yard.sign(stranger, by: yard.fetch.keys.make("stranger")).status == 0)
        let cases = [
            (try yard.copy(signed: false), yard.trust), (stranger, yard.trust), (try yard.copy(signed: true), []),
        ]
        for (store, trust) in cases {
            let rungs = try yard.rungs(by: store, trust)
            #expect(rungs["/var/lib/dpkg/info/capstan.postinst"] == "archive-only")
            #expect(rungs.values.allSatisfy { !["signed", "signed-other-version", "host-trusted"].contains($0) })
            #expect(try BuiltProgram.run(["manifest", "verify", store] + trust).status == 1)
        }
    }

    @Test func `another version in a store supports what it shares with the installed one`() throws {
        let yard = try ManifestYard.shared.get()
        let folder = try TestFolders.make("store")
        let repository = yard.fetch.repository
        let built = try BuiltProgram.run(
            ["manifest", "build", folder + "/other", "--archives", repository.folder + "/pool"]
                + ["--index", repository.folder] + yard.trust)
        #expect(built.status == 0, "\(built.errors)")
        #expect(try yard.sign(folder + "/other", by: yard.steward).status == 0)
        let rungs = try yard.rungs(by: folder + "/other", yard.trust)
        #expect(rungs["/var/lib/dpkg/info/oakum.postinst"] == "signed-other-version")
        #expect(rungs["/var/lib/dpkg/info/oakum.prerm"] == "unverifiable")
        #expect(rungs["/var/lib/dpkg/info/capstan.postinst"] == "signed")
    }

    @Test func `a store shows its archives and its signer`() throws {
        let yard = try ManifestYard.shared.get()
        let shown = try BuiltProgram.run(["manifest", "show", yard.store] + yard.trust)
        #expect(shown.status == 0)
        for word in ["capstan", "2.0-2", "bilge", "1:1.0-1", yard.steward] {
            #expect(shown.text.contains(word), "\(shown.text)")
        }
        let unsigned = try BuiltProgram.run(["manifest", "show", yard.copy(signed: false)])
        #expect(unsigned.status == 0)
        #expect(unsigned.text.contains("not signed"))
        let verified = try BuiltProgram.run(["manifest", "verify", yard.store] + yard.trust)
        #expect(verified.text == "signed by \(yard.steward)\n")
        #expect(verified.status == 0)
    }

    @Test func `archives that no signed index lists are left out by name, and alone make no store`() throws {
        let yard = try ManifestYard.shared.get()
        let folder = try TestFolders.make("store")
        let part = try yard.build(folder + "/part", from: ["capstan_2.0-2_all.deb", "oakum_1.0-2_all.deb"])
        #expect(part.status == 2)
        #expect(part.errors.contains("oakum_1.0-2_all.deb"))
        #expect(part.text.contains("archives: 1, in "))
        let none = try yard.build(folder + "/none", from: ["oakum_1.0-2_all.deb"])
        #expect(none.status == 65)
        let untrusted = try yard.build(folder + "/none", from: ["capstan_2.0-2_all.deb"], [])
        #expect(untrusted.status == 65)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["part"])
    }

    @Test func `a merged store grows by distinct packages, and holds each member once`() throws {
        let yard = try ManifestYard.shared.get()
        let folder = try TestFolders.make("store")
        let hosts = [
            ["capstan_2.0-2_all.deb", "bilge_1%3a1.0-1_amd64.deb"],
            ["capstan_2.0-2_all.deb", "foundling_1.0-1_all.deb"],
        ]
        for (index, archives) in hosts.enumerated() {
            #expect(try yard.build("\(folder)/\(index)", from: archives).status == 0)
            #expect(try yard.sign("\(folder)/\(index)", by: yard.steward).status == 0)
        }
        let merged = try BuiltProgram.run(
            ["manifest", "merge", folder + "/both", folder + "/0", folder + "/1"] + yard.trust)
        #expect(merged.status == 0, "\(merged.errors)")
        #expect(merged.text.contains("archives: 3, in "))
        #expect(try yard.count("archive", in: folder + "/both") == 3)
        #expect(try yard.count("chain", in: folder + "/both") == 1)
        for store in ["both", "0"] {
            let rows = try yard.count("member", in: "\(folder)/\(store)")
            let distinct = "(SELECT DISTINCT sha256, mode, mtime FROM member)"
            #expect(try yard.count(distinct, in: "\(folder)/\(store)") == rows)
            #expect(try yard.count("archive_member", in: "\(folder)/\(store)") >= rows)
        }
        // The two scripts are the same bytes, mode and time.
        let scripts = "(SELECT DISTINCT member FROM archive_member WHERE name = CAST('postinst' AS BLOB))"
        #expect(try yard.count(scripts, in: folder + "/both") == 1)
        let again = try BuiltProgram.run(
            ["manifest", "merge", folder + "/same", folder + "/0", folder + "/0"] + yard.trust)
        #expect(again.text.contains("archives: 2, in "))
    }

    @Test func `a store that nobody trusted signed is not merged`() throws {
        let yard = try ManifestYard.shared.get()
        let output = try TestFolders.make("store") + "/merged"
        let unpinned = try BuiltProgram.run(["manifest", "merge", output, yard.store])
        #expect(unpinned.status == 65)
        let result = try BuiltProgram.run(
            ["manifest", "merge", output, yard.store, yard.copy(signed: false)] + yard.trust)
        #expect(result.status == 65)
        #expect(result.errors.contains("not signed"))
        #expect(!HostFiles.exists(Array(output.utf8)))
    }

    @Test func `an existing output is never written over`() throws {
        let yard = try ManifestYard.shared.get()
        let folder = try TestFolders.make("store")
        try HostFiles.write(Array("kept\n".utf8), to: Array("\(folder)/file".utf8))
        try HostFiles.makeLink(Array("\(folder)/link".utf8), to: Array("nowhere".utf8))
        for name in ["file", "link", "none/store"] {
            let path = "\(folder)/\(name)"
            #expect(try yard.build(path, from: ["capstan_2.0-2_all.deb"]).status == 73)
            #expect(try BuiltProgram.run(["manifest", "merge", path, yard.store] + yard.trust).status == 73)
        }
        #expect(try HostFiles.read(Array("\(folder)/file".utf8)) == Array("kept\n".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["file", "link"])
    }

    @Test func `a store is signed by a key that gpg has, or not at all`() throws {
        let yard = try ManifestYard.shared.get()
        let store = try yard.copy(signed: false)
        let result = try yard.sign(store, by: "nobody@quay.example")
        #expect(result.status == 73)
        #expect(!result.errors.isEmpty)
        #expect(!HostFiles.exists(Array((store + ".sig").utf8)))
    }
}
