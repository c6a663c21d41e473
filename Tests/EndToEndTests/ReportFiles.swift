import AuditTestSupport
import Foundation
import Testing

/// The reports of one audit in every format for programs, in files that independent tools are asked about.
struct ReportFiles {
    static let formats = ["sarif", "ndjson", "prometheus", "junit"]

    let folder: String

    init() throws {
        folder = try TestFolders.make("reports")
    }

    /// What makes an audit write them.
    var arguments: [String] {
        Self.formats.flatMap { ["--report", "\($0)=\(path($0))"] }
    }

    /// Holds them, and a JSON report of the same audit, against schemas and checkers that are not ours.
    func expectValid(json: [UInt8]) throws {
        try Data(json).write(to: URL(filePath: path("json")))
        let schemas = Repository.root + "/fixtures/schemas/"
        let tool = Repository.root + "/Tests/AuditReportsTests/Tools/validate_json.py"
        let own = Repository.root + "/Sources/AuditReports/JSON/report.schema.json"
        let documents = [
            own, path("json"), "--", schemas + "sarif-2.1.0.json", path("sarif"), "--",
            schemas + "ecs-8.11-subset.json", path("ndjson"),
        ]
        try expectSilence("/usr/bin/python3", [tool] + documents)
        try expectSilence("xmllint", ["--noout", "--nonet", path("junit")])
        try expectSilence("sh", ["-c", "promtool check metrics < \"$0\" 2>&1", path("prometheus")])
    }

    private func path(_ format: String) -> String {
        "\(folder)/report.\(format)"
    }

    private func expectSilence(_ program: String, _ arguments: [String]) throws {
        let result = try Command.run(program, arguments)
        #expect(result.status == 0, "\(result.text)\(result.errors)")
        #expect(result.text + result.errors == "")
    }
}
