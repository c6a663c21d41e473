import AuditModel

/// One exception with what became of it.
struct JSONException: Encodable {
    /// Where the exception stands.
    struct Source: Encodable {
        let file: String
        let line: Int
    }

    let id: String
    let scope: String
    let rules: [String]
    let reason: String
    let owner: String
    let expires: String?
    let source: Source
    let state: String
    let change: String?
    let tooBroad: String?
    let uses: [String]
    let useCount: Int

    enum CodingKeys: String, CodingKey {
        case id, scope, rules, reason, owner, expires, source, state, change
        case tooBroad = "too_broad"
        case uses
        case useCount = "use_count"
    }

    init(_ standing: ExceptionStanding) {
        let exception = standing.exception
        id = Escaping.printable(exception.id)
        scope = exception.scope.rawValue
        rules = exception.rules.map { Escaping.printable($0) }
        reason = Escaping.printable(exception.reason)
        owner = Escaping.printable(exception.owner)
        expires = exception.expiry.map { Formats.time($0.end) }
        source = Source(file: Escaping.printable(exception.source.file), line: exception.source.line)
        state = standing.state.rawValue
        change = standing.change.map { Escaping.printable($0) }
        tooBroad = standing.breadth.map { Escaping.printable($0) }
        uses = standing.uses.map(Self.name)
        useCount = standing.useCount
    }

    /// The finding's id, or the rule and the event of an alert as TSV has them.
    private static func name(_ use: ExceptionUse) -> String {
        switch use {
        case .finding(let id): id
        case .alert(let rule, let event): "\(Escaping.printable(rule)) \(Escaping.printable(event))"
        }
    }
}
