package import AuditModel

/// One line of audit.log, cut into its head and its fields without copying.
package struct AuditLogLine: Sendable {
    package let type: ArraySlice<UInt8>
    package let time: Timestamp
    package let serial: UInt64
    /// What follows the head: `name=value` with spaces between.
    package let fields: ArraySlice<UInt8>

    /// Nil for a line that is not `type=T msg=audit(SECONDS.MILLISECONDS:SERIAL): ...`, with or without `node=` in front.
    package init?(_ line: ArraySlice<UInt8>) {
        var rest = line.drop { $0 == 0 }
        if rest.starts(with: "node=".utf8) { rest = rest.drop { $0 != 0x20 }.dropFirst() }
        guard rest.starts(with: "type=".utf8) else { return nil }
        rest = rest.dropFirst(5)
        type = rest.prefix(64).prefix { $0 != 0x20 }
        rest = rest.dropFirst(type.count + 1)
        guard rest.starts(with: "msg=audit(".utf8) else { return nil }
        rest = rest.dropFirst(10)
        guard let close = rest.prefix(64).firstIndex(of: UInt8(ascii: ")")),
            let dot = rest[..<close].firstIndex(of: UInt8(ascii: ".")),
            let colon = rest[dot..<close].firstIndex(of: UInt8(ascii: ":")),
            let seconds = LogStamp.decimal(rest[..<dot]),
            colon - dot == 4, let milliseconds = LogStamp.decimal(rest[(dot + 1)..<colon]),
            let serial = LogStamp.decimal(rest[(colon + 1)..<close])
        else { return nil }
        time = Timestamp(seconds: seconds, nanoseconds: UInt32(milliseconds) * 1_000_000)
        self.serial = UInt64(serial)
        fields = rest[(close + 1)...].drop { $0 == UInt8(ascii: ":") || $0 == 0x20 }
    }

    /// Whether the event is complete with this line.
    package var endsEvent: Bool { type.elementsEqual("EOE".utf8) }
}

/// Decodes the values that the kernel writes as hexadecimal digits because they hold spaces, quotes or other odd bytes.
package enum AuditLog {
    private static let encodedNames: Set<UntrustedText> = [
        "acct", "cmd", "comm", "cwd", "data", "exe", "name", "path", "proctitle",
    ]
    /// The most decoded fields of one line.
    private static let fieldLimit = 256

    /// The record with its decoded values.
    package static func record(_ line: AuditLogLine) -> AuditRecord {
        var decoded: [AuditRecord.DecodedField] = []
        let isCommand = line.type.elementsEqual("EXECVE".utf8)
        for word in line.fields.split(whereSeparator: separates) where decoded.count < fieldLimit {
            guard let equals = word.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = word[..<equals]
            guard isEncodable(name, isCommand), let value = decode(word[(equals + 1)...]) else { continue }
            decoded.append(AuditRecord.DecodedField(name: UntrustedText(name), value: UntrustedText(value)))
        }
        return AuditRecord(type: UntrustedText(line.type), serial: line.serial, decoded: decoded)
    }

    /// Fields stand apart by spaces; in records of programs they stand in `msg='...'`, and auditd may add its own
    /// interpretation behind a group separator.
    private static func separates(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == UInt8(ascii: "'") || byte == 0x1D
    }

    /// `a0` and on are words only in an EXECVE record; in a SYSCALL record they are numbers.
    private static func isEncodable(_ name: ArraySlice<UInt8>, _ isCommand: Bool) -> Bool {
        if isCommand, name.first == UInt8(ascii: "a"), name.dropFirst().first?.isASCIIDigit ?? false { return true }
        return name.count <= 9 && encodedNames.contains(UntrustedText(name))
    }

    /// The bytes that pairs of hexadecimal digits stand for; nil where a value is no such text.
    ///
    /// The zero bytes between the words of a proctitle become spaces. A line that was shortened may end in half a pair.
    static func decode(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        guard digits.count >= 2 else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            guard let value = Hexadecimal.value(digit) else { return nil }
            if let first = high {
                if bytes.count < HistoryRecord.lineLimit { bytes.append(first << 4 | value) }
                high = nil
            } else {
                high = value
            }
        }
        return bytes.map { $0 == 0 ? 0x20 : $0 }
    }
}
