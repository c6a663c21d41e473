package import AuditModel
import CHostCalls
import Glibc
import TreeReading

/// SIGINT and SIGTERM as a wish that a long run asks about, so that it can end in order.
package enum StopSignals {
    /// From now on the signals no longer end the program; the reason where that cannot be arranged.
    package static func prepare() -> ReportText? {
        debvouch_stop_prepare() == 0 ? nil : "\(ours: SystemMessage.text(for: errno))"
    }

    package static var isRequested: Bool { debvouch_stop_requested() != 0 }

    /// Waits so many milliseconds or until a signal comes; true where one came.
    package static func wait(milliseconds: Int32) -> Bool {
        debvouch_stop_wait(milliseconds) != 0
    }
}
