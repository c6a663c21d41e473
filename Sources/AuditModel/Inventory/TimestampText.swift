extension Timestamp {
    /// RFC 3339 in UTC with nanoseconds; a time out of the calendar's range as a plain number of seconds.
    package var rfc3339: String {
        guard let calendar else { return "@\(seconds)" }
        let digits = String(nanoseconds)
        return
            "\(calendar.day)T\(calendar.clock).\(String(repeating: "0", count: max(0, 9 - digits.utf8.count)))\(digits)Z"
    }

    /// Reads RFC 3339 with an offset or `Z`, any number of decimals, as `@timestamp` has it; or a number of milliseconds
    /// since 1970, Elasticsearch's `epoch_millis`.
    ///
    /// Nil for anything else.
    package init?(rfc3339 text: [UInt8]) {
        if text.allSatisfy(\.isASCIIDigit), text.count > 10, let milliseconds = Int(decimal: text) {
            self.init(seconds: Int64(milliseconds / 1_000), nanoseconds: UInt32(milliseconds % 1_000) * 1_000_000)
            return
        }
        guard text.count >= 20, let local = Self.civilSeconds(text[..<19]) else { return nil }
        var rest = text[19...]
        var nanoseconds: UInt32 = 0
        if rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") {
            let decimals = rest.dropFirst().prefix(while: \.isASCIIDigit)
            guard !decimals.isEmpty else { return nil }
            let nine = Array(decimals.prefix(9)) + [UInt8](repeating: 0x30, count: max(0, 9 - decimals.count))
            nanoseconds = UInt32(Int(decimal: nine) ?? 0)
            rest = rest.dropFirst(1 + decimals.count)
        }
        guard let offset = Self.offsetSeconds(Array(rest)) else { return nil }
        self.init(seconds: local - offset, nanoseconds: nanoseconds)
    }

    /// The start of a day in UTC, `2026-06-30`; nil for anything else.
    package init?(day text: [UInt8]) {
        guard text.count == 10, let seconds = Self.civilSeconds(text + Array("T00:00:00".utf8)) else { return nil }
        self.init(seconds: seconds)
    }

    /// `YYYY-MM-DDTHH:MM:SS` (or a space for the T) as if it were UTC.
    private static func civilSeconds(_ text: some Sequence<UInt8>) -> Int64? {
        let bytes = Array(text)
        for (index, mark) in [(4, "-"), (7, "-"), (13, ":"), (16, ":")] where bytes[index] != mark.utf8.first {
            return nil
        }
        guard bytes[10].asciiLowercased == UInt8(ascii: "t") || bytes[10] == UInt8(ascii: " "),
            let year = Int(decimal: bytes[0..<4]), let month = Int(decimal: bytes[5..<7]),
            let day = Int(decimal: bytes[8..<10]), let hour = Int(decimal: bytes[11..<13]),
            let minute = Int(decimal: bytes[14..<16]), let second = Int(decimal: bytes[17..<19]),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        let days = CivilDate.days(year: Int64(year), month: Int64(month), day: Int64(day))
        // The thirty-first of a shorter month would be a day of the next.
        guard CivilDate.date(days: days).day == Int64(day) else { return nil }
        return days * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    }

    /// `Z`, `+HH:MM` or `+HHMM`.
    private static func offsetSeconds(_ text: [UInt8]) -> Int64? {
        if text.count == 1, text[0].asciiLowercased == UInt8(ascii: "z") { return 0 }
        let digits = text.dropFirst().filter { $0 != UInt8(ascii: ":") }
        guard digits.count == 4, let number = Int(decimal: digits), number / 100 < 24, number % 100 < 60 else {
            return nil
        }
        let seconds = Int64(number / 100 * 3_600 + number % 100 * 60)
        switch text[0] {
        case UInt8(ascii: "+"): return seconds
        case UInt8(ascii: "-"): return -seconds
        default: return nil
        }
    }

    /// Day and time of day in UTC, `2025-03-04` and `08:16:40`; nil for years before 1 or after 9999.
    package var calendar: (day: String, clock: String)? {
        guard seconds > -62_135_596_800, seconds < 253_402_300_800 else { return nil }
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let second = seconds - days * 86_400
        let date = CivilDate.date(days: days)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let year = String(repeating: "0", count: max(0, 4 - String(date.year).utf8.count)) + String(date.year)
        return (
            "\(year)-\(two(date.month))-\(two(date.day))",
            "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))"
        )
    }

    /// `2025-03-04 08:16:40Z`, or `@` and the seconds where no calendar has the time.
    package var calendarText: String {
        guard let calendar else { return "@\(seconds)" }
        return "\(calendar.day) \(calendar.clock)Z"
    }

    /// Whole seconds earlier or later; a time at the end of the range stays there.
    package func advanced(by seconds: Int64) -> Timestamp {
        let (sum, overflow) = self.seconds.addingReportingOverflow(seconds)
        return Timestamp(seconds: overflow ? (seconds > 0 ? .max : .min) : sum, nanoseconds: nanoseconds)
    }
}

extension Int {
    /// A decimal number without a sign; nil for anything else or where it does not fit.
    package init?(decimal digits: some Collection<UInt8>) {
        guard !digits.isEmpty else { return nil }
        var number = 0
        for digit in digits {
            guard digit.isASCIIDigit else { return nil }
            let (product, tooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = product.addingReportingOverflow(Int(digit - 0x30))
            if tooLarge || overflows { return nil }
            number = sum
        }
        self = number
    }
}
