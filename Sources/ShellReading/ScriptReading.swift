package import AuditModel

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
    /// The name of the package that a maintainer script belongs to; empty where there is none.
    package let package: UntrustedText
    /// The `#!` line without its sign; empty where there is none.
    package let interpreterLine: UntrustedText
    /// Comments left out.
    package let lines: [ShellLine]
    /// Every pipeline with its constants put in, outer ones before those nested in them.
    package let items: [ScriptItem]
    /// All commands with their lines, those in substitutions, groups and inline code included.
    package let commands: [(line: ShellLine, command: ShellCommand)]
    /// Lines behind which code was left unread.
    package let unread: [ShellLine]

    package init(bytes: [UInt8], language: ScriptLanguage, isHook: Bool, package: UntrustedText = "") {
        self.language = language
        self.isHook = isHook
        self.package = package
        interpreterLine = ScriptLanguage.interpreterLine(of: bytes)
        let reading = ShellLines(of: bytes, language: language)
        lines = reading.lines
        var builder = ScriptItems()
        // apt runs its update hooks in /tmp, and the others where it was started.
        builder.read(reading.lines, language: language, folder: isHook ? "/tmp" : "/")
        items = builder.items
        commands = builder.items.flatMap { item in item.pipeline.commands.map { (item.line, $0) } }
        var unread = builder.unread
        if let cut = reading.cutAt {
            unread.append(ShellLine(number: cut, kind: .code, bytes: []))
        }
        self.unread = unread
    }

    /// Whether any command satisfies a condition; where none does, no pipeline can be fed by such a command, and no
    /// variable or file filled by one.
    package func holdsCommand(where condition: (ShellCommand) -> Bool) -> Bool {
        commands.contains { condition($0.command) }
    }

    /// Whether a file or name has the very name of the script's own package, without its ending; `x-10` is an older x.
    package func isNamed(_ name: UntrustedText) -> Bool {
        guard !package.isEmpty else { return false }
        let stem = Self.stem(of: name)
        if name.lastComponent == package || package.bytes.elementsEqual(stem) { return true }
        let rest = stem.dropFirst(package.bytes.count)
        return stem.starts(with: package.bytes) && rest.first == 0x2D && rest.dropFirst().allSatisfy(\.isASCIIDigit)
    }

    private static func stem(of name: UntrustedText) -> ArraySlice<UInt8> {
        name.lastComponent.bytes.drop { $0.isASCIIDigit || $0 == 0x2D || $0 == 0x5F }.prefix {
            $0 != 0x2E && $0 != 0x40
        }
    }

    /// Whether a file or name is likely the script's own package's: one begins with the other's first part.
    package func isOwn(_ name: UntrustedText) -> Bool {
        let own = package.bytes
        let stem = Self.stem(of: name)
        guard own.count >= 3, stem.count >= 3 else { return isNamed(name) }
        return own.starts(with: stem) || stem.starts(with: own)
    }
}

/// Collects the pipelines of a script.
private struct ScriptItems {
    /// Statements behind so many are not read; no Debian script has a tenth of it.
    private static let limit = 200_000

    private(set) var items: [ScriptItem] = []
    private(set) var unread: [ShellLine] = []

    mutating func read(_ lines: [ShellLine], language: ScriptLanguage, folder: UntrustedText) {
        let parsed = lines.map { line in (line: line, code: Self.code(in: line, language: language)) }
        unread = parsed.filter(\.code.isCut).map(\.line)
        var resolver = ShellResolver(parsed.flatMap(\.code.pipelines), folder: folder)
        for (line, code) in parsed {
            for pipeline in code.pipelines {
                guard items.count < Self.limit else {
                    unread.append(line)
                    return
                }
                for reading in resolver.readings(of: pipeline) { append(reading, line) }
            }
        }
        if resolver.isCut, let last = lines.last { unread.append(last) }
    }

    private mutating func append(_ pipeline: ShellPipeline, _ line: ShellLine) {
        items.append(ScriptItem(line: line, pipeline: pipeline))
        for command in pipeline.commands {
            if command.hasUnreadCode { unread.append(line) }
            for inner in PrintedCode.pipelines(of: command, in: pipeline) { append(inner, line) }
            for inner in command.group { append(inner, line) }
            for inner in command.inline { append(inner, line) }
            for inner in command.substitutions { append(inner, line) }
        }
    }

    /// The shell code of a line: the line itself, or the quoted texts in a line of another language.
    private static func code(in line: ShellLine, language: ScriptLanguage) -> ShellCode {
        var found = ShellCode()
        for text in language == .shell ? shellTexts(in: line) : QuotedTexts.texts(in: line.bytes) {
            let code = ShellParser.code(in: text)
            found.pipelines += code.pipelines
            found.isCut = found.isCut || code.isCut
        }
        return found
    }

    /// A line of a here-document may be one of a crontab or a unit, which holds a command.
    private static func shellTexts(in line: ShellLine) -> [[UInt8]] {
        guard line.kind == .hereDocument else { return [line.bytes] }
        return [line.bytes] + ScheduledCommand.commands(in: line.bytes)
    }
}
