import AuditModel

/// Exceptions as a repository of detection rules keeps them, in TOML: `[metadata]` with the rules, and for each list an
/// `[[exceptions]]` with its container and its items.
enum RuleRepositoryExceptions {
    /// Whether the first line of a text that is no comment is the header of a table, or a key with its equals sign.
    static func looksLike(_ bytes: [UInt8]) -> Bool {
        let lines = ByteLines(bytes).lazy.map { $0.trimmingASCIISpace }
        guard let line = lines.first(where: { !$0.isEmpty && $0.first != UInt8(ascii: "#") }),
            let first = line.first(where: { $0 != UInt8(ascii: "[") }), first.isASCIILetter
        else { return false }
        return line.first == UInt8(ascii: "[") || line.contains(UInt8(ascii: "="))
    }

    static func read(_ bytes: [UInt8], file: UntrustedText) throws(JSONMistake) -> [AuditException] {
        let root = ExceptionNode(node: try TOMLReader.read(bytes), key: "")
        let rules = try root.member("metadata")?.member("rule_ids")?.texts() ?? []
        var export = KibanaExport(file: file, isRepository: true)
        for list in try root.required("exceptions").elements() {
            let container = try list.required("container")
            let type = try container.required("type").text()
            for item in try list.member("items")?.elements() ?? [] {
                try export.add(item: item, ofListType: type, rules: rules)
            }
        }
        return try export.exceptions()
    }
}
