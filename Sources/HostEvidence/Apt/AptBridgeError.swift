package import AuditModel

/// Why libapt-pkg gave no answer.
package enum AptBridgeError: Error, Hashable, Sendable {
    /// The text is larger or costlier than libapt-pkg is given; it was not asked.
    case overLimits
    /// The text still makes apt open another file; it was not asked.
    case namesFiles
    /// There is no /proc, through which libapt-pkg opens a memory file.
    case noProc
    /// A system call failed with this errno.
    case system(code: Int32)
    case answerTooLarge
    case outOfMemory
    /// libapt-pkg's own words.
    case refused(message: UntrustedText)
    /// A C++ exception, or an answer that does not parse.
    case internalFault

    /// The reason as part of a sentence.
    package var reason: ReportText {
        switch self {
        case .overLimits: "it is larger or more deeply nested than libapt-pkg is given"
        case .namesFiles: "it names other files in a way that cannot be taken out"
        case .noProc: "/proc is not mounted"
        case .system(let code): "a system call failed with errno \(code)"
        case .answerTooLarge: "the answer is larger than is kept"
        case .outOfMemory: "memory ran out"
        case .refused(let message): "libapt-pkg says: \(message)"
        case .internalFault: "libapt-pkg failed"
        }
    }
}
