/// Which log of the tree a record stands in, by the log's name below `var/log` whatever its rotation.
package enum HistorySource: String, CaseIterable, Comparable, Codable, Sendable {
    case dpkgLog = "dpkg.log"
    case aptHistory = "apt/history.log"
    case aptTerminal = "apt/term.log"
    case authLog = "auth.log"
    case syslog
    case cronLog = "cron.log"
    case auditLog = "audit/audit.log"
    case wtmp
    case btmp

    /// In the order in which they stand here.
    package static func < (left: HistorySource, right: HistorySource) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What a record says happened.
package enum HistoryKind: Hashable, Codable, Sendable {
    /// A line of dpkg.log about one package.
    case packageAction(PackageAction)
    /// dpkg's decision on a changed conffile: `install` or `keep`.
    case conffile(path: HostPath, decision: UntrustedText)
    /// A stanza of apt's history.
    case aptRun(AptRun)
    /// A line that dpkg or a maintainer script wrote to the terminal of the apt run that began at `started`.
    case terminal(started: Timestamp?)
    case login(Login)
    case failedLogin(Login)
    case boot
    case shutdown
    /// A line of sshd, sudo, su, cron or another program that begins a session or runs a command for somebody.
    case session(program: UntrustedText)
    /// A record of the kernel's audit system; all records of one event share `serial`.
    case auditRecord(AuditRecord)
    /// Any other line that names something of interest.
    case mention
}

/// One record of a log that was kept.
package struct HistoryRecord: Hashable, Codable, Sendable {
    /// Nil where the record carries no time that can be read.
    package let time: Timestamp?
    /// The line in the decompressed file; for wtmp and btmp the number of the record, from 1.
    package let position: SourcePosition
    package let source: HistorySource
    package let kind: HistoryKind
    /// What of the interest the record names, without repetition.
    package let subjects: [HistorySubject]
    /// The line as written, at most `lineLimit` bytes of it; for wtmp and btmp user, line and host.
    package let line: UntrustedText

    /// Bytes.
    package static let lineLimit = 1024

    package init(
        time: Timestamp?, position: SourcePosition, source: HistorySource, kind: HistoryKind,
        subjects: [HistorySubject] = [], line: UntrustedText
    ) {
        self.time = time
        self.position = position
        self.source = source
        self.kind = kind
        self.subjects = subjects
        self.line = line.bytes.count > Self.lineLimit ? UntrustedText(line.bytes.prefix(Self.lineLimit)) : line
    }

    /// By time, then in the order of the sources, then by place; what has no time comes last.
    package static func inReportOrder(_ left: HistoryRecord, _ right: HistoryRecord) -> Bool {
        if left.time != right.time {
            guard let first = left.time else { return false }
            return right.time.map { first < $0 } ?? true
        }
        if left.source != right.source { return left.source < right.source }
        return left.position < right.position
    }
}
