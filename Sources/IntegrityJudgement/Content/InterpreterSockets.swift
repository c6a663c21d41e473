import AuditModel
import ShellReading

/// Code of perl, python and the like that opens a connection and runs what comes over it.
enum InterpreterSockets {
    private static let sockets: [UntrustedText] = [
        "socket.socket", "IO::Socket", "Socket;", "PF_INET", "TCPSocket", "fsockopen", "net.connect", "socket.connect",
        "create_connection", "net.createConnection", "socket.tcp", "use Socket", "asyncio.open_connection",
        "from socket import",
    ]
    private static let shellMakers: [UntrustedText] = [
        "dup2", "pty.spawn", "/bin/sh", "/bin/bash", "subprocess", "exec(", "exec{", "exec \"", "popen",
        "child_process", "os.system", "STDIN,\">&", "STDIN->fdopen",
    ]
    /// In a script of several lines: what runs a command that is not written there.
    private static let runners: [UntrustedText] = [
        "dup2", "pty.spawn", "STDIN,\">&", "STDIN->fdopen", "STDIN, \">&", "`$", "qx{$", "qx($", "qx/$", "system($",
        "system $", "exec($", "exec $", "subprocess.", "getoutput", "os.system(", "os.popen(", "exec(", "eval(",
        "eval $", "IO.popen", "child_process", "shell_exec", "io.popen", "import_module", "__import__(",
    ]

    static func bindsSocket(_ bytes: [UInt8]) -> Bool {
        bytes.holdsAny(sockets) && bytes.holdsAny(shellMakers)
    }

    /// Whole scripts of another language, and those that a shell script hands to an interpreter in a here-document.
    static func matches(in script: ScriptReading) -> [ContentMatch] {
        let isShell = script.language == .shell
        if isShell, !script.holdsCommand(where: { ShellPrograms.isScripted($0.name) }) { return [] }
        let lines = isShell ? script.lines.filter { $0.kind == .hereDocument } : script.lines
        guard lines.contains(where: { $0.bytes.holdsAny(sockets) }),
            let line = lines.first(where: { $0.bytes.holdsAny(runners) })
        else { return [] }
        return [
            ContentMatch(
                pattern: "remote-shell", severity: .high, line: line,
                reason: "a program that opens a network connection and runs commands that are not written in it")
        ]
    }
}
