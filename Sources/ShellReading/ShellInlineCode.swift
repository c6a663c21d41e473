import AuditModel

/// Finds the code that a command carries in its arguments.
enum ShellInlineCode {
    static func code(of command: ShellCommandDraft, depth: Int) -> ShellCode {
        var found = ShellCode()
        for code in codes(of: command) {
            guard depth < ShellParser.inlineLimit else { return ShellCode(isCut: true) }
            let reading = ShellLines(of: code, language: .shell)
            found.isCut = found.isCut || reading.cutAt != nil
            for line in reading.lines {
                let code = ShellParser.code(in: line.bytes, inlineDepth: depth + 1)
                found.pipelines += code.pipelines
                found.isCut = found.isCut || code.isCut
            }
        }
        return found
    }

    /// The commands of find's `-exec` and its like.
    private static func executed(by arguments: [ShellWord]) -> [[UInt8]] {
        let starts: [UntrustedText] = ["-exec", "-execdir", "-ok", "-okdir"]
        var codes: [[UInt8]] = []
        var isOpen = false
        for word in arguments {
            if starts.contains(word.text) {
                codes.append([])
                isOpen = true
            } else if word.text == ";" || word.text == "+" {
                isOpen = false
            } else if isOpen {
                codes[codes.count - 1] += word.text.bytes + [0x20]
            }
        }
        return codes
    }

    /// Commands in printed lines that a crontab or a unit would be made of.
    private static func scheduled(in text: [UInt8]) -> [[UInt8]] {
        printedLines(of: text).flatMap(ScheduledCommand.commands)
    }

    /// The lines that a text prints; `\n` ends one as a newline does.
    static func printedLines(of text: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        var at = 0
        while at < text.count {
            let isEscape = text[at] == 0x5C && at + 1 < text.count && text[at + 1] == 0x6E
            if isEscape || text[at] == 0x0A {
                lines.append([])
            } else {
                lines[lines.count - 1].append(text[at])
            }
            at += isEscape ? 2 : 1
        }
        return lines
    }

    private static func codes(of command: ShellCommandDraft) -> [[UInt8]] {
        let program = command.program.lastComponent
        if program == "eval" {
            return [Array(command.arguments.map(\.text.bytes).joined(separator: [0x20]))]
        }
        var codes: [[UInt8]] = []
        if program == "echo" || program == "printf" {
            codes = command.arguments.flatMap { scheduled(in: $0.text.bytes) }
        }
        if program.ends(with: "awk") || ShellPrograms.isScripted(program) {
            codes = command.arguments.filter(\.isQuoted).flatMap { QuotedTexts.texts(in: $0.text.bytes) }
        }
        if program == "find" { codes = executed(by: command.arguments) }
        if program == "trap", let first = command.arguments.first { return [first.text.bytes] }
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
