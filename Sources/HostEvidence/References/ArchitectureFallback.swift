import AuditModel

/// Under which architectures a package's archives are looked for: its own, `all`, and the tree's native one.
///
/// The architecture of a status stanza is a word that anybody who owned the tree could change, and a build of the same
/// package in another one may be what stands here.
struct ArchitectureFallback {
    private let ledger: Ledger
    private let native: UntrustedText?

    /// The native architecture is that of dpkg itself, else the first of `var/lib/dpkg/arch`.
    init(ledger: Ledger) {
        self.ledger = ledger
        let dpkg = ledger.packages(named: "dpkg").first { $0.status != .notInstalled }
        native = dpkg?.key.architecture ?? ledger.architectures.first
    }

    /// The package's own key first.
    func keys(for package: InstalledPackage) -> [PackageKey] {
        var keys = [package.key]
        for architecture in [native, "all"].compactMap(\.self) where architecture != package.key.architecture {
            let key = PackageKey(name: package.key.name, architecture: architecture)
            // An instance that dpkg knows has its own archives.
            if ledger.package(key).map({ $0.status == .notInstalled }) ?? true, !keys.contains(key) { keys.append(key) }
        }
        return keys
    }

    /// Archives by the package that they may speak for, not by the architecture that they name.
    func adopting(_ archives: [PackageKey: [PackageArchive]]) -> [PackageKey: [PackageArchive]] {
        var adopted: [PackageKey: [PackageArchive]] = [:]
        for package in ledger.packages where package.status != .notInstalled {
            for key in keys(for: package) {
                guard let found = archives[key], !found.isEmpty else { continue }
                adopted[package.key] = found
                break
            }
        }
        return adopted
    }
}
