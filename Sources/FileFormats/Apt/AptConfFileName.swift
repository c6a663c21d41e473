package import AuditModel

/// Which entries of `apt.conf.d` apt reads: extension `conf` or none (GetListOfFilesInDir, apt-pkg/contrib/fileutl.cc).
package enum AptConfFileName {
    /// What apt does with one entry.
    package enum Decision: Hashable, Sendable {
        case read
        /// Skipped, and apt says so at every run.
        case skippedWithNotice(ReportText)
        /// Skipped without a word.
        case skippedSilently(ReportText)
    }

    /// Decides in apt's order: leading dot, kind, extension, characters, trailing dot.
    ///
    /// `target` is the kind at the end of a symbolic link, nil where it dangles. The list of suffixes that silence
    /// the notice is the built-in one; `Dir::Ignore-Files-Silently` can change it only from outside the folder.
    package static func decide(_ name: UntrustedText, kind: FileKind, target: FileKind? = nil) -> Decision {
        if name.bytes.first == dot { return .skippedSilently("the name starts with a dot") }
        let kind = kind == .symlink ? target : kind
        if kind == .directory { return .skippedSilently("it is a folder") }
        guard kind == .regular else {
            return skipped(name, kind.map { "it is a \($0)" } ?? "it is a symbolic link to nothing")
        }
        if let cut = name.bytes.lastIndex(of: dot) {
            let suffix = name.bytes[(cut + 1)...]
            if suffix.isEmpty { return badCharacter(in: name) ?? .skippedSilently("the name ends with a dot") }
            if !suffix.elementsEqual("conf".utf8) { return skipped(name, "the name does not end in .conf") }
        }
        return badCharacter(in: name) ?? .read
    }

    /// The entries in apt's order, by byte value, each with its place among those that are read, counted from `first`.
    package static func readings(
        of entries: [(name: UntrustedText, kind: FileKind, target: FileKind?)], first: Int = 0
    ) -> [(name: UntrustedText, reading: ConfigurationReading)] {
        var order = first
        return entries.sorted { $0.name < $1.name }.map { entry in
            switch decide(entry.name, kind: entry.kind, target: entry.target) {
            case .read:
                defer { order += 1 }
                return (entry.name, .read(order: order))
            case .skippedWithNotice(let reason): return (entry.name, .skippedWithNotice(reason))
            case .skippedSilently(let reason): return (entry.name, .skippedSilently(reason))
            }
        }
    }

    private static let dot = UInt8(ascii: ".")

    private static func badCharacter(in name: UntrustedText) -> Decision? {
        let isGood = name.bytes.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "_-:.".utf8.contains($0) }
        return isGood ? nil : .skippedSilently("the name holds a character that apt does not accept")
    }

    private static func skipped(_ name: UntrustedText, _ reason: ReportText) -> Decision {
        isIgnoredSilently(name.asciiLowercased.bytes) ? .skippedSilently(reason) : .skippedWithNotice(reason)
    }

    /// The built-in patterns of `Dir::Ignore-Files-Silently` (apt-pkg/init.cc), letter case aside.
    private static func isIgnoredSilently(_ name: [UInt8]) -> Bool {
        let plain = ["~", ".disabled", ".bak", ".save", ".orig", ".distupgrade"]
        if plain.contains(where: { ends(name, in: $0) }) { return true }
        guard let dash = name.lastIndex(of: UInt8(ascii: "-")) else { return false }
        let word = name[(dash + 1)...]
        guard !word.isEmpty, word.allSatisfy(\.isASCIILetter) else { return false }
        return [".dpkg-", ".ucf-"].contains { ends(Array(name[...dash]), in: $0) }
    }

    private static func ends(_ name: [UInt8], in suffix: String) -> Bool {
        name.reversed().starts(with: suffix.utf8.reversed())
    }
}
