/// How bad a finding is; CONTRIBUTING.md says how that is decided.
package enum Severity: String, CaseIterable, Comparable, Codable, Sendable {
    case critical
    case high
    case medium
    case low
    case info

    package static func < (left: Severity, right: Severity) -> Bool {
        left.weight < right.weight
    }

    private var weight: Int {
        switch self {
        case .info: 0
        case .low: 1
        case .medium: 2
        case .high: 3
        case .critical: 4
        }
    }
}

/// The state of one artifact.
package enum Verdict: String, CaseIterable, Codable, Sendable {
    case verified
    case modified
    case extra
    case missing
    case unowned
    case unverifiable
}

/// A check's stable name in kebab-case; frozen once landed.
///
/// Each check writes its own down once, as `id` of its type, and whoever means that check says `ItsType.id`.
package struct CheckID: Hashable, Comparable, Sendable, RawRepresentable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package init(_ name: StaticString) {
        rawValue = name.description
    }

    package static func < (left: CheckID, right: CheckID) -> Bool {
        Array(left.rawValue.utf8).lexicographicallyPrecedes(Array(right.rawValue.utf8))
    }
}

/// A reported statement about the audited tree.
package struct Finding: Sendable {
    package let check: CheckID
    package let severity: Severity
    package let path: HostPath
    package let package: PackageKey?
    /// What of the path is meant, where one path can have several findings of a check: a key, a line, a member.
    package let subject: UntrustedText
    /// What stands for the path in the finding's id, where the path is a place on the auditing machine that may differ
    /// from run to run; nil for a path of the tree.
    package let identity: UntrustedText?
    /// One line: what is wrong.
    package let title: ReportText
    /// What was seen, one line each.
    package var evidence: [ReportText]

    package init(
        check: CheckID, severity: Severity, path: HostPath, package: PackageKey? = nil, subject: UntrustedText = "",
        identity: UntrustedText? = nil, title: ReportText, evidence: [ReportText] = []
    ) {
        self.check = check
        self.severity = severity
        self.path = path
        self.package = package
        self.subject = subject
        self.identity = identity
        self.title = title
        self.evidence = evidence
    }

    /// Worst first, then by path, check and subject: a total order that no schedule can change.
    package static func reportOrder(_ left: Finding, _ right: Finding) -> Bool {
        if left.severity != right.severity { return left.severity > right.severity }
        if left.path != right.path { return left.path < right.path }
        if left.check != right.check { return left.check < right.check }
        return left.subject < right.subject
    }
}
