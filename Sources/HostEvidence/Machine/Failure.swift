package import AuditModel
import Glibc
import TreeReading

/// Exit statuses beyond an audit's answer, from sysexits.h.
package enum ExitStatus: Int32 {
    case usage = 64
    case unusableData = 65
    case noInput = 66
    case unavailable = 69
    case internalError = 70
    case cannotCreate = 73
    case ioError = 74
    case locked = 75
    case noPermission = 77
    case configuration = 78
}

/// What ends the program before it has an answer: a status and a sentence for standard error.
package struct Failure: Error {
    package let status: ExitStatus
    package let message: ReportText

    package init(_ status: ExitStatus, _ message: ReportText) {
        self.status = status
        self.message = message
    }

    /// 78 for what could be read and must not be.
    package static func status(of error: FileReadError) -> ExitStatus {
        error.errno.map { status(of: $0) } ?? .configuration
    }

    package static func status(of number: Int32?) -> ExitStatus {
        switch number {
        case EACCES, EPERM: .noPermission
        case ENOSYS: .unavailable
        default: .noInput
        }
    }
}
