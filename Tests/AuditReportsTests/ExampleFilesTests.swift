import AuditTestSupport
import Foundation
import Testing

@testable import AuditReports

/// The files below `debian/examples` are copied by people who will not read the sources.
@Suite struct `Example files` {
    private static let folder = Repository.root + "/debian/examples"

    private func files(_ endings: String...) throws -> [String] {
        let names = try #require(FileManager.default.enumerator(atPath: Self.folder)).compactMap { $0 as? String }
        let found = names.filter { name in endings.contains { name.hasSuffix($0) } }.sorted()
        try #require(!found.isEmpty)
        return found.map { Self.folder + "/" + $0 }
    }

    @Test(.needsTestPackages) func `every JSON and YAML file is one`() throws {
        for file in try files(".json") {
            #expect(throws: Never.self) {
                try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: file)))
            }
        }
        let read = "import sys, yaml\nfor name in sys.argv[1:]: list(yaml.safe_load_all(open(name)))"
        let yaml = try Command.run("/usr/bin/python3", ["-c", read] + files(".yml"))
        #expect(yaml.status == 0, "\(yaml.errors)")
    }

    @Test func `every shell script is one`() throws {
        for file in try files(".sh") {
            #expect(try Command.run("sh", ["-n", file]).status == 0)
        }
    }

    @Test func `the index template has a place for every value of every document`() throws {
        let template = try object(Self.folder + "/elastic/index-template.json")
        let types = Self.types(of: ((template["template"] as? [String: Any])?["mappings"] as? [String: Any]) ?? [:])
        try #require(types.count > 60)
        for report in `Reports held against independent tools`.reports {
            for line in ECSReport().render(report, style: .plain).split(separator: 0x0A) {
                let document = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
                for (path, value) in Self.values(of: try #require(document)) {
                    let type = try #require(types[path], "no mapping for \(path)")
                    #expect(Self.fits(value, type), "\(path) is mapped as \(type)")
                }
            }
        }
    }

    @Test func `a document without a mapping would be seen`() {
        #expect(Self.values(of: ["a": ["b": [["c": 1]]]]).map(\.path) == ["a.b.c"])
        #expect(Self.types(of: ["properties": ["a": ["properties": ["b": ["type": "long"]]]]]) == ["a.b": "long"])
        #expect(!Self.fits("text", "long"))
        #expect(!Self.fits("yesterday", "date"))
        #expect(!Self.fits(NSNumber(value: true), "long"))
    }

    @Test(.needsTestPackages) func `Prometheus accepts the alerting rules, and knows every series in them`() throws {
        let file = Self.folder + "/prometheus/debvouch.rules.yml"
        let check = try Command.run("promtool", ["check", "rules", file])
        #expect(check.status == 0, "\(check.text)\(check.errors)")
        let written = String(
            decoding: PrometheusReport().render(SampleReport.findings(), style: .plain), as: UTF8.self)
        let rules = try String(contentsOfFile: file, encoding: .utf8)
        let series = Set(
            rules.matches(of: /expr: .*/).flatMap { $0.output.matches(of: /debvouch_[a-z_]+/).map(\.output) })
        #expect(series.count > 3)
        for name in series { #expect(written.contains("\n# TYPE \(name) gauge\n"), "no series \(name)") }
    }

    private func object(_ file: String) throws -> [String: Any] {
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: file)))
        return try #require(json as? [String: Any])
    }

    /// `file.path` to `keyword`, for every field of a mapping.
    private static func types(of mapping: [String: Any], below path: String = "") -> [String: String] {
        let properties = mapping["properties"] as? [String: [String: Any]] ?? [:]
        return properties.reduce(into: [:]) { types, member in
            let name = path.isEmpty ? member.key : path + "." + member.key
            if let type = member.value["type"] as? String { types[name] = type }
            types.merge(Self.types(of: member.value, below: name)) { own, _ in own }
        }
    }

    private static func values(of value: Any, below path: String = "") -> [(path: String, value: Any)] {
        switch value {
        case let object as [String: Any]:
            object.flatMap { values(of: $0.value, below: path.isEmpty ? $0.key : path + "." + $0.key) }
        case let array as [Any]: array.flatMap { values(of: $0, below: path) }
        default: [(path, value)]
        }
    }

    private static func fits(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "keyword", "constant_keyword", "match_only_text", "binary": value is String
        case "date": (value as? String)?.prefixMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]+Z/) != nil
        case "boolean": isBoolean(value)
        case "long": value is NSNumber && !isBoolean(value)
        default: false
        }
    }

    private static func isBoolean(_ value: Any) -> Bool {
        (value as? NSNumber).map { unsafe String(cString: $0.objCType) == "c" } ?? false
    }
}
