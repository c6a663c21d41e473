package import AuditModel

/// Reads dpkg's small line-based database files; every malformed record is a problem with its line.
package enum AdminFiles {
    /// `diversions`: three lines a record, `from`, `to`, package or `:` (dpkg's lib/dpkg/db-fsys-divert.c).
    package static func diversions(
        in bytes: [UInt8], path: HostPath
    ) -> (records: [Diversion], problems: [ParseProblem]) {
        let lines = Array(ByteLines(bytes))
        var records: [Diversion] = []
        var problems: [ParseProblem] = []
        for start in stride(from: 0, to: lines.count, by: 3) {
            let record = lines[start..<min(start + 3, lines.count)]
            guard record.count == 3, let from = record.first, let owner = record.last, !owner.isEmpty,
                from.first == UInt8(ascii: "/"), lines[start + 1].first == UInt8(ascii: "/")
            else {
                problems.append(
                    ParseProblem(
                        file: path, line: start + 1, kind: .malformedDiversion,
                        reason: "not a record of two paths and a package"))
                continue
            }
            records.append(
                Diversion(
                    from: HostPath(from), to: HostPath(lines[start + 1]),
                    package: owner.elementsEqual(":".utf8) ? nil : UntrustedText(owner),
                    position: SourcePosition(file: path, line: start + 1)))
        }
        return (records, problems)
    }

    /// `statoverride`: `user group mode path` (dpkg's lib/dpkg/db-fsys-override.c).
    package static func statOverrides(
        in bytes: [UInt8], path: HostPath
    ) -> (records: [StatOverride], problems: [ParseProblem]) {
        var records: [StatOverride] = []
        var problems: [ParseProblem] = []
        for (index, line) in ByteLines(bytes).enumerated() where !line.isEmpty {
            let words = line.split(separator: 0x20, maxSplits: 3, omittingEmptySubsequences: false)
            guard words.count == 4, let mode = octal(words[2]), words[3].first == UInt8(ascii: "/") else {
                problems.append(
                    ParseProblem(
                        file: path, line: index + 1, kind: .malformedStatOverride,
                        reason: "not a user, group, mode and path"))
                continue
            }
            records.append(
                StatOverride(
                    path: HostPath(words[3]), user: UntrustedText(words[0]), group: UntrustedText(words[1]), mode: mode,
                    position: SourcePosition(file: path, line: index + 1)))
        }
        return (records, problems)
    }

    /// `triggers/File`: `path package[/noawait]`; a file `triggers/NAME`: `package[/noawait]` (dpkg's lib/dpkg/triglib.c).
    package static func triggerInterests(
        in bytes: [UInt8], path: HostPath, named trigger: UntrustedText?
    ) -> (records: [TriggerInterest], problems: [ParseProblem]) {
        var records: [TriggerInterest] = []
        var problems: [ParseProblem] = []
        for (index, line) in ByteLines(bytes).enumerated() where !line.isEmpty {
            let position = SourcePosition(file: path, line: index + 1)
            var owner = line
            var subject = trigger
            if trigger == nil {
                guard let cut = line.lastIndex(of: 0x20) else {
                    problems.append(
                        ParseProblem(
                            file: path, line: index + 1, kind: .malformedTrigger, reason: "not a path and a package"))
                    continue
                }
                subject = UntrustedText(line[..<cut])
                owner = line[(cut + 1)...]
            }
            if owner.reversed().starts(with: "/noawait".utf8.reversed()) { owner = owner.dropLast(8) }
            records.append(
                TriggerInterest(trigger: subject ?? "", package: UntrustedText(owner), position: position))
        }
        return (records, problems)
    }

    /// Reads `info/format`: dpkg accepts a number and a newline, 0 or 1 (dpkg's lib/dpkg/db-ctrl-format.c).
    package static func infoFormat(in bytes: [UInt8]) -> InfoFormat {
        let text = UntrustedText(bytes[...].trimmingASCIISpace.prefix(40))
        switch text {
        case "1": return .qualified
        case "0": return .legacy
        default: return .unusable("it holds \(text)")
        }
    }

    /// Non-empty lines, such as those of `arch`.
    package static func words(in bytes: [UInt8]) -> [UntrustedText] {
        ByteLines(bytes).map(\.trimmingASCIISpace).filter { !$0.isEmpty }.map { UntrustedText($0) }
    }

    private static func octal(_ digits: ArraySlice<UInt8>) -> UInt16? {
        guard !digits.isEmpty, digits.count <= 6 else { return nil }
        var value: UInt16 = 0
        for digit in digits {
            guard digit >= 0x30, digit <= 0x37, value <= 0o7777 else { return nil }
            value = value << 3 | UInt16(digit - 0x30)
        }
        return value <= 0o7777 ? value : nil
    }
}
