import AuditModel
import ShellReading

/// The files that a command writes, whichever way: the one place that knows the ways.
enum WriteTargets {
    /// Absolute, as far as the folder is known.
    static func files(of command: ShellCommand) -> [UntrustedText] {
        let named = redirected(command) + operands(command) + options(command)
        return named.map { ShellPath.absolute($0, in: command.folder) }
    }

    /// Files that the shell opens for writing.
    static func redirected(_ command: ShellCommand) -> [UntrustedText] {
        command.redirections.filter { $0.kind == .write || $0.kind == .append }.map(\.target.text)
    }

    private static let editors: Set<UntrustedText> = ["ed", "ex", "vi", "vim", "patch", "truncate", "sponge", "tee"]
    private static let copiers: Set<UntrustedText> = ["cp", "mv", "install", "ln", "rsync", "scp"]

    private static func operands(_ command: ShellCommand) -> [UntrustedText] {
        if editors.contains(command.name) { return command.operands }
        switch command.name {
        case "sed", "perl":
            return command.hasOption(0x69, long: "--in-place") ? command.operands : []
        case "dd":
            return command.operands.filter { $0.begins(with: "of=") }.map { UntrustedText($0.bytes.dropFirst(3)) }
        default:
            return copiers.contains(command.name) ? copies(command) : []
        }
    }

    /// The last operand, and what it holds afterwards where it is a folder.
    private static func copies(_ command: ShellCommand) -> [UntrustedText] {
        if command.name == "install", command.hasOption(0x64, long: "--directory") { return [] }
        let named = command.operands
        if let folder = option(command, short: "-t", long: "--target-directory") {
            return named.filter { $0 != folder }.map { inside(folder, $0) }
        }
        guard let last = named.last else { return [] }
        if named.count == 1 { return command.name == "ln" ? [last.lastComponent] : [] }
        return [last] + named.dropLast().map { inside(last, $0) }
    }

    private static func inside(_ folder: UntrustedText, _ file: UntrustedText) -> UntrustedText {
        UntrustedText(folder.bytes + (folder.bytes.last == 0x2F ? [] : [0x2F]) + file.lastComponent.bytes)
    }

    /// The value of an option, whether it is the next word or a part of this one.
    static func option(
        _ command: ShellCommand, short: UntrustedText, long: UntrustedText
    ) -> UntrustedText? {
        let words = command.arguments.map(\.text)
        for (index, word) in words.enumerated() {
            if word == short || word == long { return index + 1 < words.count ? words[index + 1] : nil }
            if word.begins(with: UntrustedText(long.bytes + [0x3D])) {
                return UntrustedText(word.bytes.dropFirst(long.bytes.count + 1))
            }
            if word.begins(with: short) { return UntrustedText(word.bytes.dropFirst(short.bytes.count)) }
        }
        return nil
    }

    /// Programs that name their output by an option; what curl and wget call the file is the URL's last part.
    private static func options(_ command: ShellCommand) -> [UntrustedText] {
        switch command.name {
        case "curl": return downloads(command, letter: 0x6F, long: "--output", remote: 0x4F)
        case "wget": return downloads(command, letter: 0x4F, long: "--output-document", remote: nil)
        case "openssl": return option(command, short: "-out", long: "-out").map { [$0] } ?? []
        case "gpg", "gpg2", "sort", "uudecode":
            return option(command, short: "-o", long: "--output").map { [$0] } ?? []
        default: return []
        }
    }

    private static func downloads(
        _ command: ShellCommand, letter: UInt8, long: UntrustedText, remote: UInt8?
    ) -> [UntrustedText] {
        let words = command.arguments.map(\.text)
        var found: [UntrustedText] = []
        for (index, word) in words.enumerated() where word.begins(with: "-") {
            let isShort = !word.begins(with: "--") && word.bytes.last == letter
            if isShort || word == long, index + 1 < words.count { found.append(words[index + 1]) }
            if word.begins(with: UntrustedText(long.bytes + [0x3D])) {
                found.append(UntrustedText(word.bytes.dropFirst(long.bytes.count + 1)))
            }
        }
        let isNamedByURL = remote.map { command.hasOption($0, long: "--remote-name") } ?? found.isEmpty
        guard isNamedByURL else { return found }
        let folder = option(command, short: "-P", long: remote == nil ? "--directory-prefix" : "--output-dir")
        let names = command.operands.filter { $0.holds("://") || $0.holds("/") }.map(\.lastComponent)
        return found + names.filter { !$0.isEmpty }.map { name in folder.map { inside($0, name) } ?? name }
    }
}
