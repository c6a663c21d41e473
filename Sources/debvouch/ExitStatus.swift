import AuditModel
import Glibc
import HostEvidence
import TreeReading

/// Exit statuses beyond an audit's answer, from sysexits.h.
enum ExitStatus: Int32 {
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
struct Failure: Error {
    let status: ExitStatus
    let message: ReportText

    init(_ status: ExitStatus, _ message: ReportText) {
        self.status = status
        self.message = message
    }

    /// The failure that a collection that could not begin stands for.
    init(_ failure: CollectionFailure, root: UntrustedText) {
        switch failure {
        case .unusableRoot(let error):
            self.init(Self.status(of: error.errno), "cannot open the tree \(root): \(error.reason)")
        case .noDatabase(let missing):
            self.init(
                .unusableData,
                "\(root) holds no usable dpkg database: \(missing.missing) cannot be read (\(missing.reason))")
        }
    }

    /// 78 for what could be read and must not be.
    static func status(of error: FileReadError) -> ExitStatus {
        error.errno.map { status(of: $0) } ?? .configuration
    }

    static func status(of number: Int32?) -> ExitStatus {
        switch number {
        case EACCES, EPERM: .noPermission
        case ENOSYS: .unavailable
        default: .noInput
        }
    }
}
