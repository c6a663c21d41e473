import AuditModel

/// Variables by which a process is made to load or read something first.
enum LoadingVariables {
    private static let names: Set<UntrustedText> = [
        "LD_PRELOAD", "LD_AUDIT", "LD_LIBRARY_PATH", "BASH_ENV", "ENV", "PERL5OPT", "PERL5LIB", "PERL5DB", "PERLLIB",
        "PYTHONPATH", "PYTHONSTARTUP", "PYTHONHOME", "RUBYOPT", "GCONV_PATH", "APT_CONFIG", "DPKG_ROOT",
        "DPKG_ADMINDIR", "GLIBC_TUNABLES",
    ]

    /// Whether an assignment sets one of them to anything but nothing.
    static func areSet(by entry: UntrustedText) -> Bool {
        guard let name = name(in: entry) else { return false }
        return names.contains(name) || isHarmlessByName(name)
    }

    /// Whether it is one that most processes have, so that only its value tells: `PATH`, or a function of bash's.
    static func isCommon(_ entry: UntrustedText) -> Bool {
        name(in: entry).map(isHarmlessByName) ?? false
    }

    private static func isHarmlessByName(_ name: UntrustedText) -> Bool {
        name == "PATH" || name.hasPrefix("BASH_FUNC_")
    }

    private static func name(in entry: UntrustedText) -> UntrustedText? {
        guard let sign = entry.bytes.firstIndex(of: UInt8(ascii: "=")), sign + 1 < entry.bytes.count else { return nil }
        return UntrustedText(entry.bytes[..<sign])
    }
}
