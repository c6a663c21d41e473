import AuditTestSupport
import Foundation
import Testing

/// `audit --baseline`: constancy is worth a rung of its own, and no more.
@Suite struct `Audits against an accepted report` {
    private static let script = "/var/lib/dpkg/info/capstan.postinst"

    private func withTree(_ body: (SignedRepository) throws -> Void) throws {
        let copy = try SigningYard.shared.get().repository.copy()
        defer { copy.remove() }
        try body(copy)
    }

    /// Audits without any reference, or with archives.
    private func audit(_ copy: SignedRepository, _ arguments: [String]) throws -> ParsedReport {
        let result = try BuiltProgram.run(["audit", "--root", "tree", "--report", "json"] + arguments, in: copy.folder)
        return try ParsedReport(result.output)
    }

    private func accept(_ copy: SignedRepository, _ arguments: [String] = []) throws {
        _ = try BuiltProgram.run(
            ["audit", "--root", "tree", "--report", "json=accepted.json"] + arguments, in: copy.folder)
    }

    private static let baseline = ["--baseline", "accepted.json"]
    private static let archives = ["--archives", "archives"]

    @Test func `what is unchanged reaches the rung, and the reason names the report`() throws {
        try withTree { copy in
            try accept(copy)
            #expect(try audit(copy, []).rungs[Self.script] == "unverifiable")
            let report = try audit(copy, Self.baseline)
            #expect(report.rungs[Self.script] == "baseline")
            let artifact = report.list("artifacts").first { $0["path"] as? String == Self.script }
            #expect(artifact?["verdict"] as? String == "unverifiable")
            let reason = (artifact?["reference"] as? [String: Any])?["reason"] as? String ?? ""
            #expect(reason.hasPrefix("unchanged since the report accepted.json of 20"), "\(reason)")
            let coverage = report.document["coverage"] as? [String: Any]
            #expect((coverage?["limits"] as? [String] ?? []).contains { $0.hasPrefix("The rung baseline means") })
        }
    }

    @Test(arguments: ["content", "mode", "owner"])
    func `what has changed since does not`(change: String) throws {
        try withTree { copy in
            try accept(copy)
            let path = Array((copy.folder + "/tree" + Self.script).utf8)
            switch change {
            case "content": try HostFiles.write(Array("#!/bin/sh\nexit 1\n".utf8), to: path)
            case "mode": try HostFiles.setMode(0o777, of: path)
            default: try HostFiles.setOwner(1000, 1000, of: path)
            }
            let rungs = try audit(copy, Self.baseline).rungs
            #expect(rungs[Self.script] == "unverifiable")
            #expect(rungs["/var/lib/dpkg/info/capstan.prerm"] == "baseline")
        }
    }

    @Test func `a stronger rung stays`() throws {
        try withTree { copy in
            try accept(copy)
            #expect(try audit(copy, Self.archives + Self.baseline).rungs[Self.script] == "archive-only")
        }
    }

    @Test func `a contradiction is hidden neither by a report made before it was known, nor by one that knew it`()
        throws
    {
        try withTree { copy in
            try copy.write(Array("#!/bin/sh\necho implant\n".utf8), to: "tree" + Self.script)
            try accept(copy)
            #expect(try audit(copy, Self.baseline).rungs[Self.script] == "baseline")
            let known = try audit(copy, Self.archives + Self.baseline)
            #expect(known.rungs[Self.script] == "contradicted")
            #expect(known.findings.map(\.check).contains("script-modified"))
            try accept(copy, Self.archives)
            #expect(try audit(copy, Self.baseline).rungs[Self.script] == "unverifiable")
        }
    }

    @Test func `a requirement can ask for it`() throws {
        try withTree { copy in
            try accept(copy)
            let arguments = ["audit", "--root", "tree", "--require", "baseline"]
            #expect(try BuiltProgram.run(arguments, in: copy.folder).status & 2 == 2)
            let report = try audit(copy, Self.baseline)
            let weak = report.list("artifacts").filter { artifact in
                ["maintainer-script", "control-member"].contains(artifact["role"] as? String ?? "")
                    && artifact["rung"] as? String != "baseline" && artifact["rung"] as? String != "self-consistent"
            }
            expectSame(weak.map { $0["path"] as? String ?? "" }, [], "members without a baseline")
        }
    }

    @Test func `what is no report is 65, and none is 66`() throws {
        try withTree { copy in
            try copy.write(Array("{}".utf8), to: "empty.json")
            let run = ["audit", "--root", "tree", "--baseline"]
            #expect(try BuiltProgram.run(run + ["empty.json"], in: copy.folder).status == 65)
            #expect(try BuiltProgram.run(run + ["nowhere.json"], in: copy.folder).status == 66)
            #expect(try BuiltProgram.run(run + [""], in: copy.folder).status == 64)
        }
    }
}
