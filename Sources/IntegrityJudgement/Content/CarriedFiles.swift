import AuditModel
import ShellReading

/// Follows a file from the command that fills it to the one that runs it or makes it executable.
struct CarriedFiles {
    /// What was done with a filled file.
    enum Use {
        case run
        case madeExecutable
    }

    private(set) var uses: [(line: ShellLine, use: Use)] = []

    /// Looks for files that a pipeline with a command of a certain kind writes.
    init(in script: ScriptReading, from source: (ShellCommand) -> Bool) {
        var files: Set<UntrustedText> = []
        for item in script.items {
            if item.pipeline.contains(where: source) {
                files.formUnion(item.pipeline.commands.flatMap(Self.targets).filter { $0.bytes.count > 1 })
                continue
            }
            guard !files.isEmpty else { continue }
            for command in item.pipeline.commands {
                if files.contains(command.program) || Self.runs(command, oneOf: files) {
                    uses.append((item.line, .run))
                } else if command.name == "chmod", Self.makesExecutable(command),
                    !files.isDisjoint(with: command.operands)
                {
                    uses.append((item.line, .madeExecutable))
                }
            }
        }
    }

    private static func runs(_ command: ShellCommand, oneOf files: Set<UntrustedText>) -> Bool {
        guard ShellPrograms.isInterpreter(command.name) || command.isSource else { return false }
        return command.operands.first.map(files.contains) ?? false
    }

    private static func makesExecutable(_ command: ShellCommand) -> Bool {
        command.arguments.contains { word in
            let text = word.text
            return text.holds("+x") || text.holds("+rx") || text.ends(with: "755") || text.ends(with: "700")
                || text.ends(with: "777")
        }
    }

    /// Files that a command writes: through the shell, or by curl's `-o` and wget's `-O`.
    private static func targets(of command: ShellCommand) -> [UntrustedText] {
        var found = command.writtenFiles.filter { !$0.begins(with: "/dev/") || $0.begins(with: "/dev/shm/") }
        let words = command.arguments.map(\.text)
        let letter: UInt8 = command.name == "curl" ? 0x6F : 0x4F
        guard ShellPrograms.downloaders.contains(command.name) else { return found }
        for (index, word) in words.enumerated() where index + 1 < words.count {
            let isShortBundle = word.begins(with: "-") && !word.begins(with: "--")
            if word == "--output" || word == "--output-document" || (isShortBundle && word.bytes.last == letter) {
                found.append(words[index + 1])
            }
        }
        found += words.filter { $0.begins(with: "--output-document=") || $0.begins(with: "--output=") }
            .compactMap { text in text.bytes.firstIndex(of: 0x3D).map { UntrustedText(text.bytes[($0 + 1)...]) } }
        return found
    }
}
