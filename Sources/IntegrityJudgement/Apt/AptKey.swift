import AuditModel

/// The parts of a configuration key (apt.conf(5)).
enum AptKey {
    /// Lower case, split at `::`, empty parts dropped.
    static func components(of key: UntrustedText) -> [UntrustedText] {
        var parts: [UntrustedText] = []
        var part: [UInt8] = []
        var at = 0
        let bytes = key.asciiLowercased.bytes
        while at < bytes.count {
            if bytes[at] == 0x3A, at + 1 < bytes.count, bytes[at + 1] == 0x3A {
                if !part.isEmpty { parts.append(UntrustedText(part)) }
                part = []
                at += 2
            } else {
                part.append(bytes[at])
                at += 1
            }
        }
        if !part.isEmpty { parts.append(UntrustedText(part)) }
        return parts
    }

    /// As `components`, without the `Binary::PROGRAM` in front whose subtree PROGRAM moves to the root (apt-private's
    /// private-cmndline.cc and methods/aptmethod.h), and without apt 3.1's `Version::NUMBER`; with those programs.
    static func effectiveParts(of key: UntrustedText) -> (parts: [UntrustedText], programs: [UntrustedText]) {
        var parts = components(of: key)[...]
        var programs: [UntrustedText] = []
        while parts.count > 2, let first = parts.first, first == "binary" || first == "version" {
            if first == "binary" { programs.append(parts[parts.startIndex + 1]) }
            parts = parts.dropFirst(2)
        }
        return (Array(parts), programs)
    }

    static func effectiveComponents(of key: UntrustedText) -> [UntrustedText] { effectiveParts(of: key).parts }
}

/// The programs that read a `Binary::NAME` subtree: apt's own, by the name that they are started with.
enum AptPrograms {
    /// Those that run hooks.
    static let installers: Set<UntrustedText> = ["apt", "apt-get"]
    private static let tools: Set<UntrustedText> = [
        "apt-cache", "apt-cdrom", "apt-config", "apt-dump-solver", "apt-extracttemplates", "apt-ftparchive",
        "apt-helper", "apt-internal-planner", "apt-internal-solver", "apt-mark", "apt-sortpkgs",
    ]
    private static let methods: Set<UntrustedText> = [
        "bzip2", "cdrom", "copy", "file", "ftp", "gpgv", "gzip", "http", "https", "lz4", "lzma", "mirror", "rred",
        "rsh",
        "sqv", "ssh", "store", "tor", "xz", "zstd",
    ]

    /// A name with a plus is that of a method behind another one, such as `tor+http`.
    static func isReader(_ name: UntrustedText) -> Bool {
        installers.contains(name) || tools.contains(name) || methods.contains(name) || name.bytes.contains(0x2B)
    }
}
