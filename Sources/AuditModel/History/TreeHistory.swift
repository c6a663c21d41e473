/// A file of logs that was read, and the time that it covers.
package struct LogSpan: Hashable, Comparable, Codable, Sendable {
    package let file: HostPath
    package let source: HistorySource
    /// The earliest time in the file; nil where no line has one.
    package let first: Timestamp?
    package let last: Timestamp?

    package init(file: HostPath, source: HistorySource, first: Timestamp?, last: Timestamp?) {
        self.file = file
        self.source = source
        self.first = first
        self.last = last
    }

    /// By source; of one source the file that ends latest comes first, and one without times last.
    package static func < (left: LogSpan, right: LogSpan) -> Bool {
        if left.source != right.source { return left.source < right.source }
        let (mine, other) = (left.last ?? .distantPast, right.last ?? .distantPast)
        return mine == other ? left.file < right.file : other < mine
    }
}

/// A line of cron, systemd or login-shell configuration that names a path of interest.
package struct TriggerMention: Hashable, Comparable, Codable, Sendable {
    package let position: SourcePosition
    /// At most `HistoryRecord.lineLimit` bytes.
    package let line: UntrustedText
    /// The paths of interest that it names, sorted.
    package let paths: [HostPath]
    /// Whether it is a symbolic link that leads there, and no line of a file.
    package let isLink: Bool

    package init(position: SourcePosition, line: UntrustedText, paths: [HostPath], isLink: Bool = false) {
        self.position = position
        self.isLink = isLink
        self.line = UntrustedText(line.bytes.prefix(HistoryRecord.lineLimit))
        self.paths = paths
    }

    package static func < (left: TriggerMention, right: TriggerMention) -> Bool {
        left.position < right.position
    }
}

/// Why a running process is listed.
package enum ProcessReason: Hashable, Codable, Sendable {
    /// It runs the program at this path.
    case executable(HostPath)
    /// It runs a program that stood at this path and was deleted or replaced since.
    case deletedExecutable(HostPath)
    /// One of its arguments is, or assigns, this path; a relative one is taken from its working folder.
    case argument(HostPath)
    /// It works in this folder, a path of interest.
    case workingFolder(HostPath)
    /// Its number is of interest; numbers are used again, so compare when it was started.
    case processID
}

/// A process of the running system that has to do with a path of interest.
package struct RunningProcess: Hashable, Codable, Sendable {
    package let processID: Int
    package let parentID: Int
    /// Target of the `exe` link without the kernel's ` (deleted)`; nil where it could not be read.
    package let executable: UntrustedText?
    package let commandLine: [UntrustedText]
    package let started: Timestamp?
    /// Real user.
    package let uid: UInt32
    package let reasons: [ProcessReason]

    package init(
        processID: Int, parentID: Int, executable: UntrustedText?, commandLine: [UntrustedText],
        started: Timestamp?, uid: UInt32, reasons: [ProcessReason]
    ) {
        self.processID = processID
        self.parentID = parentID
        self.executable = executable
        self.commandLine = commandLine
        self.started = started
        self.uid = uid
        self.reasons = reasons
    }
}

/// What a tree itself recorded about its past, as far as somebody asked.
package struct TreeHistory: Codable, Sendable {
    /// In report order: by time, then source and position.
    package var records: [HistoryRecord] = []
    /// How local times, which carry no zone, were read; nil where there was no log that has such times.
    package var zone: ReportText?
    /// Every log that was read, in the order of the sources and newest first.
    package var logs: [LogSpan] = []
    package var gaps: [CoverageGap] = []
    /// Every ceiling that was hit, and what this reading does not look at.
    package var limits: [ReportText] = []
    /// Sorted by position.
    package var triggers: [TriggerMention] = []
    /// Where those were not looked for; nil where there was nothing to look for.
    package var triggerLimit: ReportText?
    /// By process number; empty unless the tree is the running system's root.
    package var processes: [RunningProcess] = []

    package init() {}
}
