import AuditModel
import ShellReading

/// Libraries forced into other programs, and kernel modules from odd places.
enum LoaderTampering: ContentFamily {
    private static let variables: [UntrustedText] = ["LD_PRELOAD=", "LD_AUDIT=", "LD_LIBRARY_PATH="]

    static func matches(in script: ScriptReading) -> [ContentMatch] {
        script.commands.flatMap { line, command in preloads(command, line) + modules(command, line) }
    }

    private static func preloads(_ command: ShellCommand, _ line: ShellLine) -> [ContentMatch] {
        (command.assignments + command.words).compactMap { word in
            let text = word.text
            guard text.bytes.first == 0x4C, let name = variables.first(where: text.begins(with:)) else { return nil }
            let value = UntrustedText(text.bytes.dropFirst(name.bytes.count))
            guard !value.isEmpty else { return nil }
            let isOdd = CommandTraits.isInWorldWritableFolder(value) || CommandTraits.isHidden(value)
            guard isOdd || name != "LD_LIBRARY_PATH=" else { return nil }
            return ContentMatch(
                pattern: "library-forced", severity: isOdd ? .high : .medium, line: line,
                reason: "forces \(value.cut(to: 120)) into the programs that follow")
        }
    }

    private static func modules(_ command: ShellCommand, _ line: ShellLine) -> [ContentMatch] {
        guard command.name == "insmod" || command.name == "modprobe" else { return [] }
        let isOdd = command.operands.contains {
            CommandTraits.isInWorldWritableFolder($0) || CommandTraits.isHidden($0)
        }
        guard isOdd || command.name == "insmod" else { return [] }
        return [
            ContentMatch(
                pattern: "kernel-module", severity: isOdd ? .high : .medium, line: line,
                reason: "loads code into the kernel from a file it names itself")
        ]
    }
}
