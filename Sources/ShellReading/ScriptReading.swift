import AuditModel

/// One pipeline of a script, wherever it was nested, with the line it stands on.
package struct ScriptItem: Sendable {
    package let line: ShellLine
    package let pipeline: ShellPipeline
}

/// A script as the pattern families see it: read once, matched many times.
package struct ScriptReading: Sendable {
    package let language: ScriptLanguage
    /// A directive of apt or dpkg instead of a script file.
    package let isHook: Bool
    /// Comments left out.
    package let lines: [ShellLine]
    /// Every pipeline, outer ones before those nested in them.
    package let items: [ScriptItem]
    /// All commands with their lines, those in substitutions, groups and inline code included.
    package let commands: [(line: ShellLine, command: ShellCommand)]

    package init(bytes: [UInt8], language: ScriptLanguage, isHook: Bool) {
        self.language = language
        self.isHook = isHook
        let code = ShellLines.lines(of: bytes, language: language).filter { $0.kind != .comment }
        lines = code
        let items = code.flatMap { line -> [ScriptItem] in
            Self.codes(in: line, language: language)
                .flatMap { ShellParser.pipelines(in: $0) }
                .flatMap { Self.flattened($0, depth: 0) }
                .map { ScriptItem(line: line, pipeline: $0) }
        }
        self.items = items
        commands = items.flatMap { item in item.pipeline.commands.map { (item.line, $0) } }
    }

    /// Whether any command satisfies a condition; where none does, no pipeline can be fed by such a command, and no
    /// variable or file filled by one.
    package func holdsCommand(where condition: (ShellCommand) -> Bool) -> Bool {
        commands.contains { condition($0.command) }
    }

    /// The shell code of a line: the line itself, or the quoted texts in a line of another language.
    private static func codes(in line: ShellLine, language: ScriptLanguage) -> [[UInt8]] {
        guard language != .shell else { return [line.bytes] }
        var codes: [[UInt8]] = []
        var quote: UInt8?
        var text: [UInt8] = []
        var at = 0
        while at < line.bytes.count {
            let byte = line.bytes[at]
            if let open = quote {
                if byte == 0x5C, at + 1 < line.bytes.count {
                    text.append(line.bytes[at + 1])
                    at += 1
                } else if byte == open {
                    if text.contains(0x20) { codes.append(text) }
                    quote = nil
                } else {
                    text.append(byte)
                }
            } else if byte == 0x22 || byte == 0x27 || byte == 0x60 {
                quote = byte
                text = []
            }
            at += 1
        }
        return codes
    }

    private static func flattened(_ pipeline: ShellPipeline, depth: Int) -> [ShellPipeline] {
        var all = [pipeline]
        for command in pipeline.commands {
            for inner in command.group + command.inline + command.substitutions {
                all += flattened(inner, depth: depth + 1)
            }
        }
        return all
    }
}
