package import AuditModel

/// What one line of dpkg.log says.
package struct DpkgLogLine: Sendable {
    /// Seconds since 1970 as if the log's local time were UTC; the reader's zone is still to be taken off.
    package let localSeconds: Int64
    package let event: Event

    /// The lines that dpkg writes, dpkg(1) under `--log`.
    package enum Event: Sendable {
        case package(PackageAction)
        case conffile(path: HostPath, decision: UntrustedText)
        /// `startup archives unpack` and lines of later versions of dpkg.
        case other
    }
}

/// Reads dpkg.log: `YYYY-MM-DD HH:MM:SS action package:arch version version`, in local time without a zone.
package enum DpkgLog {
    private static let none = Array("<none>".utf8)

    /// One line; nil where it does not begin with a date and a time.
    package static func line(_ line: ArraySlice<UInt8>) -> DpkgLogLine? {
        guard let seconds = seconds(of: line) else { return nil }
        return DpkgLogLine(localSeconds: seconds, event: event(line.dropFirst(20)))
    }

    /// The time alone, read without copying; nil where there is none.
    package static func seconds(of line: ArraySlice<UInt8>) -> Int64? {
        guard line.count > 20, LogStamp.byte(line, 10) == 0x20, LogStamp.byte(line, 19) == 0x20 else { return nil }
        return LogStamp.seconds(of: line)
    }

    /// Calls `visit` for each line about a package; returns the number of lines that could not be read.
    package static func read(_ bytes: [UInt8], _ visit: (_ localSeconds: Int64, PackageAction) -> Void) -> Int {
        var unusable = 0
        for line in ByteLines(bytes) where !line.isEmpty {
            guard let line = Self.line(line) else {
                unusable += 1
                continue
            }
            if case .package(let action) = line.event { visit(line.localSeconds, action) }
        }
        return unusable
    }

    private static func event(_ text: ArraySlice<UInt8>) -> DpkgLogLine.Event {
        let words = text.split(separator: 0x20)
        guard let verb = words.first else { return .other }
        if verb.elementsEqual("conffile".utf8) { return conffile(text.dropFirst(9)) }
        guard let action = PackageAction.Action(rawValue: String(decoding: verb.prefix(16), as: UTF8.self)) else {
            return .other
        }
        let isStatus = action == .status
        let place = isStatus ? 2 : 1
        guard words.count > place, let colon = words[place].lastIndex(of: UInt8(ascii: ":")) else { return .other }
        return .package(
            PackageAction(
                action: action, name: UntrustedText(words[place][..<colon]),
                architecture: UntrustedText(words[place][(colon + 1)...]), oldVersion: version(words, place + 1),
                newVersion: isStatus ? nil : version(words, place + 2),
                state: isStatus ? UntrustedText(words[1]) : nil))
    }

    private static func version(_ words: [ArraySlice<UInt8>], _ place: Int) -> UntrustedText? {
        guard place < words.count, !words[place].elementsEqual(none) else { return nil }
        return UntrustedText(words[place])
    }

    /// `conffile <path> install` or `keep`; a path may hold spaces.
    private static func conffile(_ text: ArraySlice<UInt8>) -> DpkgLogLine.Event {
        guard text.first == UInt8(ascii: "/"), let cut = text.lastIndex(of: 0x20) else { return .other }
        return .conffile(path: HostPath(text[..<cut]), decision: UntrustedText(text[(cut + 1)...]))
    }
}
