import AuditModel

/// The packages and folders that common programs of known commands come from, on Debian and Ubuntu.
enum ProgramHomes {
    private static let core: [UntrustedText] = ["coreutils", "rust-coreutils", "coreutils-from-uutils"]

    private static let packages: [UntrustedText: [UntrustedText]] = [
        "[": core, "cat": core, "date": core, "echo": core, "false": core, "id": core, "printf": core, "rm": core,
        "sync": core, "test": core, "touch": core, "true": core,
        "dash": ["dash"], "sh": ["dash", "bash"], "egrep": ["grep"], "grep": ["grep"], "ps": ["procps"], "sed": ["sed"],
        "systemctl": ["systemd"], "dbus-send": ["dbus-bin", "dbus"],
        "gdbus": ["libglib2.0-bin", "libglib2.0-0", "libglib2.0-0t64"],
    ]

    private static let folders: Set<HostPath> = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"]

    /// Whether a program lies where a shape means it, in a package that the shape or the table names.
    ///
    /// - Parameters:
    ///   - word: as the command names it.
    ///   - target: where the word leads, without links.
    static func isHome(
        _ word: UntrustedText, target: HostPath, of owner: PackageKey, shape: BenignShape, _ ledger: Ledger
    )
        -> Bool
    {
        let name = word.lastComponent
        guard target.name == name, (packages[name] ?? shape.packages).contains(owner.name) else { return false }
        if word == name { return folders.contains(target.parent) }
        return ledger.resolvingAliases(HostPath(word.bytes)) == ledger.resolvingAliases(target)
            || folders.contains(target.parent) && folders.contains(HostPath(word.bytes).parent)
    }
}
