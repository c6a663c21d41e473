import AuditModel

extension LoadingVariables {
    static func matter(_ entry: UntrustedText) -> Bool {
        areSet(by: entry) && (!isCommon(entry) || isShared(entry))
    }

    /// Whether the value leads into a folder where everybody may write.
    static func isShared(_ entry: UntrustedText) -> Bool {
        CommandWords.paths(in: UntrustedText(entry.bytes.split { ":= ".utf8.contains($0) }.joined(separator: [0x20])))
            .contains { $0.isInSharedFolder || HostPath($0.bytes + "/x".utf8).isInSharedFolder }
    }
}
