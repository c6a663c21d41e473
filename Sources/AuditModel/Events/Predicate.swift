/// A statement about an event, built from statements about its fields.
package indirect enum Predicate: Hashable, Sendable {
    case field(FieldCondition)
    case all([Predicate])
    case any([Predicate])
    case not(Predicate)

    /// Every field that the statement looks at, each once, in order.
    package var fields: [FieldPath] {
        Set(conditions.map(\.field)).sorted()
    }

    /// The statements about single fields, in order.
    package var conditions: [FieldCondition] {
        switch self {
        case .field(let condition): [condition]
        case .all(let parts), .any(let parts): parts.flatMap(\.conditions)
        case .not(let part): part.conditions
        }
    }
}

/// A statement about one field.
package struct FieldCondition: Hashable, Sendable {
    package let field: FieldPath
    package let test: FieldTest

    package init(_ field: FieldPath, _ test: FieldTest) {
        self.field = field
        self.test = test
    }
}

/// What a field has to be.
///
/// Any element of an array can satisfy a pattern.
package enum FieldTest: Hashable, Sendable {
    case missing
    case present
    case anyOf([ValuePattern])
    /// Each pattern is satisfied by some element.
    case allOf([ValuePattern])
}

/// What one value has to look like.
package enum ValuePattern: Hashable, Sendable {
    case text(TextPattern)
    /// Found anywhere in the value.
    case expression(RegexProgram)
    case network(NetworkBlock)
}
