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
        return matches + interpreterSockets(in: script)
    }

    private static func isPipeNode(_ command: ShellCommand) -> Bool {
        command.name == "mknod" && command.operands.contains("p")
    }

    private static let listeners: Set<UntrustedText> = ["nc", "ncat", "netcat", "nc.traditional", "cryptcat", "sbd"]

    private static func reason(for command: ShellCommand) -> ReportText? {
        if listeners.contains(command.name),
            command.hasOption(0x65, long: "--exec") || command.hasOption(0x63, long: "--sh-exec")
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
        if ShellPrograms.isScripted(command.name), command.arguments.contains(where: { bindsSocket($0.text.bytes) }) {
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
        let hasNetwork = pipeline.commands.contains {
            ShellPrograms.networkTools.contains($0.name) || $0.name == "openssl" && $0.operands.first == "s_client"
        }
        return hasShell && hasNetwork
    }

    private static let sockets: [UntrustedText] = [
        "socket.socket", "IO::Socket", "Socket;", "PF_INET", "TCPSocket", "fsockopen", "net.connect", "socket.connect",
        "create_connection",
    ]
    private static let shellMakers: [UntrustedText] = [
        "dup2", "pty.spawn", "/bin/sh", "/bin/bash", "subprocess", "exec(", "exec{", "exec \"", "popen",
        "child_process",
        "STDIN,\">&", "STDIN->fdopen",
    ]

    private static func bindsSocket(_ bytes: [UInt8]) -> Bool {
        bytes.holdsAny(sockets) && bytes.holdsAny(shellMakers)
    }

    /// Scripts in perl or python: a socket anywhere, and the hand-over of descriptors or a pseudo terminal.
    private static func interpreterSockets(in script: ScriptReading) -> [ContentMatch] {
        guard script.language != .shell else { return [] }
        let makers: [UntrustedText] = ["dup2", "pty.spawn", "STDIN,\">&", "STDIN->fdopen", "STDIN, \">&"]
        guard let line = script.lines.first(where: { $0.bytes.holdsAny(makers) }),
            script.lines.contains(where: { $0.bytes.holdsAny(sockets) })
        else { return [] }
        return [
            ContentMatch(
                pattern: "remote-shell", severity: .high, line: line,
                reason: "a program that hands its input and output to a network connection")
        ]
    }

    private static func detached(_ command: ShellCommand, _ item: ScriptItem) -> ContentMatch? {
        let isDetached =
            command.wrappers.contains("setsid") || command.wrappers.contains("nohup")
            || command.wrappers.contains("daemonize")
        guard isDetached || item.pipeline.isBackground else { return nil }
        if ShellPrograms.networkTools.contains(command.name) || CommandTraits.isInWorldWritableFolder(command.program) {
            return ContentMatch(
                pattern: "detached-process", severity: .high, line: item.line,
                reason: "starts a network tool or a program from a world-writable folder that outlives the package run")
        }
        guard isDetached, ShellPrograms.isInterpreter(command.name) else { return nil }
        return ContentMatch(
            pattern: "detached-process", severity: .medium, line: item.line,
            reason: "starts an interpreter that outlives the package run")
    }
}
