import AuditModel
import ShellReading

/// The few programs whose arguments say all that a call of them does, and the arguments that touch no code.
enum VisibleProgram {
    private static let caches: [HostPath] = ["/var/cache", "/var/lib/apt/lists", "/var/lib/apt/periodic"]
    private static let dataEndings: [UntrustedText] = [".css", ".html", ".htm", ".svg", ".png", ".txt"]
    private static let queries: Set<UntrustedText> = ["-V", "--verify", "-l", "--list", "-s", "--status", "-L"]

    /// - Parameter edited: the folders of packages whose data the command changes; more than one is too many.
    static func isHarmless(
        _ command: ShellCommand, _ program: NamedProgram, editing edited: inout Set<HostPath>, in ledger: Ledger
    ) -> Bool {
        let words = command.arguments.map(\.text)
        switch command.name {
        case "true", "false", "echo", "printf", "test", "[", "sync", "id", "grep", "egrep", "fgrep": return true
        case "date": return words.allSatisfy { $0.begins(with: "+") || $0 == "-u" }
        case "rm", "touch":
            return !command.operands.isEmpty && words.allSatisfy { isOption($0) || isBelowCaches($0) }
        case "apt-get", "apt": return words == ["clean"] || words == ["autoclean"]
        case "mount": return isRemount(words)
        case "dpkg": return words.first.map(queries.contains) ?? false && words.dropFirst().allSatisfy { !isOption($0) }
        case "zfs": return ["snapshot", "destroy", "list"].contains(words.first ?? "")
        case "btrfs": return words.prefix(2) == ["subvolume", "snapshot"]
        case "snapper": return words.contains("create") && !words.contains("--command") || words.contains("cleanup")
        case "timeshift": return words.first == "--create"
        case "sed":
            guard let folder = dataFolder(ofEdit: words, in: ledger) else { return false }
            edited.insert(folder)
            return true
        default: return false
        }
    }

    private static func isOption(_ word: UntrustedText) -> Bool { word.bytes.first == UInt8(ascii: "-") }

    private static func isBelowCaches(_ word: UntrustedText) -> Bool {
        let path = HostPath(word.bytes)
        return word.bytes.first == UInt8(ascii: "/") && isFixed(word) && caches.contains { path.isBeneath($0) }
    }

    /// No variable, substitution, brace or way upwards.
    private static func isFixed(_ word: UntrustedText) -> Bool {
        !word.holds("..") && !word.bytes.contains { "$`{}~".utf8.contains($0) }
    }

    /// `mount -o remount,... FOLDER`.
    private static func isRemount(_ words: [UntrustedText]) -> Bool {
        guard words.count == 3, words[0] == "-o", let folder = words.last else { return false }
        let options = words[1].bytes.split(separator: UInt8(ascii: ","))
        return options.contains { UntrustedText($0) == "remount" } && !options.contains { UntrustedText($0) == "bind" }
            && folder.bytes.first == UInt8(ascii: "/") && isFixed(folder) && isFixed(words[1])
    }

    /// The package's folder that `sed -i SCRIPT FILE...` edits; nil for any other call.
    private static func dataFolder(ofEdit words: [UntrustedText], in ledger: Ledger) -> HostPath? {
        let options = words.prefix { isOption($0) }
        let rest = words.dropFirst(options.count)
        guard options.contains("-i"), options.allSatisfy({ ["-i", "-E", "-r", "-n"].contains($0) }),
            let script = rest.first, SedScript.onlySubstitutes(script), rest.count > 1
        else { return nil }
        let folders = rest.dropFirst().map { dataFolder(of: $0, in: ledger) }
        guard let first = folders.first, folders.allSatisfy({ $0 == first }) else { return nil }
        return first
    }

    /// `/usr/share/NAME`, or `/usr/share/javascript/NAME`, which a browser and not the host runs.
    private static func dataFolder(of word: UntrustedText, in ledger: Ledger) -> HostPath? {
        let path = HostPath(word.bytes)
        let parts = path.components
        guard word.bytes.first == UInt8(ascii: "/"), isFixed(word), parts.count > 3,
            parts[0] == "usr", parts[1] == "share", Set(ledger.claims(on: path).compactMap(\.package)).count <= 1
        else { return nil }
        let isForBrowsers = parts[2] == "javascript" && word.ends(with: ".js")
        guard isForBrowsers || dataEndings.contains(where: { word.ends(with: $0) }) else { return nil }
        let depth = parts[2] == "javascript" ? 4 : 3
        return HostPath(parts.prefix(depth).flatMap { [UInt8(ascii: "/")] + $0.bytes })
    }
}
