import AuditModel
import AuditReports
import HostEvidence

/// Standard output and error as a person or a program reads them.
enum Terminal {
    /// Colour and width for standard output; NO_COLOR (no-color.org) and anything but a terminal turn colour off.
    static func style() -> TextStyle {
        guard StandardStreams.outputIsTerminal else { return .plain }
        return TextStyle(
            colour: MachineEnvironment.value(of: "NO_COLOR") == nil, width: StandardStreams.outputWidth ?? 100)
    }

    /// Writes to standard output; a reader that has gone is no error, anything else is 74.
    static func write(_ bytes: [UInt8]) throws(Failure) {
        try StandardStreams.write(bytes, toleratesClosedPipe: true)
    }

    /// Writes to standard output what must not be lost: a reader that has gone is 74 too.
    static func deliver(_ bytes: [UInt8]) throws(Failure) {
        try StandardStreams.write(bytes, toleratesClosedPipe: false)
    }

    /// One line on standard error.
    static func complain(_ message: ReportText) {
        StandardStreams.complain(Array("debvouch: \(Escaping.printable(message))\n".utf8))
    }
}
