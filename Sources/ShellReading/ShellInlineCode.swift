import AuditModel

/// Finds the code that a command carries in its arguments.
enum ShellInlineCode {
    static func pipelines(of command: ShellCommandDraft, depth: Int, limit: Int) -> [ShellPipeline] {
        guard depth < limit else { return [] }
        var found: [ShellPipeline] = []
        for code in codes(of: command) {
            let language: ScriptLanguage = .shell
            for line in ShellLines.lines(of: code, language: language) where line.kind != .comment {
                found += ShellParser.pipelines(in: line.bytes, inlineDepth: depth + 1)
            }
        }
        return found
    }

    private static func codes(of command: ShellCommandDraft) -> [[UInt8]] {
        let program = command.program.lastComponent
        if program == "eval" {
            return [Array(command.arguments.map(\.text.bytes).joined(separator: [0x20]))]
        }
        var codes: [[UInt8]] = []
        if program == "trap", let first = command.arguments.first { codes.append(first.text.bytes) }
        let words = command.words
        var expectsCode = false
        var isShell = false
        for word in words {
            let text = word.text
            if expectsCode {
                codes.append(text.bytes)
                expectsCode = false
                isShell = false
            } else if isShell, text.begins(with: "-"), !text.begins(with: "--") {
                expectsCode = text.holds("c")
            } else if isShell, text == "--command" {
                expectsCode = true
            } else if word.isQuoted, text.bytes.contains(0x0A) {
                codes.append(text.bytes)
            }
            let name = text.lastComponent
            if ShellPrograms.shells.contains(name) || name == "su" || name == "runuser" { isShell = true }
        }
        return codes
    }
}
