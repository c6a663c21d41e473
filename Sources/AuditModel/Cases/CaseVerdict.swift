/// What a case comes to; debvouch-report(5) lists the words.
package enum CaseVerdict: String, CaseIterable, Comparable, Sendable {
    case confirmedTampering = "confirmed-tampering"
    case likelyMalicious = "likely-malicious"
    case suspicious
    case undetermined
    case explained

    private var weight: Int {
        switch self {
        case .explained: 0
        case .undetermined: 1
        case .suspicious: 2
        case .likelyMalicious: 3
        case .confirmedTampering: 4
        }
    }

    package static func < (left: CaseVerdict, right: CaseVerdict) -> Bool {
        left.weight < right.weight
    }

    /// The severity that the verdict stands for where an audit is to fail at one.
    package var severity: Severity {
        switch self {
        case .confirmedTampering: .critical
        case .likelyMalicious: .high
        case .suspicious: .medium
        case .undetermined: .low
        case .explained: .info
        }
    }
}

/// How far a verdict or a link carries.
package enum Confidence: String, CaseIterable, Comparable, Sendable {
    case high
    case medium
    case low

    private var weight: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        }
    }

    package static func < (left: Confidence, right: Confidence) -> Bool {
        left.weight < right.weight
    }
}

/// Why two things belong to one case; time alone is never a reason.
package enum LinkBasis: String, CaseIterable, Sendable {
    /// The event names the artifact's path as program or file.
    case path
    /// The path stands among the arguments.
    case argument
    /// The path stands somewhere in the command line.
    case commandLine = "command-line"
    /// The file had the path before it was renamed.
    case renamedFrom = "renamed-from"
    /// The process runs the very command that the file makes apt or dpkg run.
    case hookCommand = "hook-command"
    /// The same bytes.
    case digest
    /// The same package.
    case package
    /// The same process, or one below the other.
    case process
    /// The same session.
    case session
    /// A record of dpkg or apt about the same package.
    case transaction
    /// A login from which the session came, or that covers the moment for the same user.
    case login
    /// A network event of the same process.
    case network
    /// A line of a log, or of a file that starts programs, names the path, process or package.
    case mention
}

/// One tie inside a case.
package struct CaseLink: Hashable, Sendable {
    /// An alert's or finding's id, or what else is tied: a log line, a login, a process.
    package let from: UntrustedText
    package let to: UntrustedText
    package let basis: LinkBasis
    package let strength: Confidence

    package init(from: UntrustedText, to: UntrustedText, basis: LinkBasis, strength: Confidence) {
        self.from = from
        self.to = to
        self.basis = basis
        self.strength = strength
    }
}
