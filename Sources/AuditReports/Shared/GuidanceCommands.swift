package import AuditModel

/// Writes a step's commands for one finding, every value quoted for a shell that knows `$'...'` (POSIX.1-2024, bash).
package enum GuidanceCommands {
    /// `ROOTPATH`, `PATH`, `ROOT`, `PACKAGE`, `ARCHIVE`, `MEMBER` and their like stand for the finding's own values.
    package static func commands(
        of step: GuidanceStep, for judged: JudgedFinding, in report: AuditReport
    ) -> [String] {
        let values = values(for: judged.finding, in: report)
        let names = Set(values.map(\.0))
        // A command about a package or member means nothing for a finding that has none.
        return step.commands.filter { command in
            ["PACKAGE", "MEMBER"].allSatisfy { !command.contains($0) || names.contains($0) }
        }.flatMap { command in
            programs(of: judged, in: command).map { expand(command, with: values + $0, isHere: isHere(report)) }
        }
    }

    /// The values with which a command is written: for one that is about programs, those of each that fits it.
    private static func programs(of judged: JudgedFinding, in command: String) -> [[(String, String)]] {
        if command.contains("PROGRAM") {
            return judged.programs.filter { $0.hasPrefix("/") }.map { [("PROGRAM", quoted($0.bytes))] }
        }
        if command.contains("COMMAND") {
            return judged.programs.filter { !$0.bytes.contains(UInt8(ascii: "/")) }.map {
                [("COMMAND", quoted($0.bytes))]
            }
        }
        return [[]]
    }

    /// A line that goes with a step's commands, such as the one that verifies them.
    static func line(_ line: String, for finding: Finding, in report: AuditReport) -> String {
        line.isEmpty ? "" : expand(line, with: values(for: finding, in: report), isHere: isHere(report))
    }

    /// A command of a check that no report gives values to.
    static func template(_ command: String) -> String {
        expand(command, with: [("INTACT", intact(nil)), ("MODE", "0644")], isHere: false)
    }

    /// A case's command: words of ours as they are, every other piece one word of the shell.
    ///
    /// A command with a value that a program would take for an option is a comment that says so.
    ///
    /// - Parameter isHere: whether the audited host is the machine on which commands are typed.
    static func command(_ line: ReportText, isHere: Bool = true) -> String {
        if holdsOption(line) { return "# a value in it looks like an option: \(Escaping.printable(line))" }
        return line.pieces.enumerated().map { index, piece in
            switch piece {
            case .ours(let words): index == 0 ? placed(words, isHere: isHere) : words
            case .theirs(let text): quoted(text.bytes)
            }
        }.joined()
    }

    /// Whether commands that act on the machine on which they are typed act on the audited one.
    static func isHere(_ report: AuditReport) -> Bool { report.host.isLive || root(of: report).0.isEmpty }

    /// An image has no processes, and the auditor's machine is neither to be cut off nor to be repaired.
    private static func placed(_ words: String, isHere: Bool) -> String {
        guard words.hasPrefix("HOST ") else { return words }
        return (isHere ? "" : "# on the host itself: ") + words.dropFirst(5)
    }

    /// A line for the response console of Elastic Defend, which knows double quotes and no other escapes.
    ///
    /// A line with a value that cannot be typed there is a comment that says so.
    static func console(_ line: ReportText) -> String {
        var words = ""
        for piece in line.pieces {
            switch piece {
            case .ours(let text): words += text
            case .theirs(let text):
                let isTyped = Escaping.isPlain(text) && !text.bytes.contains { "\"\\".utf8.contains($0) }
                if !isTyped || holdsOption(line) { return "# cannot be typed there: \(Escaping.printable(line))" }
                let isBare = text.bytes.allSatisfy(isBare) && !text.isEmpty
                words += isBare ? Escaping.printable(text) : "\"\(Escaping.printable(text))\""
            }
        }
        return words
    }

    /// Whether a value that begins with a hyphen stands where a word begins.
    private static func holdsOption(_ line: ReportText) -> Bool {
        var isAtStart = true
        for piece in line.pieces {
            switch piece {
            case .ours(let words): isAtStart = words.utf8.last.map { $0 == UInt8(ascii: " ") } ?? isAtStart
            case .theirs(let text):
                if isAtStart, text.bytes.first == UInt8(ascii: "-") { return true }
                isAtStart = isAtStart && text.isEmpty
            }
        }
        return false
    }

    /// A line that goes with a case's step: only the root's place has a value there.
    static func line(_ line: String, in report: AuditReport) -> String {
        if line.isEmpty || line.contains("ROOTPATH") { return line }
        return expand(line, with: [("ROOT", root(of: report).1)], isHere: isHere(report))
    }

    /// The root as a prefix for paths, and as a word of the shell.
    private static func root(of report: AuditReport) -> ([UInt8], String) {
        let root = report.host.root.bytes
        let prefix = root.last == UInt8(ascii: "/") ? Array(root.dropLast()) : root
        return (prefix, prefix.isEmpty ? "/" : quoted(prefix))
    }

    private static func values(for finding: Finding, in report: AuditReport) -> [(String, String)] {
        let artifact = report.artifact(at: finding.path)
        let (prefix, root) = root(of: report)
        var values: [(String, String)] = [
            ("ROOTPATH", quoted(prefix + finding.path.bytes)), ("PATH", quoted(finding.path.bytes)),
            ("ROOTFOLDER", quoted(prefix + finding.path.parent.bytes)), ("FOLDER", quoted(finding.path.parent.bytes)),
            ("NAME", quoted(finding.path.name.bytes)), ("ROOT", root),
        ]
        if let package = finding.package, package.hasPackageName {
            values.append(("PACKAGE", quoted(package.name.bytes)))
        }
        if let member = artifact?.member { values.append(("MEMBER", quoted(member.bytes))) }
        let reference = artifact?.assessment?.reference
        if let reference { values.append(("ARCHIVE", quoted(reference.location.bytes))) }
        values.append(("MODE", reference?.expectedMode.map { "0" + String($0 & 0o7777, radix: 8) } ?? "0644"))
        values.append(("INTACT", intact(reference?.expectedSHA256)))
        return values
    }

    /// Whether what came out of an archive is what was proven, or at least anything.
    private static func intact(_ digest: SHA256Digest?) -> String {
        digest.map { "echo '\($0.hex)  evidence/restored' | sha256sum -c" } ?? "test -s evidence/restored"
    }

    /// Replaces whole words only; the longest name wins, since `ROOTPATH` holds two others.
    private static func expand(_ command: String, with values: [(String, String)], isHere: Bool) -> String {
        var output = ""
        var rest = placed(command, isHere: isHere)[...]
        while let character = rest.first {
            if let (name, value) = values.first(where: { rest.hasPrefix($0.0) }) {
                let isAtRoot = name == "ROOT" && rest.dropFirst(4).first == "/" && value == "/"
                output += isAtRoot ? "" : value
                rest = rest.dropFirst(name.count)
            } else {
                output.append(character)
                rest = rest.dropFirst()
            }
        }
        return output
    }

    /// Bare where every byte is harmless, else in single quotes, else in `$'...'` with escapes.
    private static func quoted(_ bytes: [UInt8]) -> String {
        if bytes.allSatisfy(isBare), !bytes.isEmpty { return String(decoding: bytes, as: UTF8.self) }
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "'") }) {
            return "'" + String(decoding: bytes, as: UTF8.self) + "'"
        }
        let escaped = bytes.map { byte -> String in
            let isPlain = byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\\")
            if isPlain { return String(UnicodeScalar(byte)) }
            let octal = String(byte, radix: 8)
            return "\\" + String(repeating: "0", count: 3 - octal.utf8.count) + octal
        }
        return "$'" + escaped.joined() + "'"
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || byte.isASCIILetter || "/._-+:=@%,".utf8.contains(byte)
    }
}
