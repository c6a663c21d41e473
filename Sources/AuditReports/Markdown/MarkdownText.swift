import AuditModel

/// Turns values into Markdown that no reader takes for markup.
///
/// Words of ours are escaped with backslashes; bytes of the audited tree always stand in a code span or a fenced block,
/// where nothing is markup, not even HTML or an address.
enum MarkdownText {
    /// A code span with a fence longer than any run of backticks inside.
    static func code(_ text: String) -> String {
        if text.isEmpty { return "" }
        let fence = String(repeating: "`", count: longestRun(in: text) + 1)
        let ends: [UInt8] = [text.utf8.first ?? 0, text.utf8.last ?? 0]
        let needsSpace = ends.contains { $0 == UInt8(ascii: "`") || $0 == 0x20 }
        return needsSpace ? "\(fence) \(text) \(fence)" : fence + text + fence
    }

    static func code(_ text: UntrustedText) -> String {
        code(Escaping.printable(text))
    }

    static func code(_ path: HostPath) -> String {
        code(Escaping.printable(path))
    }

    /// A sentence: our words as text, theirs as code.
    static func sentence(_ text: ReportText) -> String {
        text.pieces.map { piece in
            switch piece {
            case .ours(let words): words.isEmpty ? "" : plain(words)
            case .theirs(let bytes): code(bytes)
            }
        }.joined()
    }

    /// A sentence for a cell of a table, where a bar ends the cell even inside a code span.
    static func cell(_ text: ReportText) -> String {
        text.pieces.map { piece in
            switch piece {
            case .ours(let words): words.isEmpty ? "" : plain(words)
            case .theirs(let bytes):
                code(bytes).split(separator: "|", omittingEmptySubsequences: false).reduce(nil) {
                    (left: String?, right) in
                    guard let left else { return String(right) }
                    // Behind a backslash no reader agrees with another on what ends the cell.
                    return left + (left.utf8.last == UInt8(ascii: "\\") ? "u{7C}" : "\\|") + right
                } ?? ""
            }
        }.joined()
    }

    /// Words of ours, with what Markdown would act on escaped.
    static func plain(_ words: String) -> String {
        var output = ""
        for scalar in words.unicodeScalars {
            if "\\`*_[]<>#|~$".unicodeScalars.contains(scalar) { output += "\\" }
            output.unicodeScalars.append(scalar)
        }
        return output
    }

    /// A fenced block of commands.
    static func block(_ lines: [String], indent: String = "", language: String = "sh") -> [String] {
        let fence = String(repeating: "`", count: max(2, lines.map(longestRun).max() ?? 0) + 1)
        return (["\(fence)\(language)"] + lines + [fence]).map { indent + $0 }
    }

    /// What a check means and what to do about it, without values of a finding.
    static func help(of check: CheckDescription) -> String {
        var lines = [plain(check.why), ""]
        for step in check.guidance {
            lines.append("- **\(plain(step.title))** (\(step.phase.rawValue)): \(plain(step.why))")
            let commands = step.commands.map { GuidanceCommands.template($0) }
            if !commands.isEmpty { lines += [""] + block(commands, indent: "  ") + [""] }
        }
        if !check.references.isEmpty { lines.append("See " + plain(check.references.joined(separator: "; ")) + ".") }
        return lines.joined(separator: "\n")
    }

    private static func longestRun(in text: String) -> Int {
        var (longest, current) = (0, 0)
        for byte in text.utf8 {
            current = byte == UInt8(ascii: "`") ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
}
