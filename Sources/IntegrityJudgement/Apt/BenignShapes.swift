package import AuditModel
import ShellReading

/// A command that is known to be harmless, whoever wrote it and whatever its file is called.
package struct BenignShape: Hashable, Sendable {
    /// What the command does, in a few words.
    package let name: String
    /// The packages that ship what the command runs; empty where it runs no more than the programs of `ProgramHomes`.
    package let packages: [UntrustedText]
    /// The command, word for word; `@cache` stands for one or more paths of apt's own cache, `@rm` for any name of rm.
    let tokens: [UntrustedText]

    init(_ name: String, of packages: [UntrustedText] = [], _ command: UntrustedText) {
        self.name = name
        self.packages = packages
        tokens = ShellTokens.tokens(command) ?? []
    }

    func matches(_ actual: [UntrustedText]) -> Bool {
        var position = 0
        for token in tokens {
            if token == "@cache" {
                let start = position
                while position < actual.count, Self.isCachePath(actual[position]) { position += 1 }
                guard position > start else { return false }
            } else {
                guard position < actual.count, Self.isWord(actual[position], token) else { return false }
                position += 1
            }
        }
        return position == actual.count && !tokens.isEmpty
    }

    private static func isWord(_ word: UntrustedText, _ token: UntrustedText) -> Bool {
        token == "@rm" ? ["rm", "/bin/rm", "/usr/bin/rm"].contains(word) : word == token
    }

    /// A path or pattern in `/var/cache/apt` that names archives or caches and leads nowhere else.
    private static func isCachePath(_ word: UntrustedText) -> Bool {
        guard word.begins(with: "/var/cache/apt/"), !word.holds("..") else { return false }
        guard word.ends(with: ".deb") || word.ends(with: ".bin") || word.ends(with: ".ddeb") else { return false }
        return word.bytes.allSatisfy { byte in
            byte.isASCIILetter || byte.isASCIIDigit || byte == 0x2F || byte == 0x2A || byte == 0x2E || byte == 0x2D
                || byte == 0x5F
        }
    }
}

/// Recognises commands by their content, never by the name of the file that holds them.
package enum BenignShapes {
    package static func shape(of command: UntrustedText) -> BenignShape? {
        guard let tokens = ShellTokens.tokens(command) else { return nil }
        return BenignCommands.all.first { $0.matches(tokens) }
    }
}
