/// One record of wtmp, as login programs write it.
package struct WtmpEntry: Sendable {
    package var type: Int16
    package var user = ""
    package var line = ""
    package var host = ""
    package var processID: Int32 = 0
    /// Seconds since 1970.
    package var time: Int64

    package init(
        type: Int16, user: String = "", line: String = "", host: String = "", processID: Int32 = 0, time: Int64
    ) {
        self.type = type
        self.user = user
        self.line = line
        self.host = host
        self.processID = processID
        self.time = time
    }

    package static func boot(_ time: Int64) -> WtmpEntry {
        WtmpEntry(type: 2, user: "reboot", line: "~", host: "6.1.0-18-amd64", time: time)
    }

    package static func shutdown(_ time: Int64) -> WtmpEntry {
        WtmpEntry(type: 1, user: "shutdown", line: "~", host: "6.1.0-18-amd64", time: time)
    }

    package static func login(
        _ user: String, _ line: String, from host: String = "", processID: Int32 = 1, _ time: Int64
    ) -> WtmpEntry {
        WtmpEntry(type: 7, user: user, line: line, host: host, processID: processID, time: time)
    }

    package static func logout(_ line: String, _ time: Int64) -> WtmpEntry {
        WtmpEntry(type: 8, line: line, time: time)
    }

    /// The struct of utmp(5) as glibc lays it out: times of 32 bits on amd64, of 64 bits where `isWide`.
    package func bytes(isWide: Bool = false) -> [UInt8] {
        let timeWidth = isWide ? 8 : 4
        return Self.number(Int64(type), 2) + [0, 0] + Self.number(Int64(processID), 4) + Self.text(line, 32)
            + Self.text("", 4) + Self.text(user, 32) + Self.text(host, 256) + [0, 0, 0, 0]
            + Self.number(0, timeWidth) + Self.number(time, timeWidth) + Self.number(250_000, timeWidth)
            + [UInt8](repeating: 0, count: isWide ? 40 : 36)
    }

    private static func number(_ value: Int64, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func text(_ value: String, _ width: Int) -> [UInt8] {
        let bytes = Array(value.utf8.prefix(width))
        return bytes + [UInt8](repeating: 0, count: width - bytes.count)
    }
}
