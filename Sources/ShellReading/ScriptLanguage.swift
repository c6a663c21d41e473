import AuditModel

/// What runs a script, as far as the reading of its lines depends on it.
package enum ScriptLanguage: Hashable, Sendable {
    case shell
    case perl
    case python
    /// Another interpreter: its lines are read as perl's are.
    case other
    /// A program the kernel runs itself; there are no lines to read.
    case compiled

    /// Decides by the first two bytes as execve(2) does; no `#!` means the shell, as dpkg's execvp falls back to it.
    package init(of bytes: [UInt8]) {
        if bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) {
            self = .compiled
            return
        }
        guard bytes.starts(with: [0x23, 0x21]) else {
            self = .shell
            return
        }
        let words = Self.interpreterLine(of: bytes).bytes.split { $0 == 0x20 || $0 == 0x09 }
            .map { UntrustedText($0).lastComponent }
        var name = words.first ?? "sh"
        if name == "env" {
            name = words.dropFirst().first { !$0.begins(with: "-") && !$0.holds("=") } ?? "sh"
        }
        self.init(interpreter: name)
    }

    /// What follows `#!` as far as the kernel reads it (execve(2)); only space and tab part it, and a NUL ends it.
    static func interpreterLine(of bytes: [UInt8]) -> UntrustedText {
        guard bytes.starts(with: [0x23, 0x21]) else { return "" }
        return UntrustedText(bytes.prefix(256).prefix { $0 != 0x0A && $0 != 0 }.dropFirst(2))
    }

    private init(interpreter name: UntrustedText) {
        if ShellPrograms.shells.contains(name) {
            self = .shell
        } else if name.begins(with: "perl") {
            self = .perl
        } else if name.begins(with: "python") {
            self = .python
        } else {
            self = .other
        }
    }
}
