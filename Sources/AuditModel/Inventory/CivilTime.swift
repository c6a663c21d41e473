extension Timestamp {
    /// A time as RFC 3339 writes it, such as `2026-06-30T12:00:00.5+02:00`; nil for anything else.
    ///
    /// Digits behind the ninth of a second are cut, and a leap second counts as the next one.
    package init?(rfc3339 text: some Sequence<UInt8>) {
        let text = Array(text)
        guard text.count >= 20, let date = Self.days(of: text[..<10]),
            text[10].asciiLowercased == UInt8(ascii: "t"), text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let hour = Self.number(text[11..<13], upTo: 23), let minute = Self.number(text[14..<16], upTo: 59),
            let second = Self.number(text[17..<19], upTo: 60)
        else { return nil }
        var rest = text[19...]
        var nanoseconds: UInt32 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { $0.isASCIIDigit }
            guard !digits.isEmpty else { return nil }
            for place in 0..<9 {
                let digit = place < digits.count ? digits[digits.startIndex + place] - 0x30 : 0
                nanoseconds = nanoseconds * 10 + UInt32(digit)
            }
            rest = rest[digits.endIndex...]
        }
        guard let offset = Self.offset(rest) else { return nil }
        self.init(seconds: date * 86_400 + hour * 3_600 + minute * 60 + second - offset, nanoseconds: nanoseconds)
    }

    /// The start of a day in UTC, `2026-06-30`; nil for anything else.
    package init?(day text: some Sequence<UInt8>) {
        guard let days = Self.days(of: Array(text)[...]) else { return nil }
        self.init(seconds: days * 86_400)
    }

    /// Seconds east of Greenwich.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
        guard let sign = text.first else { return nil }
        let rest = text.dropFirst()
        if sign.asciiLowercased == UInt8(ascii: "z") { return rest.isEmpty ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), rest.count == 5,
            rest[rest.startIndex + 2] == UInt8(ascii: ":"), let hours = number(rest.prefix(2), upTo: 23),
            let minutes = number(rest.suffix(2), upTo: 59)
        else { return nil }
        return (hours * 3_600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    private static func days(of text: ArraySlice<UInt8>) -> Int64? {
        let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], let year = number(parts[0], upTo: 9_999),
            let month = number(parts[1], upTo: 12), let day = number(parts[2], upTo: 31), month > 0, day > 0
        else { return nil }
        let days = CivilDate.days(year: year, month: month, day: day)
        let back = CivilDate.date(days: days)
        // The thirty-first of a shorter month would be a day of the next.
        return back.month == month && back.day == day ? days : nil
    }

    private static func number(_ digits: ArraySlice<UInt8>, upTo limit: Int64) -> Int64? {
        guard !digits.isEmpty, digits.allSatisfy(\.isASCIIDigit) else { return nil }
        let value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
        return value <= limit ? value : nil
    }
}
