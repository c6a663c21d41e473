import AuditModel
import ShellReading

/// Shells tied to a network connection or cut loose from the session that started them.
enum RemoteShell: ContentFamily {
    static func matches(in script: ScriptReading) -> [ContentMatch] {
        var matches: [ContentMatch] = []
        let makesFIFO = script.commands.contains { $0.command.name == "mkfifo" || isPipeNode($0.command) }
        for item in script.items {
            for command in item.pipeline.commands {
                if let reason = reason(for: command) {
                    matches.append(
                        ContentMatch(pattern: "remote-shell", severity: .high, line: item.line, reason: reason))
                }
                if let match = detached(command, item) { matches.append(match) }
            }
            if makesFIFO, joinsShellAndNetwork(item.pipeline) {
                matches.append(
                    ContentMatch(
                        pattern: "remote-shell", severity: .high, line: item.line,
                        reason: "joins a shell and a network tool through a FIFO"))
            }
        }
        return matches + fifos(in: script) + InterpreterSockets.matches(in: script)
    }

    private static func isPipeNode(_ command: ShellCommand) -> Bool {
        command.name == "mknod" && command.operands.contains("p")
    }

    private static let listeners: Set<UntrustedText> = ["nc", "ncat", "netcat", "nc.traditional", "cryptcat", "sbd"]

    private static func reason(for command: ShellCommand) -> ReportText? {
        if listeners.contains(command.name),
            command.hasOption(0x65, long: "--exec") || command.hasOption(0x63, long: "--sh-exec")
                || command.hasOption(0x65, long: "--lua-exec")
        {
            return "a network tool that runs a program for whoever is at the other end"
        }
        if command.name == "socat", command.arguments.contains(where: givesProgram) {
            return "socat ties a program to a connection"
        }
        if ShellPrograms.shells.contains(command.name), command.hasOption(0x69),
            command.redirections.contains(where: { $0.kind == .duplicate })
        {
            return "an interactive shell whose input and output go somewhere else"
        }
        if ShellPrograms.isScripted(command.name),
            command.arguments.contains(where: { InterpreterSockets.bindsSocket($0.text.bytes) })
        {
            return "an inline program that gives a shell to a network connection"
        }
        return nil
    }

    private static func givesProgram(_ word: ShellWord) -> Bool {
        let folded = word.text.asciiLowercased
        return folded.begins(with: "exec:") || folded.begins(with: "system:") || folded.begins(with: "shell:")
    }

    private static func joinsShellAndNetwork(_ pipeline: ShellPipeline) -> Bool {
        let hasShell = pipeline.commands.contains { ShellPrograms.shells.contains($0.name) }
        let hasNetwork = pipeline.commands.contains(where: isNetwork)
        return hasShell && hasNetwork
    }

    /// A FIFO between a shell and a network tool that stand in different lines.
    private static func fifos(in script: ScriptReading) -> [ContentMatch] {
        let made = Set(
            script.commands.flatMap { _, command in
                command.name == "mkfifo" || isPipeNode(command)
                    ? command.operands.filter { $0 != "p" }.map { ShellPath.absolute($0, in: command.folder) } : []
            })
        guard !made.isEmpty else { return [] }
        func uses(_ command: ShellCommand) -> Bool {
            command.redirections.contains { made.contains(ShellPath.absolute($0.target.text, in: command.folder)) }
                || command.operands.contains { made.contains(ShellPath.absolute($0, in: command.folder)) }
        }
        let hasNetwork = script.commands.contains { isNetwork($0.command) && uses($0.command) }
        guard hasNetwork else { return [] }
        return script.commands.filter { ShellPrograms.shells.contains($0.command.name) && uses($0.command) }
            .map { line, _ in
                ContentMatch(
                    pattern: "remote-shell", severity: .high, line: line,
                    reason: "joins a shell and a network tool through a FIFO")
            }
    }

    private static func isNetwork(_ command: ShellCommand) -> Bool {
        ShellPrograms.networkTools.contains(command.name)
            || command.name == "openssl" && command.operands.first == "s_client"
    }

    private static let idleFolders: [UntrustedText] = ["/usr/games/", "/usr/local/games/", "/games/"]

    private static func detached(_ command: ShellCommand, _ item: ScriptItem) -> ContentMatch? {
        let isDetached = command.wrappers.contains { ["setsid", "nohup", "daemonize", "systemd-run"].contains($0) }
        let starts = command.name == "start-stop-daemon" && command.hasOption(0x62, long: "--background")
        guard isDetached || starts || item.pipeline.isBackground else { return nil }
        let program =
            starts
            ? WriteTargets.option(command, short: "-x", long: "--exec")
                ?? WriteTargets.option(command, short: "-a", long: "--startas") ?? "" : command.program
        let path = program.holds("/") ? ShellPath.absolute(program, in: command.folder) : program
        let isOdd = CommandTraits.isInWorldWritableFolder(path) || CommandTraits.isHidden(path)
        if ShellPrograms.networkTools.contains(command.name) || isOdd || path.beginsAny(idleFolders) {
            return ContentMatch(
                pattern: "detached-process", severity: .high, line: item.line,
                reason: """
                    leaves a program running behind the package run that has no business there: a network tool, a game, or \
                    one from a folder that is hidden or that any user may write
                    """)
        }
        guard isDetached, ShellPrograms.isInterpreter(command.name) else { return nil }
        return ContentMatch(
            pattern: "detached-process", severity: .medium, line: item.line,
            reason: "starts an interpreter that outlives the package run")
    }
}
