import AuditModel

/// How much a pattern with wildcards takes in, as far as its text alone tells.
enum PatternBreadth {
    /// Fewer bytes than these name nothing.
    private static let leastBytes = 3

    /// Folders that hold what the rules look at, and the programs of a host.
    private static let folders: [UntrustedText] =
        [
            "/etc/apt/apt.conf.d/", "/etc/apt/sources.list.d/", "/etc/apt/preferences.d/", "/etc/apt/auth.conf.d/",
            "/etc/apt/trusted.gpg.d/", "/etc/apt/keyrings/", "/etc/dpkg/dpkg.cfg.d/", "/var/lib/dpkg/info/",
            "/var/lib/dpkg/tmp.ci/", "/usr/share/keyrings/", "/usr/bin/", "/usr/sbin/", "/usr/lib/", "/usr/libexec/",
            "/usr/local/bin/", "/usr/local/sbin/", "/usr/share/", "/bin/", "/sbin/", "/lib/", "/opt/", "/home/",
            "/root/",
            "/run/", "/srv/",
        ] + SharedFolders.prefixes

    /// Whether a test is a pattern that names next to nothing: too few bytes, a whole folder, or all names of one extension.
    static func isWide(_ test: ExceptionTest) -> Bool {
        guard case .matches(let patterns) = test else { return false }
        return patterns.contains(where: isWide)
    }

    private static func isWide(_ pattern: TextPattern) -> Bool {
        guard pattern.hasWildcards else { return false }
        if namedBytes(lastComponent(of: pattern.tokens)) < leastBytes { return true }
        guard case .literal(let start)? = pattern.tokens.first, start.contains(UInt8(ascii: "/")) else { return false }
        return namedBytes(pattern.tokens.dropFirst()) < leastBytes
            && folders.contains { $0.bytes.starts(with: start) }
    }

    /// Whether a test is a pattern that says what a file is called and not where it is.
    static func isInAnyFolder(_ test: ExceptionTest) -> Bool {
        guard case .matches(let patterns) = test else { return false }
        return patterns.contains { pattern in
            guard pattern.hasWildcards else { return false }
            guard case .literal(let start)? = pattern.tokens.first else { return true }
            return start.elementsEqual("/".utf8)
        }
    }

    /// Literal bytes, without an extension behind a wildcard.
    private static func namedBytes(_ tokens: some BidirectionalCollection<TextPattern.Token>) -> Int {
        var named = tokens.map(bytes)
        if named.count > 1, let last = named.last, last.lastIndex(of: UInt8(ascii: ".")) == 0 { named.removeLast() }
        return named.reduce(0) { $0 + $1.count }
    }

    private static func bytes(_ token: TextPattern.Token) -> [UInt8] {
        if case .literal(let bytes) = token { return bytes }
        return []
    }

    /// What stands behind the last slash.
    private static func lastComponent(of tokens: [TextPattern.Token]) -> [TextPattern.Token] {
        var last: [TextPattern.Token] = []
        for token in tokens {
            if case .literal(let bytes) = token, let slash = bytes.lastIndex(of: UInt8(ascii: "/")) {
                last = [.literal(Array(bytes[(slash + 1)...]))]
            } else {
                last.append(token)
            }
        }
        return last
    }
}
