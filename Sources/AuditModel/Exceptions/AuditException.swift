/// What an operator declares to be expected, with who says so and until when.
package struct AuditException: Hashable, Codable, Sendable {
    package let id: UntrustedText
    package let scope: ExceptionScope
    /// Rules as alerts name them, or checks for the disk; empty for all.
    package let rules: [UntrustedText]
    /// All of them have to hold.
    package let conditions: [ExceptionCondition]
    /// Whether a person vouches for the file as it is; then the exception silences the checks that it names and no other.
    package let accepts: Bool
    /// What the commands of the file may run, byte by byte; nil where the exception does not ask.
    package let programs: [PinnedProgram]?
    package let reason: UntrustedText
    package let owner: UntrustedText
    /// Nil where the exception is for good.
    package let expiry: ExceptionExpiry?
    package let source: ExceptionSource
    /// Why the exception is never applied, where it asks for something that cannot be decided here.
    package let unsupported: ReportText?

    package init(
        id: UntrustedText, scope: ExceptionScope, rules: [UntrustedText] = [], conditions: [ExceptionCondition],
        accepts: Bool = false, programs: [PinnedProgram]? = nil, reason: UntrustedText = "", owner: UntrustedText = "",
        expiry: ExceptionExpiry? = nil,
        source: ExceptionSource, unsupported: ReportText? = nil
    ) {
        self.id = id
        self.scope = scope
        self.rules = rules
        self.conditions = conditions
        self.accepts = accepts
        self.programs = programs
        self.reason = reason
        self.owner = owner
        self.expiry = expiry
        self.source = source
        self.unsupported = unsupported
    }

    package func isExpired(at now: Timestamp) -> Bool {
        expiry.map { $0.end <= now } ?? false
    }

    /// Whether a finding of the check can be silenced by it.
    package func concerns(_ check: UntrustedText) -> Bool {
        rules.contains(check) || (rules.isEmpty && !accepts)
    }

    /// The only path that it can hold for; nil where it may hold for several.
    package var namedPath: HostPath? {
        for condition in conditions where condition.field == ExceptionField.path && !condition.isNegated {
            if case .oneOf(let texts) = condition.test, texts.count == 1, let text = texts.first {
                return HostPath(text.bytes)
            }
        }
        return nil
    }

    /// Whether it holds only for files with this content.
    package func pins(_ digest: SHA256Digest) -> Bool {
        conditions.contains { condition in
            guard let texts = condition.pinnedDigests else { return false }
            return texts.contains { $0 == digest.hex }
        }
    }
}

/// A program that has to be as somebody looked at it, for an exception to hold.
package struct PinnedProgram: Codable, Hashable, Sendable {
    package let path: HostPath
    package let sha256: SHA256Digest

    package init(path: HostPath, sha256: SHA256Digest) {
        self.path = path
        self.sha256 = sha256
    }
}

/// Where an exception stands, in a file of the machine that runs this program.
package struct ExceptionSource: Hashable, Codable, Sendable {
    /// As it was named.
    package let file: UntrustedText
    /// Counted from 1.
    package let line: Int

    package init(file: UntrustedText, line: Int) {
        self.file = file
        self.line = line
    }

    package var text: ReportText { "\(file):\(line)" }
}

/// What an exception silences.
package enum ExceptionScope: String, CaseIterable, Codable, Sendable {
    /// An alert about an event.
    case alert
    /// A finding about a file of the audited tree.
    case disk
}

/// When an exception ends.
package struct ExceptionExpiry: Hashable, Codable, Sendable {
    /// The first moment at which it no longer applies.
    package let end: Timestamp
    /// As the file says it: a date is the last day.
    package let written: UntrustedText

    package init(end: Timestamp, written: UntrustedText) {
        self.end = end
        self.written = written
    }
}

/// What one field has to be, or must not be.
package struct ExceptionCondition: Hashable, Codable, Sendable {
    package let field: FieldPath
    package let test: ExceptionTest
    package let isNegated: Bool

    package init(_ field: FieldPath, _ test: ExceptionTest, isNegated: Bool = false) {
        self.field = field
        self.test = test
        self.isNegated = isNegated
    }

    /// The same as a statement that rules are made of: a missing field makes it false, and its negation true.
    package var predicate: Predicate {
        let holds = Predicate.field(FieldCondition(field, test.fieldTest))
        return isNegated ? .not(holds) : holds
    }

    /// The contents that a file must have one of, in lower case; nil for a condition about anything else.
    package var pinnedDigests: [UntrustedText]? {
        guard !isNegated, field == ExceptionField.sha256 else { return nil }
        switch test {
        case .oneOf(let texts): return texts
        case .matches, .exists: return nil
        }
    }
}

/// How an exception looks at a field.
package enum ExceptionTest: Hashable, Codable, Sendable {
    /// One of these texts, byte by byte.
    case oneOf([UntrustedText])
    /// One of these texts, which may hold `*` and `?`.
    case matches([TextPattern])
    case exists

    /// The texts of a test without wildcards; nil for any other.
    package var exactTexts: [UntrustedText]? {
        switch self {
        case .oneOf(let texts): return texts
        case .matches(let patterns):
            let texts = patterns.compactMap(\.exactText)
            return texts.count == patterns.count ? texts.map { UntrustedText($0) } : nil
        case .exists: return nil
        }
    }

    package var fieldTest: FieldTest {
        switch self {
        case .oneOf(let texts): .anyOf(texts.map { .text(TextPattern(exactly: $0.bytes, foldsCase: false)) })
        case .matches(let patterns): .anyOf(patterns.map { .text($0) })
        case .exists: .present
        }
    }
}

/// The fields that a finding has for an exception.
package enum ExceptionField {
    package static let path: FieldPath = "file.path"
    package static let sha256: FieldPath = "file.hash.sha256"
    package static let package: FieldPath = "package.name"
    package static let check: FieldPath = "debvouch.check"

    package static let ofDisk = [path, sha256, package, check]
}
