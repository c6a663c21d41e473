import AuditModel
import ShellReading

/// Programs that turn text or compressed bytes back into what they were made of.
enum TextDecoders {
    /// Anything that hides code from a reader until it runs.
    static func isDecoder(_ command: ShellCommand) -> Bool {
        isBinary(command) || decompressors.contains(command.name) || decompresses(command)
            || command.name == "rev" || decrypts(command) || isRotation(command)
    }

    /// What turns text into the bytes of a program.
    static func isBinary(_ command: ShellCommand) -> Bool {
        switch command.name {
        case "base64", "base32", "basenc":
            return command.hasOption(0x64) || command.hasOption(0x44) || isLong(command, "--decode", least: 3)
        case "xxd":
            return command.hasOption(0x72)
        case "uudecode", "base64dec":
            return true
        case "openssl":
            return isCipher(command)
        case "jq":
            return command.arguments.contains { $0.text.holds("@base64d") }
        default:
            let isModule = command.arguments.contains { $0.text == "base64" || $0.text == "-mbase64" }
            return ShellPrograms.isScripted(command.name) && isModule && command.hasOption(0x64)
        }
    }

    /// getopt_long(3) takes every unambiguous beginning of a long option.
    private static func isLong(_ command: ShellCommand, _ option: UntrustedText, least: Int) -> Bool {
        command.arguments.contains { $0.text.bytes.count >= least && option.begins(with: $0.text) }
    }

    private static let ciphers: [UntrustedText] = [
        "enc", "base64", "aes", "des", "camellia", "aria", "chacha20", "rc4", "rc2", "bf", "cast", "seed", "sm4",
        "zlib",
    ]

    private static func isCipher(_ command: ShellCommand) -> Bool {
        guard let first = command.operands.first else { return false }
        return first.beginsAny(ciphers) && command.arguments.contains { $0.text == "-d" }
    }

    private static let decompressors: Set<UntrustedText> = [
        "zcat", "gunzip", "bzcat", "bunzip2", "xzcat", "unxz", "lzcat", "unlzma", "zstdcat", "unzstd", "lz4cat",
        "unlz4",
        "uncompress",
    ]
    private static let compressors: Set<UntrustedText> = [
        "gzip", "bzip2", "xz", "lzma", "zstd", "lz4", "pigz", "brotli",
    ]

    private static func decompresses(_ command: ShellCommand) -> Bool {
        if compressors.contains(command.name) {
            return command.hasOption(0x64) || isLong(command, "--decompress", least: 4)
                || isLong(command, "--uncompress", least: 4)
        }
        let toOutput = command.name == "unzip" && command.hasOption(0x70)
        return toOutput
            || command.name == "tar"
                && (command.hasOption(0x4F, long: "--to-stdout") || command.operands.first.map(isExtraction) ?? false)
    }

    /// tar's old form, `xOf`.
    private static func isExtraction(_ word: UntrustedText) -> Bool {
        word.bytes.first == 0x78 && word.bytes.contains(0x4F) && !word.holds("/")
    }

    private static func decrypts(_ command: ShellCommand) -> Bool {
        (command.name == "gpg" || command.name == "gpg2")
            && (command.hasOption(0x64) || isLong(command, "--decrypt", least: 5))
    }

    /// `tr` between two sets that are no letter case and no white space: letters put for others.
    private static func isRotation(_ command: ShellCommand) -> Bool {
        guard command.name == "tr", command.operands.count == 2 else { return false }
        let ranges = command.operands.map { $0.bytes.count { $0 == 0x2D } }
        let isCase = command.operands.contains { $0.holds("[:") || $0 == "A-Z" || $0 == "a-z" }
        return !isCase && ranges[0] > 0 && ranges[1] > 0
    }

    /// Whatever `tr` gives straight to a shell as its program, no one wrote it as one.
    static func translatesForShell(_ pipeline: ShellPipeline) -> Bool {
        zip(pipeline.commands, pipeline.commands.dropFirst()).contains { first, second in
            first.name == "tr" && first.operands.count == 2 && ShellPrograms.isInterpreter(second.name)
                && CommandTraits.runsInput(second)
        }
    }
}
