import AuditTestSupport
import Foundation
import Testing

/// The JSON report against the schema that the program prints, by a validator that is not ours.
@Suite struct `JSON Schema of the report` {
    /// Prints `NAME: where: what` for each file of a folder that the schema refuses.
    private static let validator = """
        import json, pathlib, sys
        from jsonschema import Draft202012Validator
        schema = json.loads(pathlib.Path(sys.argv[1]).read_text())
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        files = sorted(pathlib.Path(sys.argv[2]).iterdir())
        for file in files:
            for error in validator.iter_errors(json.loads(file.read_text())):
                place = "/".join(str(step) for step in error.absolute_path)
                print(f"{file.name}: {place}: {error.message[:200]}")
        print(len(files), "files", file=sys.stderr)
        """

    static func problems(in folder: String) throws -> [String] {
        let schema = try BuiltProgram.run(["schema"])
        try #require(schema.status == 0, "\(schema.errors)")
        let path = try TestFolders.make("schema") + "/schema.json"
        try HostFiles.write(schema.output, to: Array(path.utf8))
        let result = try Command.require("/usr/bin/python3", ["-c", validator, path, folder])
        try #require(!result.errors.hasPrefix("0 files"))
        return result.text.split(separator: "\n").map(String.init)
    }

    @Test func `the report on every tree is valid`() throws {
        let folder = try TestFolders.make("reports")
        for name in `Audit of whole trees`.names {
            let description = try TreeDescription(fixture: "trees/\(name)/tree")
            let built = try TreeBuilder.build(description)
            defer { built.remove() }
            let report = try BuiltProgram.audit(built, description.arguments + ["--report", "json"])
            try HostFiles.write(report.output, to: Array("\(folder)/\(name)".utf8))
        }
        expectSame(try Self.problems(in: folder), [], "the schema refuses")
    }

    @Test func `the schema refuses a report with another name or word`() throws {
        let built = try TreeBuilder.build(TreeDescription(fixture: "trees/base/tree"))
        defer { built.remove() }
        let report = String(
            decoding: try BuiltProgram.audit(built, ["--report", "json"]).output, as: UTF8.self)
        for (old, new) in [
            ("\"verdict\" : \"unproven\"", "\"verdict\" : \"fine\""), ("\"artifacts\" :", "\"artefacts\" :"),
            ("\"rung\" : \"archive-only\"", "\"rung\" : \"strong\""),
            ("\"exit_status\" : 2", "\"exit_status\" : \"2\""),
        ] {
            let changed = report.replacingOccurrences(of: old, with: new)
            try #require(changed != report, "\(old) does not stand in the report")
            let folder = try TestFolders.make("wrong")
            try HostFiles.write(Array(changed.utf8), to: Array((folder + "/report").utf8))
            #expect(try !Self.problems(in: folder).isEmpty, "\(new) is valid")
        }
    }
}
