import AuditTestSupport
import Foundation
import Testing

/// The commands of a report, carried out by a shell as a responder would, on a copy whose names fight back.
@Suite struct `Commands of a runbook` {
    private static let hook = "/etc/apt/apt.conf.d/99update"
    private static let option = "/etc/dpkg/dpkg.cfg.d/99update"
    private static let cron = "/etc/cron.d/li b'$(touch PWNED)"
    private static let script = "/var/lib/dpkg/info/cron.postinst"
    private static let texts = [
        hook: "DPkg::Post-Invoke { \"/opt/agent\"; };\n", option: "pre-invoke=/opt/agent\n",
        cron: "1 * * * * root /var/lib/dpkg/info/libupdate0.postinst\n2 * * * * root true\n"
            + "3 * * * * root /var/lib/dpkg/info/libupdate0.postinst\n",
    ]

    /// A tree in trouble, and an empty folder from which its commands are run.
    private struct Scene {
        let built: BuiltTree
        let root: String
        let work: String
        let genuine: [UInt8]

        init() throws {
            built = try TreeBuilder.build(TreeDescription(fixture: "stories/orphan-from-cron/tree"))
            root = built.folder + "/im age $(touch PWNED) 'q'"
            work = built.folder + "/work"
            try Command.require("mv", ["-T", built.tree, root])
            try HostFiles.makeFolder(Array(work.utf8))
            try Command.require("mkdir", ["-p", root + "/etc/apt/apt.conf.d", root + "/etc/dpkg/dpkg.cfg.d"])
            for (path, text) in texts { try HostFiles.write(Array(text.utf8), to: Array((root + path).utf8)) }
            genuine = try HostFiles.read(Array((root + script).utf8))
            try spoilScript()
        }

        func spoilScript() throws {
            try HostFiles.write(genuine + Array("# more\n".utf8), to: Array((root + script).utf8))
        }

        func text(_ path: String) -> String? {
            FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
        }

        func guidance() throws -> [[String: Any]] {
            try Command.require(
                "cp", [Repository.root + "/fixtures/stories/orphan-from-cron/events.ndjson", built.folder])
            let result = try BuiltProgram.run(
                [
                    "audit", "--root", root, "--archives", built.archives, "--events", "events.ndjson", "--keyring",
                    built.keyring, "--report", "json",
                ], in: built.folder)
            #expect(result.errors == "")
            return try ParsedReport(result.output).list("guidance")
        }

        /// Runs what steps whose ids begin so say; in the order of the report, as one paste.
        func run(_ ids: [String], of guidance: [[String: Any]], undoing: Bool = false) throws {
            let steps = guidance.filter { step in ids.contains { (step["id"] as? String ?? "").hasPrefix($0) } }
            #expect(steps.count >= ids.count)
            let lines = steps.flatMap { step in
                undoing ? [step["undo"] as? String ?? ""] : step["commands"] as? [String] ?? []
            }
            _ = try Command.run("bash", ["-c", lines.joined(separator: "\n")], in: work)
        }
    }

    private static let preserving = ["prepare-evidence-folder", "preserve-file-"]
    private static let removing = ["remove-starters-", "remove-configuration-", "neutralise-dpkg-hooks-"]

    @Test func `copies keep the whole path, precede every change and are never overwritten`() throws {
        let scene = try Scene()
        defer { scene.built.remove() }
        let guidance = try scene.guidance()
        for _ in 0..<2 {
            try scene.run(Self.preserving, of: guidance)
            try scene.run(Self.removing, of: guidance)
        }
        for (path, text) in Self.texts { #expect(scene.text(scene.work + "/evidence/tree" + path) == text, "\(path)") }
        #expect(scene.text(scene.root + Self.hook) == nil)
        #expect(scene.text(scene.root + Self.option) == nil)
        let entries = try #require(scene.text(scene.root + Self.cron)).split(separator: "\n")
        #expect(entries.count == 3)
        #expect(entries.map { $0.hasPrefix("#") } == [true, false, true])
        let mode = try FileManager.default.attributesOfItem(atPath: scene.work + "/evidence")[.posixPermissions]
        #expect(mode as? Int == 0o700)
        let sums = try Command.run("sha256sum", ["-c", "../sha256.txt"], in: scene.work + "/evidence/tree")
        #expect(sums.status == 0)
        let told = try #require(scene.text(scene.work + "/evidence/stat.txt"))
        for path in Self.texts.keys {
            #expect(told.contains("File: ")); #expect(told.contains((path as NSString).lastPathComponent))
        }
        #expect(try Command.run("find", [scene.built.folder, "-name", "PWNED"]).text == "")
    }

    @Test func `undoing puts each file back into its own place`() throws {
        let scene = try Scene()
        defer { scene.built.remove() }
        let guidance = try scene.guidance()
        try scene.run(Self.preserving, of: guidance)
        try scene.run(Array(Self.removing.dropFirst()), of: guidance)
        for path in [Self.hook, Self.option] { #expect(scene.text(scene.root + path) == nil, "\(path)") }
        try scene.run(Array(Self.removing.dropFirst()), of: guidance, undoing: true)
        for path in [Self.hook, Self.option] { #expect(scene.text(scene.root + path) == Self.texts[path], "\(path)") }
    }

    @Test func `a script comes back from its archive, and nothing is put in its place without one`() throws {
        let scene = try Scene()
        defer { scene.built.remove() }
        let guidance = try scene.guidance()
        let path = scene.root + Self.script
        try scene.run(Self.preserving, of: guidance)
        try scene.run(["restore-control-member-"], of: guidance)
        #expect(FileManager.default.contents(atPath: path).map(Array.init) == scene.genuine)
        try scene.spoilScript()
        try Command.require("rm", ["-r", scene.built.archives])
        try scene.run(["restore-control-member-"], of: guidance)
        #expect(scene.text(path)?.hasSuffix("# more\n") == true)
    }

    @Test func `every command of this program's own is one that it takes`() throws {
        let scene = try Scene()
        defer { scene.built.remove() }
        let lines = try scene.guidance().flatMap { step in
            (step["commands"] as? [String] ?? []) + [step["verify"] as? String ?? ""]
        }.filter { $0.hasPrefix("debvouch ") && !$0.hasSuffix(".") }
        #expect(lines.count > 5)
        for name in ["DIR", "EVENTS"] {
            let source = name == "DIR" ? scene.built.archives : scene.built.folder + "/events.ndjson"
            try Command.require("ln", ["-s", source, "\(scene.work)/\(name)"])
        }
        for line in Set(lines) {
            let words = BuiltProgram.path + line.dropFirst("debvouch".count)
            let result = try Command.run("bash", ["-c", words], in: scene.work)
            // Without a file of that name sources are missing input, and not a mistake in the command.
            let isTaken = line.contains("--fetch") ? result.status == 66 : result.status < 64
            #expect(isTaken, "\(line): \(result.status), \(result.errors)")
            #expect(line.hasPrefix("debvouch diff ") || line.contains("--root "), "\(line) looks at this machine")
        }
    }
}
