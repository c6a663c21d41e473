import AuditModel
import ShellReading

/// Code that is carried in another coding and decoded to be run, or looks like a carried payload.
enum EncodedPayload: ContentFamily {
    /// No digest or key in a Debian script comes near; a carried program is far longer.
    private static let tokenLimit = 200
    private static let escapeLimit = 4

    static func matches(in script: ScriptReading) -> [ContentMatch] {
        commandMatches(in: script) + script.lines.compactMap { lineMatch($0, script) }
    }

    private static func commandMatches(in script: ScriptReading) -> [ContentMatch] {
        guard
            script.holdsCommand(where: {
                isDecoder($0) || evaluatesDecoded($0) || isSelfExtraction($0) || $0.name == "tr"
            })
        else {
            return []
        }
        var matches: [ContentMatch] = []
        let variables = TaintedVariables(in: script, from: isDecoder)
        for item in script.items {
            if item.pipeline.feeds(from: isDecoder, to: CommandTraits.runsInput) || variables.isRun(in: item.pipeline)
                || TextDecoders.translatesForShell(item.pipeline)
            {
                matches.append(
                    ContentMatch(
                        pattern: "decoded-code", severity: .high, line: item.line,
                        reason: "decodes data and runs the result as code"))
            } else if item.pipeline.commands.contains(where: evaluatesDecoded) {
                matches.append(
                    ContentMatch(
                        pattern: "decoded-code", severity: .high, line: item.line,
                        reason: "an inline program that decodes data and executes it"))
            } else if item.pipeline.contains(where: isSelfExtraction) {
                matches.append(
                    ContentMatch(
                        pattern: "self-extraction", severity: .medium, line: item.line,
                        reason: "unpacks a payload from the end of the script itself"))
            }
        }
        for (line, use) in CarriedFiles(in: script, from: isUnpacker).uses {
            matches.append(
                ContentMatch(
                    pattern: "decoded-file-run", severity: use == .run ? .high : .medium, line: line,
                    reason: use == .run
                        ? "runs a file that the same code decoded before"
                        : "makes a file executable that the same code decoded before"))
        }
        return matches
    }

    private static func lineMatch(_ line: ShellLine, _ script: ScriptReading) -> ContentMatch? {
        if script.language != .shell, script.language != .compiled, evaluates(line.bytes), decodes(line.bytes) {
            return ContentMatch(
                pattern: "decoded-code", severity: .high, line: line,
                reason: "decodes data and runs the result as code")
        }
        guard longestToken(in: line.bytes) >= tokenLimit else { return nil }
        return ContentMatch(
            pattern: "long-encoded-token", severity: .medium, line: line,
            reason: "holds a very long run of base64 characters, as a carried program would be")
    }

    /// As `isDecoder`, without what packages do with their own data: decompress, decrypt, translate.
    private static func isUnpacker(_ command: ShellCommand) -> Bool {
        TextDecoders.isBinary(command) || printsEscapes(command) || decodesInline(command)
    }

    /// Programs that turn text into the bytes of a payload.
    private static func isDecoder(_ command: ShellCommand) -> Bool {
        TextDecoders.isDecoder(command) || printsEscapes(command) || decodesInline(command)
    }

    private static func printsEscapes(_ command: ShellCommand) -> Bool {
        (command.name == "echo" || command.name == "printf")
            && command.arguments.contains { EscapeCodes.count(in: $0.text.bytes) >= escapeLimit }
    }

    /// `perl -e`, `python -c` and the like whose code decodes.
    private static func decodesInline(_ command: ShellCommand) -> Bool {
        ShellPrograms.isScripted(command.name) && command.arguments.contains { decodes($0.text.bytes) }
    }

    /// `perl -e`, `python -c` and the like with both a decoder and an evaluation in their code.
    private static func evaluatesDecoded(_ command: ShellCommand) -> Bool {
        guard ShellPrograms.isScripted(command.name) else { return false }
        return command.arguments.contains { evaluates($0.text.bytes) && decodes($0.text.bytes) }
    }

    private static let evaluators: [UntrustedText] = [
        "exec(", "exec ", "eval(", "eval ", "system(", "system ", "__import__(",
    ]
    private static let decoders: [UntrustedText] = [
        "b64decode", "decode_base64", "base64_decode", "a85decode", "b32decode", "unhexlify", "fromhex", "pack(\"H",
        "pack('H", "pack \"H", "pack(q", "zlib.decompress", "codecs.decode", "unpack(\"u", "unpack('u", "unpack \"u",
        "marshal.loads", "Base64.decode", "chr(ord", ".unpack(\"m", ".unpack('m", "gzinflate",
    ]

    private static func evaluates(_ bytes: [UInt8]) -> Bool { bytes.holdsAny(evaluators) }

    private static func decodes(_ bytes: [UInt8]) -> Bool { bytes.holdsAny(decoders) }

    /// `tail -n +N "$0"` and its like.
    private static func isSelfExtraction(_ command: ShellCommand) -> Bool {
        guard command.name == "tail" || command.name == "dd" || command.name == "sed" else { return false }
        let reads = command.arguments.contains { $0.text == "$0" || $0.text == "if=$0" || $0.text == "${0}" }
        return reads && (command.name != "sed" || command.hasOption(0x6E))
    }

    /// The longest run of base64 characters that mixes both cases and digits.
    private static func longestToken(in bytes: [UInt8]) -> Int {
        var longest = 0
        var length = 0
        var classes: UInt8 = 0
        for byte in bytes {
            switch byte {
            case 0x41...0x5A: classes |= 1
            case 0x61...0x7A: classes |= 2
            case 0x30...0x39: classes |= 4
            case 0x2B, 0x3D: break
            case 0x2F: break
            default:
                length = 0
                classes = 0
                continue
            }
            length += 1
            if classes == 7 { longest = max(longest, length) }
        }
        return longest
    }
}
