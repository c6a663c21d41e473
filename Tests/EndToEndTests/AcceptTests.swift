import AuditTestSupport
import Foundation
import Testing

@Suite struct `debvouch accept` {
    private static let hook = "/etc/apt/apt.conf.d/80vendor"
    private static let words = ["--reason", "vendor's own, ticket 12", "--owner", "ops"]

    /// A tree with an unowned hook that runs a vendor's program, and a way to run commands on it.
    private final class Scene {
        let built: BuiltTree

        init(_ more: String = "") throws {
            built = try TreeBuilder.build(
                TreeDescription(
                    """
                    use base
                    file /opt/vendor/notify mode=0755 <<END
                    #!/bin/sh
                    echo upgraded
                    END
                    file \(`debvouch accept`.hook) <<END
                    DPkg::Post-Invoke { "/opt/vendor/notify --quiet"; };
                    END
                    \(more)
                    """, file: "accept"))
        }

        deinit { built.remove() }

        func accept(_ arguments: [String], words: [String] = `debvouch accept`.words) throws -> CommandResult {
            try BuiltProgram.run(
                ["accept", "--root", "tree", "--archives", "archives", "--output", "x.json"] + arguments + words,
                in: built.folder)
        }

        /// The findings about the hook that stand.
        func standing() throws -> [[String: Any]] {
            let result = try BuiltProgram.audit(built, ["--exceptions", "x.json", "--report", "json"])
            let report = try ParsedReport(result.output)
            return report.list("findings").filter {
                $0["path"] as? String == `debvouch accept`.hook && $0["excepted_by"] == nil
            }
        }

        func write(_ text: String, to path: String) throws {
            try Data(text.utf8).write(to: URL(filePath: built.folder + "/" + path))
        }

        var file: String { (try? String(contentsOfFile: built.folder + "/x.json", encoding: .utf8)) ?? "" }
    }

    @Test func `an accepted hook no longer stands, and its programs are pinned`() throws {
        let scene = try Scene()
        let before = try TreeSnapshot(of: scene.built.folder + "/tree")
        let result = try scene.accept([Self.hook])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.text.contains("accepted \(Self.hook)\n"))
        #expect(result.text.contains("  runs      /opt/vendor/notify\n"))
        #expect(try TreeSnapshot(of: scene.built.folder + "/tree").difference(from: before) == [])
        #expect(try scene.standing().isEmpty)
    }

    @Test func `a changed program ends it, and the finding that stands again says why`() throws {
        let scene = try Scene()
        #expect(try scene.accept([Self.hook]).status == 0)
        try scene.write("#!/bin/sh\necho other\n", to: "tree/opt/vendor/notify")
        let findings = try scene.standing()
        #expect(!findings.isEmpty)
        let evidence = findings.flatMap { $0["evidence"] as? [String] ?? [] }
        #expect(evidence.contains { $0.contains("has ended: /opt/vendor/notify does not hold what was accepted") })
    }

    @Test func `a program that went away ends it, and so does a changed file`() throws {
        let scene = try Scene()
        #expect(try scene.accept([Self.hook]).status == 0)
        try FileManager.default.removeItem(atPath: scene.built.folder + "/tree/opt/vendor/notify")
        #expect(try scene.standing().isEmpty == false)
        let other = try Scene()
        #expect(try other.accept([Self.hook]).status == 0)
        try other.write("DPkg::Post-Invoke { \"/opt/vendor/notify\"; };\n", to: "tree" + Self.hook)
        let evidence = try other.standing().flatMap { $0["evidence"] as? [String] ?? [] }
        #expect(evidence.contains { $0.contains("has ended: \(Self.hook) does not hold what it pins") })
    }

    @Test func `a program that takes the name of a pinned one in PATH ends it`() throws {
        let scene = try Scene("file /usr/bin/vendor-notify mode=0755 <<END\n#!/bin/sh\nEND")
        try scene.write("DPkg::Post-Invoke { \"vendor-notify\"; };\n", to: "tree" + Self.hook)
        #expect(try scene.accept([Self.hook]).status == 0)
        #expect(try scene.standing().isEmpty)
        try FileManager.default.createDirectory(
            atPath: scene.built.folder + "/tree/usr/local/sbin", withIntermediateDirectories: true)
        try scene.write("#!/bin/sh\n", to: "tree/usr/local/sbin/vendor-notify")
        #expect(try scene.standing().isEmpty == false)
    }

    @Test func `a finding is accepted by its id, which stays the same, and nothing is accepted twice`() throws {
        let scene = try Scene()
        let json = try BuiltProgram.audit(scene.built, ["--report", "json"])
        let finding = try #require(
            try ParsedReport(json.output).list("findings").first { $0["path"] as? String == Self.hook })
        let id = try #require(finding["id"] as? String)
        #expect(try scene.accept([id, "--expires", "2099-12-31"]).status == 0)
        let first = scene.file
        #expect(first.contains("\"expires\": \"2099-12-31\""))
        let again = try scene.accept([id])
        #expect(again.status == 1)
        #expect(again.errors.contains("silenced by the exception accept-"))
        #expect(scene.file == first)
    }

    @Test func `what stands in the file is kept, and one that others can write is refused`() throws {
        let scene = try Scene()
        let before = #"{"version":1,"exceptions":[{"id":"ours","all":[{"field":"a","is":"b"}]}]}"#
        try scene.write(before, to: "x.json")
        #expect(try scene.accept([Self.hook]).status == 0)
        #expect(scene.file.hasPrefix(String(before.dropLast(3))))
        try Command.require("chmod", ["0666", scene.built.folder + "/x.json"])
        let kept = scene.file
        let refused = try scene.accept([Self.hook])
        #expect(refused.status == 78)
        #expect(refused.errors.contains("so it is not obeyed"))
        #expect(scene.file == kept)
    }

    @Test func `code that proof speaks against is refused, and never becomes accepted`() throws {
        let description = try TreeDescription(fixture: "checks/script-modified/flagged/one-byte.tree")
        let built = try TreeBuilder.build(description)
        defer { built.remove() }
        let script = "/var/lib/dpkg/info/anchord.prerm"
        let arguments =
            ["accept", "--root", "tree", "--archives", "archives", "--output", "x.json", script] + Self.words
        let refused = try BuiltProgram.run(arguments, in: built.folder)
        #expect(refused.status == 1)
        #expect(refused.errors.contains("differs from what its package ships"))
        #expect(!FileManager.default.fileExists(atPath: built.folder + "/x.json"))
        let forced = try BuiltProgram.run(arguments + ["--even-contradicted"], in: built.folder)
        #expect(forced.status == 0, "\(forced.errors)")
        #expect(forced.text.contains("silenced, not accepted: \(script)\n"))
        let file = try String(contentsOfFile: built.folder + "/x.json", encoding: .utf8)
        #expect(!file.contains("accepts"))
    }

    private static let refused: [(arguments: [String], status: Int32)] = [
        (["/etc/apt/none"], 1), (["dv-0000000000000000"], 1), (["--package", "none"], 1), (["/var/lib/dpkg"], 1),
        (["hook"], 64), ([], 64), ([hook, "--expires", "2020-01-01"], 64), ([hook, "--expires", "soon"], 64),
    ]

    @Test(arguments: refused)
    func `what cannot be accepted is refused, and nothing is written`(arguments: [String], status: Int32) throws {
        let scene = try Scene()
        let result = try scene.accept(arguments)
        #expect(result.status == status, "\(result.errors)")
        #expect(scene.file == "")
    }

    @Test(arguments: [[], ["--reason", "x"], ["--owner", "x"], ["--reason", " ", "--owner", "x"]] as [[String]])
    func `a reason and an owner are required`(words: [String]) throws {
        let scene = try Scene()
        #expect(try scene.accept([Self.hook], words: words).status == 64)
        #expect(scene.file == "")
    }
}
