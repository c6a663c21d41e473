import AuditModel

/// A line of a crontab (crontab(5)) or of a systemd unit (systemd.service(5)), and the command in it.
enum ScheduledCommand {
    private static let unitKeys: [UntrustedText] = [
        "ExecStart=", "ExecStartPre=", "ExecStartPost=", "ExecReload=", "ExecStop=", "ExecStopPost=", "ExecCondition=",
    ]
    private static let lengthLimit = 4096

    /// The command as code of the shell, with and without the word before it that may be a user's name; none for a line
    /// of another kind.
    static func commands(in line: [UInt8]) -> [[UInt8]] {
        guard line.count <= lengthLimit else { return [] }
        let text = line[...].trimmingASCIISpace
        if let key = unitKeys.first(where: { text.begins(with: $0) }) {
            // Signs before the program change how it runs, not what.
            return [Array(text.dropFirst(key.bytes.count).drop { [0x2D, 0x40, 0x3A, 0x2B, 0x21].contains($0) })]
        }
        return cronCommands(in: text)
    }

    private static func cronCommands(in line: ArraySlice<UInt8>) -> [[UInt8]] {
        guard let first = line.first, first == 0x40 || isTime(line.prefix(1), 0) else { return [] }
        let fields = first == 0x40 ? 1 : 5
        var rest = line
        for index in 0..<fields {
            let field = rest.prefix { $0 != 0x20 && $0 != 0x09 }
            guard first == 0x40 ? isNickname(field) : isTime(field, index) else { return [] }
            rest = rest.dropFirst(field.count).drop { $0 == 0x20 || $0 == 0x09 }
        }
        guard !rest.isEmpty else { return [] }
        // In /etc/crontab and cron.d a user stands before the command.
        let word = rest.prefix { $0 != 0x20 && $0 != 0x09 }
        let behind = rest.dropFirst(word.count).drop { $0 == 0x20 || $0 == 0x09 }
        let isUser =
            !behind.isEmpty && word.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x2D || $0 == 0x5F }
        return isUser ? [Array(rest), Array(behind)] : [Array(rest)]
    }

    private static func isNickname(_ field: ArraySlice<UInt8>) -> Bool {
        let names: [UntrustedText] = [
            "@reboot", "@hourly", "@daily", "@weekly", "@monthly", "@midnight", "@yearly", "@annually",
        ]
        return names.contains(UntrustedText(field))
    }

    /// Minute, hour and day are numbers; month and day of the week may be names.
    private static func isTime(_ field: ArraySlice<UInt8>, _ index: Int) -> Bool {
        !field.isEmpty
            && field.allSatisfy { byte in
                byte.isASCIIDigit || byte == 0x2A || byte == 0x2F || byte == 0x2C || byte == 0x2D || byte == 0x7E
                    || (index > 2 && byte.isASCIILetter)
            }
    }
}
