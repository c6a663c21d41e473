import AuditModel

/// Code that is fetched from elsewhere and run: what runs is decided by whoever owns the server that day.
enum DownloadedCode: ContentFamily {
    static func matches(in script: ScriptReading) -> [ContentMatch] {
        var matches: [ContentMatch] = []
        let variables = TaintedVariables(in: script, from: isNetworkSource)
        for item in script.items
        where item.pipeline.feeds(from: isNetworkSource, to: CommandTraits.runsInput)
            || variables.isRun(in: item.pipeline)
        {
            matches.append(
                ContentMatch(
                    pattern: "download-to-interpreter", severity: .high, line: item.line,
                    reason: "gives what it downloads straight to an interpreter"))
        }
        matches += downloadedFiles(in: script)
        if script.isHook, matches.isEmpty { matches += hookNetwork(in: script) }
        return matches
    }

    private static func isNetworkSource(_ command: ShellCommand) -> Bool {
        if ShellPrograms.downloaders.contains(command.name) { return true }
        guard ShellPrograms.networkTools.contains(command.name) else { return false }
        return !command.arguments.isEmpty
    }

    /// Follows a file from its download to the command that runs it or makes it executable.
    private static func downloadedFiles(in script: ScriptReading) -> [ContentMatch] {
        var files: Set<UntrustedText> = []
        var matches: [ContentMatch] = []
        for (line, command) in script.commands {
            if isNetworkSource(command) {
                files.formUnion(targets(of: command).filter { $0.bytes.count > 1 })
                continue
            }
            guard !files.isEmpty else { continue }
            if files.contains(command.program) || runs(command, oneOf: files) {
                matches.append(
                    ContentMatch(
                        pattern: "download-then-run", severity: .high, line: line,
                        reason: "runs a file that the same code downloaded before"))
            } else if command.name == "chmod", makesExecutable(command), !files.isDisjoint(with: command.operands) {
                matches.append(
                    ContentMatch(
                        pattern: "download-made-executable", severity: .medium, line: line,
                        reason: "makes a file executable that the same code downloaded before"))
            }
        }
        return matches
    }

    private static func runs(_ command: ShellCommand, oneOf files: Set<UntrustedText>) -> Bool {
        guard ShellPrograms.isInterpreter(command.name) || CommandTraits.isSource(command) else { return false }
        return command.operands.first.map(files.contains) ?? false
    }

    private static func makesExecutable(_ command: ShellCommand) -> Bool {
        command.arguments.contains { word in
            let text = word.text
            return text.holds("+x") || text.holds("+rx") || text.ends(with: "755") || text.ends(with: "700")
                || text.ends(with: "777")
        }
    }

    private static func targets(of command: ShellCommand) -> [UntrustedText] {
        var found = command.redirections.filter { $0.kind == .write || $0.kind == .append }.map(\.target.text)
        let words = command.arguments.map(\.text)
        let isCurl = command.name == "curl"
        for (index, word) in words.enumerated() where index + 1 < words.count {
            let isShortBundle = word.begins(with: "-") && !word.begins(with: "--")
            let letter: UInt8 = isCurl ? 0x6F : 0x4F
            if word == "--output" || word == "--output-document" || (isShortBundle && word.bytes.last == letter) {
                found.append(words[index + 1])
            }
        }
        found += words.filter { $0.begins(with: "--output-document=") || $0.begins(with: "--output=") }
            .compactMap { text in text.bytes.firstIndex(of: 0x3D).map { UntrustedText(text.bytes[($0 + 1)...]) } }
        return found
    }

    private static func hookNetwork(in script: ScriptReading) -> [ContentMatch] {
        script.commands.filter { isNetworkSource($0.command) || $0.command.name == "ssh" }.map { line, _ in
            ContentMatch(
                pattern: "network-from-hook", severity: .medium, line: line,
                reason: "a package manager hook that talks to the network by itself")
        }
    }
}
