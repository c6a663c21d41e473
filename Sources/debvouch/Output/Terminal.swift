import AuditModel
import AuditReports
import Glibc
import HostEvidence
import TreeReading

/// Standard output and error as they are at the start of the program.
enum Terminal {
    /// Reopens descriptors 0 to 2 on /dev/null where they are closed, so that no file of ours becomes one of them.
    ///
    /// For reading only, so that a report to a closed output is an error and never thought written. Lets a closed pipe
    /// show as an error of write(2).
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
            _ = unsafe open("/dev/null", O_RDONLY)
        }
    }

    /// Colour and width for standard output; NO_COLOR (no-color.org) and anything but a terminal turn colour off.
    static func style() -> TextStyle {
        guard isatty(STDOUT_FILENO) == 1 else { return .plain }
        let refused = unsafe getenv("NO_COLOR").map { unsafe $0.pointee != 0 } ?? false
        var size = winsize()
        let width =
            unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 100
        return TextStyle(colour: !refused, width: width)
    }

    /// Writes to standard output; a reader that has gone is no error, anything else is 74.
    static func write(_ bytes: [UInt8]) throws(Failure) {
        guard let number = AtomicFile.writeAll(bytes, to: STDOUT_FILENO), number != EPIPE else { return }
        throw Failure(.ioError, "cannot write to standard output: \(ours: SystemMessage.text(for: number))")
    }

    /// Writes to standard output what must not be lost: a reader that has gone is 74 too.
    static func deliver(_ bytes: [UInt8]) throws(Failure) {
        guard let number = AtomicFile.writeAll(bytes, to: STDOUT_FILENO) else { return }
        throw Failure(.ioError, "cannot write to standard output: \(ours: SystemMessage.text(for: number))")
    }

    /// One line on standard error.
    static func complain(_ message: ReportText) {
        _ = AtomicFile.writeAll(Array("debvouch: \(Escaping.printable(message))\n".utf8), to: STDERR_FILENO)
    }
}
