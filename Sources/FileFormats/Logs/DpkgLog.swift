package import AuditModel

/// One line of dpkg.log that names a package.
package struct DpkgLogEntry: Sendable {
    /// Seconds since 1970 as if the log's local time were UTC; the reader's zone is still to be taken off.
    package let localSeconds: Int64
    package let name: UntrustedText
    package let architecture: UntrustedText
}

/// Reads dpkg.log: `YYYY-MM-DD HH:MM:SS action package:arch version ...`, in local time without a zone.
package enum DpkgLog {
    /// Calls `visit` for each line that names a package; returns the number of lines that could not be read.
    package static func read(_ bytes: [UInt8], _ visit: (DpkgLogEntry) -> Void) -> Int {
        var unusable = 0
        for line in ByteLines(bytes) where !line.isEmpty {
            guard let seconds = seconds(of: line) else {
                unusable += 1
                continue
            }
            let words = line.dropFirst(20).split(separator: 0x20)
            guard let action = words.first else { continue }
            let place = action.elementsEqual("status".utf8) ? 2 : 1
            guard words.count > place, let colon = words[place].lastIndex(of: UInt8(ascii: ":")) else { continue }
            visit(
                DpkgLogEntry(
                    localSeconds: seconds, name: UntrustedText(words[place][..<colon]),
                    architecture: UntrustedText(words[place][(colon + 1)...])))
        }
        return unusable
    }

    private static func seconds(of line: ArraySlice<UInt8>) -> Int64? {
        guard line.count > 20 else { return nil }
        let digits = Array(line.prefix(20))
        for (index, mark) in [(4, "-"), (7, "-"), (10, " "), (13, ":"), (16, ":"), (19, " ")]
        where digits[index] != mark.utf8.first { return nil }
        guard let year = number(digits[0..<4]), let month = number(digits[5..<7]), let day = number(digits[8..<10]),
            let hour = number(digits[11..<13]), let minute = number(digits[14..<16]),
            let second = number(digits[17..<19]),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        return CivilDate.days(year: year, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60 + second
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard digits.allSatisfy(\.isASCIIDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }
}
