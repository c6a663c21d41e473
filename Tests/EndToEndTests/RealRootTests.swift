import AuditTestSupport
import Foundation
import Testing

/// What Debian really ships: a sound root is clean, and one changed byte is one finding.
@Suite(.serialized) struct `Real roots` {
    @Test(arguments: ["minbase", "server"])
    func `a sound root is clean and every control member is proven`(name: String) throws {
        let root = try name == "server" ? RealRoot.server() : RealRoot.minimal()
        let result = try BuiltProgram.run(
            ["audit", "--root", "tree", "--archives", "archives", "--report", "json"], in: root.folder)
        let report = try ParsedReport(result.output)
        expectSame(report.findings.filter { $0.severity != "info" }, [], "findings above info")
        let proven = ["signed", "signed-other-version", "host-trusted", "archive-only"]
        let unproven = report.list("artifacts").filter { artifact in
            let role = artifact["role"] as? String ?? ""
            return ["maintainer-script", "control-member"].contains(role)
                && !proven.contains(artifact["rung"] as? String ?? "")
        }
        expectSame(unproven.map { $0["path"] as? String ?? "" }, [], "control members without proof")
        expectSame(report.gaps, [], "gaps")
        #expect(report.list("artifacts").count > (name == "server" ? 900 : 400))
        #expect(result.status == 0)
    }

    @Test func `a sound root is clean with every data archive opened`() throws {
        let root = try RealRoot.minimal()
        let result = try BuiltProgram.run(
            ["audit", "--root", "tree", "--archives", "archives", "--deep", "--report", "json"], in: root.folder)
        expectSame(try ParsedReport(result.output).findings.filter { $0.severity != "info" }, [], "findings above info")
        #expect(result.status == 0)
    }

    @Test(arguments: [("minbase", "libc6:amd64.postinst"), ("server", "openssh-server.postinst")])
    func `one changed byte is exactly one more finding`(name: String, script: String) throws {
        let built = try (name == "server" ? RealRoot.server() : RealRoot.minimal()).copy()
        defer { built.remove() }
        let sound = try ParsedReport(BuiltProgram.audit(built, ["--report", "json"]).output).findings
        let path = Array("\(built.tree)/var/lib/dpkg/info/\(script)".utf8)
        let time = try Command.require("stat", ["-c", "%Y", String(decoding: path, as: UTF8.self)]).text
        var bytes = try HostFiles.read(path)
        let last = try #require(bytes.lastIndex(of: 0x0A))
        bytes[last] = 0x20
        try HostFiles.write(bytes, to: path)
        try HostFiles.setTime(try #require(Int64(time.dropLast())), of: path)

        let result = try BuiltProgram.audit(built, ["--report", "json"])
        let expected = ParsedReport.Seen(
            severity: "critical", check: "script-modified", path: "/var/lib/dpkg/info/\(script)")
        expectSame(try ParsedReport(result.output).findings, (sound + [expected]).sorted(), "findings")
        #expect(result.status == 1)
        let difference = try BuiltProgram.run(
            ["diff", "/var/lib/dpkg/info/\(script)", "--root", "tree", "--archives", "archives"], in: built.folder)
        #expect(difference.status == 1)
        #expect(difference.text.split(separator: "\n").contains { $0.hasPrefix("+") })
    }
}
