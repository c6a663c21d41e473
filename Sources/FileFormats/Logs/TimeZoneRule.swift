import AuditModel

/// The rule in the footer of a TZif file (RFC 8536, 3.3): a TZ string of POSIX for the years behind the table.
struct TimeZoneRule: Sendable {
    /// One change of the clock in every year.
    private struct Change: Sendable {
        /// How a rule names a day.
        enum Day: Sendable {
            /// `Jn`: 1 to 365, and 29 February is never counted.
            case julian(Int64)
            /// `n`: 0 to 365, with 29 February.
            case ordinal(Int64)
            /// `Mm.w.d`: the w-th weekday d of the month, 5 for the last.
            case weekday(month: Int64, week: Int64, day: Int64)
        }

        let day: Day
        /// Seconds since midnight of the clock that is in force before the change; -167 to 167 hours.
        let clock: Int64
    }

    /// Seconds east of Greenwich.
    let standardOffset: Int64
    private let summer: (offset: Int64, start: Change, end: Change)?

    /// Nil for anything that is not such a string.
    init?(_ text: ArraySlice<UInt8>) {
        var reader = Reader(rest: text)
        guard reader.takeName(), let west = reader.takeTime(hours: 24) else { return nil }
        standardOffset = -west
        if reader.rest.isEmpty {
            summer = nil
            return
        }
        guard reader.takeName() else { return nil }
        var offset = standardOffset + 3_600
        if reader.rest.first != UInt8(ascii: ",") {
            guard let west = reader.takeTime(hours: 24) else { return nil }
            offset = -west
        }
        guard let start = reader.takeChange(), let end = reader.takeChange(), reader.rest.isEmpty else { return nil }
        summer = (offset, start, end)
    }

    /// The changes of the clock near a local time, in order: the moment in UTC and the offset from then on.
    func changes(around local: Int64) -> [(moment: Int64, offset: Int64)] {
        guard let summer else { return [] }
        let year = CivilDate.date(days: local.dividedDown(by: 86_400)).year
        let all = ((year - 1)...(year + 1)).flatMap { year in
            [
                (moment: Self.local(summer.end, in: year) - summer.offset, offset: standardOffset),
                (moment: Self.local(summer.start, in: year) - standardOffset, offset: summer.offset),
            ]
        }
        return all.sorted { $0.moment < $1.moment }
    }

    private static func local(_ change: Change, in year: Int64) -> Int64 {
        let newYear = CivilDate.days(year: year, month: 1, day: 1)
        let march = CivilDate.days(year: year, month: 3, day: 1)
        let day: Int64 =
            switch change.day {
            case .julian(let number): number <= 59 ? newYear + number - 1 : march + number - 60
            case .ordinal(let number): newYear + number
            case .weekday(let month, let week, let weekday): Self.day(weekday, week, month, year)
            }
        return day * 86_400 + change.clock
    }

    /// Days since 1970, which was a Thursday.
    private static func day(_ weekday: Int64, _ week: Int64, _ month: Int64, _ year: Int64) -> Int64 {
        let first = CivilDate.days(year: year, month: month, day: 1)
        let next = month == 12 ? (year + 1, 1) : (year, month + 1)
        let behind = CivilDate.days(year: next.0, month: next.1, day: 1)
        let firstWeekday = first + 4 - (first + 4).dividedDown(by: 7) * 7
        var day = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
        while day >= behind { day -= 7 }
        return day
    }

    /// Takes the parts of a TZ string from its start.
    private struct Reader {
        var rest: ArraySlice<UInt8>

        /// Three letters or more, or anything in angle brackets.
        mutating func takeName() -> Bool {
            if rest.first == UInt8(ascii: "<") {
                guard let close = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
                rest = rest[(close + 1)...]
                return true
            }
            let name = rest.prefix(while: \.isASCIILetter)
            rest = rest[name.endIndex...]
            return name.count >= 3
        }

        mutating func takeNumber(upTo limit: Int64) -> Int64? {
            let digits = rest.prefix(while: \.isASCIIDigit)
            guard digits.count <= 3, let number = LogStamp.decimal(digits), number <= limit else { return nil }
            rest = rest[digits.endIndex...]
            return number
        }

        mutating func take(_ byte: UInt8) -> Bool {
            guard rest.first == byte else { return false }
            rest = rest.dropFirst()
            return true
        }

        /// `[+-]hh[:mm[:ss]]` in seconds.
        mutating func takeTime(hours limit: Int64) -> Int64? {
            let isNegative = take(UInt8(ascii: "-"))
            if !isNegative { _ = take(UInt8(ascii: "+")) }
            guard var seconds = takeNumber(upTo: limit).map({ $0 * 3_600 }) else { return nil }
            for unit: Int64 in [60, 1] {
                guard take(UInt8(ascii: ":")) else { break }
                guard let part = takeNumber(upTo: 59) else { return nil }
                seconds += part * unit
            }
            return isNegative ? -seconds : seconds
        }

        /// `,date[/time]`; two o'clock where there is no time.
        mutating func takeChange() -> Change? {
            guard take(UInt8(ascii: ",")), let day = takeDay() else { return nil }
            guard take(UInt8(ascii: "/")) else { return Change(day: day, clock: 7_200) }
            return takeTime(hours: 167).map { Change(day: day, clock: $0) }
        }

        private mutating func takeDay() -> Change.Day? {
            if take(UInt8(ascii: "J")) {
                guard let number = takeNumber(upTo: 365), number > 0 else { return nil }
                return .julian(number)
            }
            guard take(UInt8(ascii: "M")) else { return takeNumber(upTo: 365).map { .ordinal($0) } }
            guard let month = takeNumber(upTo: 12), month > 0, take(UInt8(ascii: ".")),
                let week = takeNumber(upTo: 5), week > 0, take(UInt8(ascii: ".")), let day = takeNumber(upTo: 6)
            else { return nil }
            return .weekday(month: month, week: week, day: day)
        }
    }
}
