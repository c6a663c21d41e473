package import AuditModel

/// One line that rsyslog wrote, cut into its parts without copying.
package struct SyslogLine: Sendable {
    /// When a line says that it was written.
    package enum Stamp: Sendable {
        /// RFC 3339, as rsyslog writes since Debian 12.
        case absolute(Timestamp)
        /// `Mon DD HH:MM:SS`: no year and no zone. Month and day from 1, seconds since midnight.
        case yearless(month: Int64, day: Int64, clock: Int64)
    }

    package let stamp: Stamp
    /// The program's name, without `[pid]`; empty where the line has none.
    package let program: ArraySlice<UInt8>
    package let processID: Int?
    package let message: ArraySlice<UInt8>

    /// Nil for a line without a readable time.
    ///
    /// Zero bytes in front, which a file system leaves after a crash, are passed over.
    package init?(_ line: ArraySlice<UInt8>) {
        let line = line.drop { $0 == 0 }
        guard let (stamp, length) = Self.stamp(of: line) else { return nil }
        self.stamp = stamp
        let afterHost = line.dropFirst(length).drop { $0 == 0x20 }.drop { $0 != 0x20 }.dropFirst()
        let tagEnd = afterHost.prefix(64).firstIndex(where: Self.endsTag) ?? afterHost.startIndex
        program = afterHost[..<tagEnd]
        var rest = afterHost[tagEnd...]
        var number: Int?
        if rest.first == UInt8(ascii: "["), let close = rest.prefix(24).firstIndex(of: UInt8(ascii: "]")) {
            number = LogStamp.decimal(rest[(rest.startIndex + 1)..<close]).map { Int($0) }
            rest = rest[(close + 1)...]
        }
        processID = number
        if rest.first == UInt8(ascii: ":") { rest = rest.dropFirst() }
        message = rest.first == 0x20 ? rest.dropFirst() : rest
    }

    private static func endsTag(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ":") || byte == UInt8(ascii: "[") || byte == 0x20
    }

    /// The time at the start of a line, and its length in bytes.
    package static func stamp(of line: ArraySlice<UInt8>) -> (Stamp, Int)? {
        guard let first = line.first else { return nil }
        return first.isASCIIDigit ? absolute(line) : yearless(line)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ].map { number($0.utf8.map { $0 }) }

    private static func number(_ letters: [UInt8]) -> UInt32 {
        letters.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func yearless(_ line: ArraySlice<UInt8>) -> (Stamp, Int)? {
        guard line.count >= 16, LogStamp.byte(line, 3) == 0x20, LogStamp.byte(line, 6) == 0x20,
            LogStamp.byte(line, 15) == 0x20, let clock = LogStamp.clock(of: line, at: 7)
        else { return nil }
        let letters = (0..<3).reduce(UInt32(0)) { $0 << 8 | UInt32(LogStamp.byte(line, $1)) }
        let isShort = LogStamp.byte(line, 4) == 0x20
        guard let month = months.firstIndex(of: letters),
            let day = LogStamp.number(line, isShort ? 5 : 4, isShort ? 1 : 2), (1...31).contains(day)
        else { return nil }
        return (.yearless(month: Int64(month) + 1, day: day, clock: clock), 15)
    }

    /// `YYYY-MM-DDTHH:MM:SS.ffffff+HH:MM`, or `Z` for the zone.
    private static func absolute(_ line: ArraySlice<UInt8>) -> (Stamp, Int)? {
        guard line.count > 20, LogStamp.byte(line, 10) == UInt8(ascii: "T"),
            let local = LogStamp.seconds(of: line)
        else { return nil }
        var place = 19
        var nanoseconds: UInt32 = 0
        if LogStamp.byte(line, place) == UInt8(ascii: ".") {
            let digits = line.dropFirst(place + 1).prefix(10).prefix(while: \.isASCIIDigit)
            guard (1...9).contains(digits.count), let fraction = LogStamp.decimal(digits) else { return nil }
            nanoseconds = (digits.count..<9).reduce(UInt32(fraction)) { value, _ in value * 10 }
            place += 1 + digits.count
        }
        guard line.count > place else { return nil }
        let sign = LogStamp.byte(line, place)
        if sign == UInt8(ascii: "Z") {
            return (.absolute(Timestamp(seconds: local, nanoseconds: nanoseconds)), place + 1)
        }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), line.count >= place + 6,
            LogStamp.byte(line, place + 3) == UInt8(ascii: ":"), let hours = LogStamp.number(line, place + 1, 2),
            let minutes = LogStamp.number(line, place + 4, 2), hours < 24, minutes < 60
        else { return nil }
        let offset = (hours * 3_600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
        return (.absolute(Timestamp(seconds: local - offset, nanoseconds: nanoseconds)), place + 6)
    }
}

extension SyslogLine {
    /// Whether the line begins a session or runs a command for somebody: sshd, sudo, su, login, pkexec, logind and cron.
    package var beginsSession: Bool {
        switch UntrustedText(program) {
        case "sshd", "sshd-session":
            message.starts(with: "Accepted ".utf8) || message.holds("session opened for user")
        case "sudo", "pkexec": message.holds("COMMAND=") || message.holds("session opened for user")
        case "su", "login", "su-l", "runuser":
            message.holds("session opened for user") || message.starts(with: "(to ".utf8)
                || message.holds("LOGIN ON")
        case "systemd-logind": message.starts(with: "New session ".utf8)
        case "CRON", "cron", "crond", "anacron": message.holds("CMD (") || message.starts(with: "Job ".utf8)
        default: false
        }
    }
}

extension ArraySlice where Element == UInt8 {
    /// Whether the words stand anywhere in the slice.
    fileprivate func holds(_ words: StaticString) -> Bool {
        let wanted = Array(words.description.utf8)
        guard let head = wanted.first else { return true }
        var rest = self
        while rest.count >= wanted.count, let place = rest.firstIndex(of: head) {
            if rest[place...].starts(with: wanted) { return true }
            rest = rest[(place + 1)...]
        }
        return false
    }
}
