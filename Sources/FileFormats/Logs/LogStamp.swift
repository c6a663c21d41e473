import AuditModel

/// Dates and times as digits at fixed places of a line, read without copying.
enum LogStamp {
    /// Seconds since 1970 of `YYYY-MM-DD`, `gap` bytes and `HH:MM:SS`, as if the local time were UTC; nil for anything else.
    static func seconds(of line: ArraySlice<UInt8>, gap: Int = 1) -> Int64? {
        guard let days = days(of: line), let clock = clock(of: line, at: 10 + gap) else { return nil }
        return days * 86_400 + clock
    }

    /// Days since 1970 of `YYYY-MM-DD` at the start of a line.
    static func days(of line: ArraySlice<UInt8>) -> Int64? {
        guard line.count >= 10, byte(line, 4) == UInt8(ascii: "-"), byte(line, 7) == UInt8(ascii: "-"),
            let year = number(line, 0, 4), let month = number(line, 5, 2), let day = number(line, 8, 2),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        return CivilDate.days(year: year, month: month, day: day)
    }

    /// Seconds since midnight of `HH:MM:SS`; a leap second is allowed.
    static func clock(of line: ArraySlice<UInt8>, at offset: Int) -> Int64? {
        guard line.count >= offset + 8, byte(line, offset + 2) == UInt8(ascii: ":"),
            byte(line, offset + 5) == UInt8(ascii: ":"), let hour = number(line, offset, 2),
            let minute = number(line, offset + 3, 2), let second = number(line, offset + 6, 2),
            hour < 24, minute < 60, second < 61
        else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    /// A number of exactly `count` decimal digits at an offset; the caller has checked the length.
    static func number(_ line: ArraySlice<UInt8>, _ offset: Int, _ count: Int) -> Int64? {
        var value: Int64 = 0
        for place in offset..<(offset + count) {
            let digit = byte(line, place)
            guard digit.isASCIIDigit else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value
    }

    static func byte(_ line: ArraySlice<UInt8>, _ offset: Int) -> UInt8 {
        line[line.startIndex + offset]
    }

    /// A decimal number below 10^18, so that what is computed with it as a time cannot overflow; nil for anything else,
    /// and for no digit at all.
    static func decimal(_ digits: ArraySlice<UInt8>) -> Int64? {
        digits.count <= 18 ? Int(decimal: digits).map { Int64($0) } : nil
    }
}
