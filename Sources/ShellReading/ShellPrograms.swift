package import AuditModel

/// Names of programs and shell words that the reading of commands depends on.
package enum ShellPrograms {
    package static let shells: Set<UntrustedText> = [
        "sh", "bash", "dash", "ash", "zsh", "ksh", "ksh93", "mksh", "rbash", "fish", "csh", "tcsh", "posh", "yash",
    ]

    private static let scripted: [UntrustedText] = ["python", "perl", "ruby", "php", "lua", "node", "tclsh", "pypy"]

    /// Words that come before a command without being one.
    package static let keywords: Set<UntrustedText> = [
        "if", "then", "else", "elif", "do", "while", "until", "!", "{", "}", "fi", "done", "esac", "time", "in",
    ]

    /// Programs that run the command given as their arguments.
    package static let wrappers: Set<UntrustedText> = [
        "exec", "command", "builtin", "env", "nohup", "setsid", "sudo", "doas", "nice", "ionice", "timeout", "stdbuf",
        "busybox", "time", "eatmydata", "xargs", "daemonize", "unshare", "chronic", "chroot", "nsenter", "setpriv",
        "taskset", "flock", "setarch", "linux64", "systemd-run", "strace", "unbuffer", "catchsegv", "parallel",
    ]

    /// Wrappers whose first operand is not the command yet.
    private static let wrappersWithOperand: Set<UntrustedText> = ["chroot", "taskset", "flock"]

    /// Options of the wrappers whose value is the next word.
    private static let optionsWithValue: Set<UntrustedText> = [
        "-u", "-g", "-n", "-I", "-C", "-k", "-P", "-L", "-c", "-s", "-t",
    ]

    package static let downloaders: Set<UntrustedText> = [
        "curl", "wget", "fetch", "aria2c", "lwp-request", "lwp-download", "GET", "axel", "ftp", "tftp", "wget2", "lynx",
        "ncftpget", "xh", "httpie",
    ]

    package static let networkTools: Set<UntrustedText> = [
        "nc", "ncat", "netcat", "nc.traditional", "nc.openbsd", "socat", "telnet", "cryptcat", "sbd", "pwncat",
    ]

    package static func isInterpreter(_ name: UntrustedText) -> Bool {
        shells.contains(name) || isScripted(name)
    }

    /// python3.11, perl5, lua5.4 and the like.
    package static func isScripted(_ name: UntrustedText) -> Bool {
        scripted.contains { stem in
            name.begins(with: stem)
                && name.bytes.dropFirst(stem.bytes.count).allSatisfy { $0.isASCIIDigit || $0 == 0x2E }
        }
    }

    /// Splits a command's words into what wraps it, its program and its arguments.
    static func resolve(_ command: inout ShellCommandDraft) {
        var rest = command.words[...]
        while let word = rest.first {
            let name = word.text.lastComponent
            if keywords.contains(word.text) {
                rest = rest.dropFirst()
            } else if isAssignment(word.text) {
                command.assignments.append(word)
                rest = rest.dropFirst()
            } else if isWrapper(name), rest.count > 1, !asksForProgram(rest) {
                command.wrappers.append(name)
                rest = afterOptions(rest.dropFirst())
                if wrappersWithOperand.contains(name), rest.count > 1 { rest = rest.dropFirst() }
            } else {
                break
            }
        }
        command.program = rest.first?.text ?? ""
        command.arguments = Array(rest.dropFirst())
    }

    /// The dynamic loader, called by its name, runs the program that it is given.
    private static func isWrapper(_ name: UntrustedText) -> Bool {
        wrappers.contains(name) || (name.begins(with: "ld-linux") && name.holds(".so"))
    }

    /// `command -v NAME` says where a program lies and does not run it.
    private static func asksForProgram(_ words: ArraySlice<ShellWord>) -> Bool {
        guard words.first?.text == "command", let option = words.dropFirst().first?.text else { return false }
        return option == "-v" || option == "-V"
    }

    /// Drops a wrapper's options, and operands that can only be its own: numbers, durations, assignments.
    private static func afterOptions(_ words: ArraySlice<ShellWord>) -> ArraySlice<ShellWord> {
        var rest = words
        while rest.count > 1, let text = rest.first?.text {
            let isNumber =
                !text.isEmpty && text.bytes.allSatisfy { $0.isASCIIDigit || $0 == 0x2E || $0 == 0x73 }
                && text.bytes[0].isASCIIDigit
            guard text.begins(with: "-") || isNumber || isAssignment(text) else { break }
            rest = rest.dropFirst()
            if optionsWithValue.contains(text), rest.count > 1 { rest = rest.dropFirst() }
        }
        return rest
    }

    /// A word of the form `NAME=...`.
    package static func isAssignment(_ text: UntrustedText) -> Bool {
        guard let equals = text.bytes.firstIndex(of: 0x3D), equals > 0, !text.bytes[0].isASCIIDigit else {
            return false
        }
        return text.bytes[..<equals].allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x5F || $0 == 0x2B }
    }
}
