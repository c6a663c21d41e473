import AuditModel
import ShellReading

/// Files that decide what runs later or who becomes root, written by code instead of being shipped in a package.
enum PersistenceWrite: ContentFamily {
    static func matches(in script: ScriptReading) -> [ContentMatch] {
        script.commands.flatMap { line, command in
            targets(of: command, line, script) + jobs(command, line) + kernelHooks(command, line)
                + diversions(command, line, script)
        } + writes(in: script)
    }

    private static func targets(of command: ShellCommand, _ line: ShellLine, _ script: ScriptReading) -> [ContentMatch]
    {
        var matches: [ContentMatch] = []
        var last: UntrustedText?
        for file in WriteTargets.files(of: command) {
            // A target that is a file is no folder as well.
            if let last, file.begins(with: last) { continue }
            guard let place = ProtectedPlaces.place(of: file) else { continue }
            last = file
            let isBackup = CommandTraits.isOwnBackup(command, of: file)
            guard !isBackup || place.pattern == "account-file-write" else { continue }
            let severity = isBackup ? .low : severity(of: file, in: place, command, script)
            matches.append(
                ContentMatch(
                    pattern: place.pattern, severity: severity, line: line,
                    reason: "writes \(file.cut(to: 120)), \(place.reason)"))
        }
        return matches
    }

    private static func severity(
        of file: UntrustedText, in place: ProtectedPlace, _ command: ShellCommand, _ script: ScriptReading
    ) -> Severity {
        let appends = command.redirections.contains { $0.kind == .append } || command.name == "tee"
        if place.makers.contains(script.package), !appends { return .low }
        if isOwn(file, in: place, command, script) { return place.ownSeverity }
        return command.name == "ln" && place.severity == .medium ? .low : place.severity
    }

    /// Named like the package below the place, or copied from a folder of the package's own.
    private static func isOwn(
        _ file: UntrustedText, in place: ProtectedPlace, _ command: ShellCommand, _ script: ScriptReading
    ) -> Bool {
        // What is high takes the very name: anyone can call a package `dpkg-extra`.
        guard place.severity < .high else { return script.isNamed(file) }
        let below = place.path.bytes.last == 0x2F ? file.bytes.dropFirst(place.path.bytes.count) : []
        if script.isOwn(file) || holdsOwn(below, script) { return true }
        guard ["cp", "install", "ln"].contains(command.name) else { return false }
        return command.operands.contains { $0 != file && holdsOwn($0.bytes[...], script) }
    }

    private static func holdsOwn(_ path: ArraySlice<UInt8>, _ script: ScriptReading) -> Bool {
        path.split(separator: 0x2F).contains { script.isOwn(UntrustedText($0)) }
    }

    private static func jobs(_ command: ShellCommand, _ line: ShellLine) -> [ContentMatch] {
        let isJob: Bool
        switch command.name {
        case "crontab":
            isJob = !command.hasOption(0x6C) && !command.hasOption(0x72)
        case "at", "batch":
            isJob = !command.hasOption(0x6C) && !command.hasOption(0x64) && !command.arguments.isEmpty
        default:
            isJob = command.wrappers.contains("systemd-run") && command.words.contains { $0.text.begins(with: "--on-") }
        }
        guard isJob else { return [] }
        return [
            ContentMatch(
                pattern: "job-scheduled", severity: .medium, line: line,
                reason: "schedules a job to run after the package run")
        ]
    }

    private static func kernelHooks(_ command: ShellCommand, _ line: ShellLine) -> [ContentMatch] {
        guard command.name == "sysctl",
            command.arguments.contains(where: { word in
                let text = word.text
                return (text.begins(with: "kernel.core_pattern=|") || text.begins(with: "kernel.modprobe="))
            })
        else { return [] }
        return [
            ContentMatch(
                pattern: "persistence-write", severity: .high, line: line,
                reason: "makes the kernel run a program as root when any process crashes or asks for a module")
        ]
    }

    /// A local diversion of a program lets another stand in its place, also after upgrades.
    private static func diversions(
        _ command: ShellCommand, _ line: ShellLine, _ script: ScriptReading
    ) -> [ContentMatch] {
        guard command.name == "dpkg-divert", !command.arguments.contains(where: { $0.text == "--remove" }),
            command.arguments.contains(where: { $0.text == "--local" }),
            let file = command.operands.last, let place = ProtectedPlaces.place(of: file), !script.isNamed(file)
        else { return [] }
        return [
            ContentMatch(
                pattern: "program-diverted", severity: place.severity, line: line,
                reason: "diverts \(file.cut(to: 120)), \(place.reason)")
        ]
    }

    private static let openers: [UntrustedText] = ["open(", "open ", "write_text(", "File.write", "writeFile"]

    /// Scripts of other languages: a line that opens such a file for writing.
    private static func writes(in script: ScriptReading) -> [ContentMatch] {
        guard script.language != .shell, script.language != .compiled else { return [] }
        return script.lines.compactMap { line in
            guard line.bytes.holdsAny(openers), isWriting(line.bytes) else { return nil }
            let quoted = line.bytes.split { $0 == 0x22 || $0 == 0x27 }.map { UntrustedText($0) }
            for text in quoted {
                let file = UntrustedText(text.bytes.drop { $0 == 0x3E || $0 == 0x20 })
                guard let place = ProtectedPlaces.place(of: file) else { continue }
                return ContentMatch(
                    pattern: place.pattern, severity: script.isNamed(file) ? place.ownSeverity : place.severity,
                    line: line, reason: "writes \(file.cut(to: 120)), \(place.reason)")
            }
            return nil
        }
    }

    private static func isWriting(_ bytes: [UInt8]) -> Bool {
        bytes.holdsAny(["'w", "\"w", "'a", "\"a", "'>", "\">", "write"])
    }
}
