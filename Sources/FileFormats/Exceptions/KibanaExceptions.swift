import AuditModel

/// Exception lists as Kibana exports them: NDJSON with a line for each list, one for each item and a summary, alone or
/// behind exported rules; or items as its API answers with them.
///
/// Keys that do not decide are passed over. What this program cannot decide is kept as an exception that is never
/// applied, with the reason.
enum KibanaExceptions {
    /// Whether the first line is an object of its own that an export can begin with; an item alone is none.
    static func looksLike(_ bytes: [UInt8]) -> Bool {
        let lines = Array(ByteLines(bytes).lazy.filter { !$0.trimmingASCIISpace.isEmpty }.prefix(2))
        guard let line = lines.first, let object = try? JSONNode.read(line) else { return false }
        if lines.count == 1, object.value("entries") != nil { return false }
        return object.value("exceptions") == nil
            && ["list_id", "item_id", "rule_id", "exported_exception_list_count", "exported_count"].contains { key in
                object.members?.contains { $0.key == key } ?? false
            }
    }

    static func read(_ bytes: [UInt8], file: UntrustedText) throws(JSONMistake) -> [AuditException] {
        var export = KibanaExport(file: file)
        for (index, line) in ByteLines(bytes).enumerated() {
            if line.trimmingASCIISpace.isEmpty { continue }
            try export.add(ExceptionNode(node: try JSONNode.read(line, firstLine: index + 1), key: ""))
        }
        return try export.exceptions()
    }

    /// The items of an answer of the API's: a page of `_find`, an array, or one item; nil for any other value.
    static func items(of root: JSONNode) -> [ExceptionNode]? {
        func node(_ value: JSONNode, _ key: ReportText) -> ExceptionNode { ExceptionNode(node: value, key: key) }
        if let elements = root.elements, !elements.isEmpty { return elements.enumerated().map { node($1, "[\($0)]") } }
        if root.value("entries") != nil { return [node(root, "")] }
        guard root.value("total") != nil, let elements = root.value("data")?.elements else { return nil }
        return elements.enumerated().map { node($1, "data[\($0)]") }
    }

    /// Such an answer says nothing of the lists and rules: they count for every rule, but for those of the endpoint.
    static func read(items: [ExceptionNode], file: UntrustedText) throws(JSONMistake) -> [AuditException] {
        var export = KibanaExport(file: file)
        for item in items {
            guard try item.member("entries") != nil else {
                throw item.mistake("an item of an exception list is expected, with entries")
            }
            try export.add(item: item, ofListType: nil)
        }
        return try export.exceptions()
    }
}

/// The lines of one export, sorted by what they are.
struct KibanaExport {
    private let file: UntrustedText
    private var items: [ExceptionNode] = []
    /// Type of each list, such as `detection`.
    private var lists: [UntrustedText: UntrustedText] = [:]
    /// Rules that name a list.
    private var users: [UntrustedText: [UntrustedText]] = [:]
    private var hasRules = false
    private let isRepository: Bool

    /// - Parameter isRepository: whether items may come without an id.
    init(file: UntrustedText, isRepository: Bool = false) {
        self.file = file
        self.isRepository = isRepository
    }

    /// Lists of the endpoint's own have fixed names.
    private static let endpointLists: [UntrustedText] = [
        "endpoint_list", "endpoint_trusted_apps", "endpoint_event_filters", "endpoint_blocklists",
        "endpoint_host_isolation_exceptions", "endpoint_trusted_devices",
    ]

    /// An item that came without its list.
    ///
    /// - Parameters:
    ///   - type: of the list; nil where nothing says it but its name.
    ///   - rules: those that name the list; none where nothing says it.
    mutating func add(
        item: ExceptionNode, ofListType type: UntrustedText?, rules: [UntrustedText] = []
    ) throws(JSONMistake) {
        try append(item)
        let list = try item.member("list_id")?.text() ?? ""
        lists[list] = type ?? (Self.endpointLists.contains(list) ? "endpoint" : "detection")
        if !rules.isEmpty { users[list] = rules }
    }

    private mutating func append(_ item: ExceptionNode) throws(JSONMistake) {
        guard items.count < ExceptionFile.countLimit else {
            throw item.mistake("more than \(ExceptionFile.countLimit) items")
        }
        items.append(item)
    }

    mutating func add(_ line: ExceptionNode) throws(JSONMistake) {
        if try line.member("entries") != nil {
            try append(line)
        } else if let rule = try line.member("rule_id") {
            hasRules = true
            let id = try rule.text()
            for list in try line.member("exceptions_list")?.elements() ?? [] {
                users[try list.required("list_id").text(), default: []].append(id)
            }
        } else if let summary = try summary(line) {
            try require(summary)
        } else {
            lists[try line.required("list_id").text()] = try line.required("type").text()
        }
    }

    /// The count of items in the last line of an export.
    private func summary(_ line: ExceptionNode) throws(JSONMistake) -> ExceptionNode? {
        guard try line.member("list_id") == nil else { return nil }
        return try line.member("exported_exception_list_item_count")
    }

    /// An export that was cut or edited would silence something else than its author saw.
    private func require(_ count: ExceptionNode) throws(JSONMistake) {
        guard count.node.integer == Int64(items.count) else {
            throw count.mistake("the file holds \(items.count) items before this line; was it cut or edited?")
        }
    }

    func exceptions() throws(JSONMistake) -> [AuditException] {
        var exceptions: [AuditException] = []
        for item in items { exceptions.append(try exception(item)) }
        return exceptions
    }

    private func exception(_ item: ExceptionNode) throws(JSONMistake) -> AuditException {
        let list = try item.member("list_id")?.text() ?? ""
        var conditions: [ExceptionCondition] = []
        var unsupported = try self.unsupported(item, list: list)
        for entry in try item.required("entries").elements() {
            switch try KibanaEntry.read(entry) {
            case .condition(let condition): conditions.append(condition)
            case .unsupported(let reason): unsupported = unsupported ?? reason
            }
        }
        return AuditException(
            id: try id(of: item, list), scope: .alert, rules: users[list] ?? [],
            conditions: conditions,
            reason: try item.member("name")?.text() ?? "", owner: try owner(item),
            expiry: try expiry(item), source: ExceptionSource(file: file, line: item.line), unsupported: unsupported)
    }

    /// The repository of rules keeps items without an id; there the list and the line name one.
    private func id(of item: ExceptionNode, _ list: UntrustedText) throws(JSONMistake) -> UntrustedText {
        if !isRepository || item.node.value("item_id") != nil { return try item.required("item_id").nonEmptyText() }
        return UntrustedText(list.bytes + "#\(item.line)".utf8)
    }

    private func owner(_ item: ExceptionNode) throws(JSONMistake) -> UntrustedText {
        guard let node = try item.member("created_by"), let text = node.node.text else { return "" }
        return text
    }

    private func expiry(_ item: ExceptionNode) throws(JSONMistake) -> ExceptionExpiry? {
        guard let node = try item.member("expire_time") else { return nil }
        if case .null = node.node.content { return nil }
        let written = try node.text()
        guard written.bytes.contains(UInt8(ascii: "-")), let end = Timestamp(rfc3339: written.bytes) else {
            throw node.mistake("\(written) is no time")
        }
        return ExceptionExpiry(end: end, written: written)
    }

    private func unsupported(_ item: ExceptionNode, list: UntrustedText) throws(JSONMistake) -> ReportText? {
        if let reason = unsupported(list) { return reason }
        let systems = try item.member("os_types")?.texts() ?? []
        if !systems.isEmpty, !systems.contains("linux") { return "it is for another system than Linux" }
        return nil
    }

    /// Why a list silences nothing; nil for one that does.
    ///
    /// In Kibana a list silences alerts of the rules that name it and of no other. A list that rules share is exported
    /// without them: only then is it the operator who says for which rules it counts, by handing the file over. Lists of
    /// the endpoint's own, such as trusted applications, silence no alert of a rule.
    private func unsupported(_ list: UntrustedText) -> ReportText? {
        guard let type = lists[list] else { return "its list \(list) is not in the file" }
        let isNamed = users[list] != nil
        switch type {
        case "detection": return isNamed || !hasRules ? nil : "no rule in the file names its list \(list)"
        case "rule_default": return isNamed ? nil : "its list \(list) belongs to one rule, which is not in the file"
        default: return "its list is of the type \(type), which silences no alert of a rule"
        }
    }
}

/// One entry of an item.
private enum KibanaEntry {
    case condition(ExceptionCondition)
    case unsupported(ReportText)

    static func read(_ entry: ExceptionNode) throws(JSONMistake) -> KibanaEntry {
        let written = try entry.required("field").field()
        let (field, foldsCase) = Self.field(written)
        if field.text.hasSuffix(".text") {
            return .unsupported("it asks for words of an analysed text (\(field.text)), which is not done here")
        }
        let kind = try entry.required("type")
        let word = try kind.text()
        let test: ExceptionTest
        switch word {
        case "match": test = Self.oneOf([try entry.required("value").text()], foldsCase)
        case "match_any":
            let values = try entry.required("value")
            let texts = try values.texts()
            if texts.isEmpty { throw values.mistake("must not be empty") }
            test = Self.oneOf(texts, foldsCase)
        case "wildcard":
            let pattern = NativeExceptions.wildcards(try entry.required("value").text())
            test = .matches([TextPattern(pattern.tokens, foldsCase: foldsCase)])
        case "exists": test = .exists
        case "list": return .unsupported("it refers to a value list, which no export holds (\(field.text))")
        case "nested": return .unsupported("it has nested entries (\(field.text))")
        default: return .unsupported("it has an entry of the unknown type \(word)")
        }
        let node = try entry.required("operator")
        let isNegated: Bool
        switch try node.text() {
        case "included": isNegated = false
        case "excluded": isNegated = true
        case let other: throw node.mistake("included or excluded is expected, not \(other)")
        }
        return .condition(ExceptionCondition(field, test, isNegated: isNegated))
    }

    /// The field of events behind a name of the index's mapping: `x.caseless` holds what `x` does, without regard to case.
    private static func field(_ written: FieldPath) -> (field: FieldPath, foldsCase: Bool) {
        let suffix = ".caseless"
        guard written.bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) else { return (written, false) }
        return (FieldPath(written.bytes.dropLast(suffix.utf8.count)), true)
    }

    private static func oneOf(_ texts: [UntrustedText], _ foldsCase: Bool) -> ExceptionTest {
        foldsCase ? .matches(texts.map { TextPattern(exactly: $0.bytes, foldsCase: true) }) : .oneOf(texts)
    }
}
