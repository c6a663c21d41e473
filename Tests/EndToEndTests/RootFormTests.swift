import AuditTestSupport
import Foundation
import Testing

/// One tree, reached in several ways and by several users.
@Suite struct `Forms of a root` {
    /// A tampered tree with a finding and nothing else unusual.
    private func withTree(_ body: (BuiltTree) throws -> Void) throws {
        let built = try TreeBuilder.build(TreeDescription(fixture: "trees/postinst-one-byte/tree"))
        defer { built.remove() }
        try body(built)
    }

    /// The lines of the JSON report without the root's name, which only the host block and the commands of guidance hold.
    private func report(_ root: String, in built: BuiltTree, _ arguments: [String] = []) throws -> [String] {
        let result = try BuiltProgram.run(
            ["audit", "--root", root, "--archives", "archives", "--report", "json"] + arguments, in: built.folder)
        #expect(result.status == 3)
        let masked = try ReportMask(built, json: result.output).json(result.output)
        var document = try ParsedReport(masked).document
        var host = document["host"] as? [String: Any]
        host?["root"] = nil
        document["host"] = host
        document["guidance"] = nil
        return try ParsedReport.canonical(document).split(separator: "\n").map(String.init)
    }

    @Test func `relative, absolute and linked roots give the same report`() throws {
        try withTree { built in
            try HostFiles.makeLink(Array((built.folder + "/link").utf8), to: Array("tree".utf8))
            let relative = try report("tree", in: built)
            for form in ["./tree", built.tree, built.tree + "/", "link", "tree/../tree"] {
                let other = try report(form, in: built)
                expectSame(other, relative, "the root as \(form)")
            }
        }
    }

    @Test func `a read-only root gives the same report`() throws {
        try withTree { built in
            let before = try report("tree", in: built)
            try Command.require("mount", ["--bind", built.tree, built.tree])
            defer { _ = try? Command.run("umount", ["--lazy", built.tree]) }
            try Command.require("mount", ["-o", "remount,ro,bind", built.tree])
            expectSame(try report("tree", in: built), before, "read-only")
        }
    }

    @Test func `two runs and any number of jobs give the same bytes`() throws {
        try withTree { built in
            let first = try report("tree", in: built)
            #expect(try report("tree", in: built) == first)
            for jobs in ["1", "8"] { #expect(try report("tree", in: built, ["--jobs", jobs]) == first) }
            let texts = try ["1", "8", "3"].map { try BuiltProgram.audit(built, ["--jobs", $0]).output }
            #expect(texts.allSatisfy { $0 == texts[0] })
        }
    }

    @Test func `another user gets the same findings, and gaps only for what root alone may read`() throws {
        try withTree { built in
            let program = built.folder + "/debvouch"
            try Command.require("cp", ["--", BuiltProgram.path, program])
            let secret = "/etc/apt/apt.conf.d/50secret"
            try HostFiles.write(Array("Acquire::Retries \"3\";\n".utf8), to: Array((built.tree + secret).utf8))
            try HostFiles.setMode(0o600, of: Array((built.tree + secret).utf8))
            let arguments = ["audit", "--root", "tree", "--archives", "archives", "--report", "json"]
            let asRoot = try Command.run(program, arguments, in: built.folder)
            let asNobody = try Command.run(
                "setpriv", ["--reuid", "65534", "--regid", "65534", "--clear-groups", program] + arguments,
                in: built.folder)
            #expect(asRoot.status == 3)
            #expect(asNobody.status == 3)
            #expect(asNobody.errors == "")
            let (root, nobody) = (try ParsedReport(asRoot.output), try ParsedReport(asNobody.output))
            let readable = root.findings.filter { $0.path != secret }
            expectSame(nobody.findings, readable, "findings of another user")
            expectSame(nobody.gaps, [secret, "/root", "/root/.dpkg.cfg"].sorted(), "gaps of another user")
        }
    }
}
