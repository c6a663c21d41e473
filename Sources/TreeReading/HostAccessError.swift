package import AuditModel
import Glibc

/// Why something below the audited root could not be examined.
package struct HostAccessError: Error, Sendable {
    /// What went wrong.
    package enum Code: Hashable, Sendable {
        /// A call failed with this error number.
        case system(Int32)
        /// A regular file was wanted and this was found.
        case notRegular(FileKind)
        /// Larger than the stated cap, in bytes.
        case tooLarge(limit: UInt64)
        /// Size, inode or change time moved while it was read, twice.
        case changedWhileRead
    }

    package let path: HostPath
    package let code: Code

    package init(path: HostPath, code: Code) {
        self.path = path
        self.code = code
    }

    package var isAbsence: Bool { code == .system(ENOENT) || code == .system(ENOTDIR) }

    /// The error number, where the system gave one.
    package var errno: Int32? {
        if case .system(let number) = code { return number }
        return nil
    }

    package var reason: ReportText {
        switch code {
        case .system(let number):
            switch number {
            case ELOOP: "its links go in a circle, too deep, or through a kernel link"
            case EXDEV: "it leaves the audited tree"
            default: "\(ours: SystemMessage.text(for: number))"
            }
        case .notRegular(let kind): "a \(kind) stands where a regular file should be"
        case .tooLarge(let limit): "larger than the limit of \(limit) bytes"
        case .changedWhileRead: "changed while it was read"
        }
    }

    package var gap: CoverageGap {
        CoverageGap(path: path, reason: reason, errno: errno)
    }
}

/// The system's words for an error number.
package enum SystemMessage {
    package static func text(for number: Int32) -> String {
        guard let message = unsafe strerror(number) else { return "error \(number)" }
        return unsafe String(cString: message)
    }
}
