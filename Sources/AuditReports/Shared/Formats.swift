package import AuditModel

/// How values are written in every report.
package enum Formats {
    /// RFC 3339 in UTC with nanoseconds; a time out of the calendar's range as a plain number of seconds.
    package static func time(_ time: Timestamp) -> String {
        time.rfc3339
    }

    /// Seconds since 1970 of a time as `time` writes it; nil for any other text.
    static func seconds(ofTime text: UntrustedText) -> Int64? {
        let parts = text.bytes.split(omittingEmptySubsequences: false) { "-T:.Z".utf8.contains($0) }
            .map { Int64(String(decoding: $0, as: UTF8.self)) }
        guard parts.count == 8, let year = parts[0], let month = parts[1], let day = parts[2], let hour = parts[3],
            let minute = parts[4], let second = parts[5], (1...12).contains(month), (1...31).contains(day),
            (0...9999).contains(year), (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        return CivilDate.days(year: year, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60 + second
    }

    /// Four octal digits.
    package static func mode(_ mode: UInt16) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    /// A count with its noun: `1 script`, `2 scripts`.
    package static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(Plural.form(of: noun, for: number))"
    }

    /// Thousands set apart by a comma.
    package static func grouped(_ number: Int) -> String {
        var digits = String(number)
        var groups: [Substring] = []
        while digits.utf8.count > 3 {
            groups.append(digits.suffix(3)[...])
            digits = String(digits.dropLast(3))
        }
        return ([digits[...]] + groups.reversed()).joined(separator: ",")
    }

    /// Seconds between two times with three decimals, cut and not rounded; zero where the clock went back.
    package static func seconds(from start: Timestamp, to end: Timestamp) -> String {
        if end < start { return "0.000" }
        var (seconds, nanoseconds) = (end.seconds - start.seconds, Int64(end.nanoseconds) - Int64(start.nanoseconds))
        if nanoseconds < 0 { (seconds, nanoseconds) = (seconds - 1, nanoseconds + 1_000_000_000) }
        return "\(seconds).\(padded(nanoseconds / 1_000_000, 3))"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
