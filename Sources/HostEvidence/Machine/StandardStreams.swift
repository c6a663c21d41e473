import AuditModel
import Glibc
import TreeReading

/// Standard input, output and error of this process.
package enum StandardStreams {
    /// Reopens descriptors 0 to 2 on /dev/null where they are closed, so that no file of ours becomes one of them.
    ///
    /// For reading only, so that a report to a closed output is an error and never thought written. Lets a closed pipe
    /// show as an error of write(2).
    package static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
            _ = unsafe open("/dev/null", O_RDONLY)
        }
    }

    package static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    package static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Columns of the terminal at standard output; nil where there is none.
    package static var outputWidth: Int? {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Writes to standard output.
    ///
    /// - Parameter toleratesClosedPipe: whether a reader that has gone is no error.
    /// - Throws: 74 where the bytes cannot be written.
    package static func write(_ bytes: [UInt8], toleratesClosedPipe: Bool) throws(Failure) {
        guard let number = AtomicFile.writeAll(bytes, to: STDOUT_FILENO) else { return }
        if toleratesClosedPipe, number == EPIPE { return }
        throw Failure(.ioError, "cannot write to standard output: \(ours: SystemMessage.text(for: number))")
    }

    /// Writes to standard error; nobody could be said that it failed.
    package static func complain(_ bytes: [UInt8]) {
        _ = AtomicFile.writeAll(bytes, to: STDERR_FILENO)
    }

    /// Whether /proc is mounted, without which neither Swift's arguments nor its threads work.
    package static var hasProc: Bool {
        unsafe access("/proc/self/cmdline", R_OK) == 0 && access("/proc/self/stat", R_OK) == 0
    }

    /// Ends this process.
    package static func exit(_ status: ExitStatus) -> Never {
        Glibc.exit(status.rawValue)
    }
}
