import AuditModel
import FileFormats

/// Which archives an audit needs, and which of them a set of package lists can give.
struct FetchPlan: Sendable {
    /// One archive to obtain.
    struct Item: Hashable, Sendable {
        let stanza: IndexStanza
        /// True where the installed version is in no list and this is another build of the package.
        let isOtherVersion: Bool

        /// The word for `apt-get download`: an architecture-independent package is known under the native one.
        var word: String {
            let name = String(decoding: stanza.key.name.bytes, as: UTF8.self)
            let version = String(decoding: stanza.version.bytes, as: UTF8.self)
            if stanza.key.architecture == "all" { return "\(name)=\(version)" }
            return "\(name):\(String(decoding: stanza.key.architecture.bytes, as: UTF8.self))=\(version)"
        }

        /// The name in the cache, by package and content, so that a name that is there needs no second look.
        var fileName: String {
            let parts = [stanza.key.name, stanza.version, stanza.key.architecture].map { Self.safe($0.bytes) }
            return parts.joined(separator: "_") + "_" + stanza.sha256.hex + ".deb"
        }

        private static func safe(_ bytes: [UInt8]) -> String {
            bytes.map { byte in
                let isSafe = byte.isASCIIDigit || byte.isASCIILetter || "+-.~".utf8.contains(byte)
                return isSafe ? String(UnicodeScalar(byte)) : "%" + String(byte, radix: 16)
            }.joined()
        }
    }

    private(set) var items: [Item] = []
    /// Needed packages that no list knows in any version.
    private(set) var unavailable: [InstalledPackage] = []

    /// - Parameter stanzas: every stanza of a needed name, in any order.
    init(needed: [InstalledPackage], stanzas: [IndexStanza]) {
        let byKey = Dictionary(grouping: stanzas, by: \.key)
        for package in needed {
            let known = byKey[package.key] ?? []
            if let exact = known.first(where: { $0.version == package.version }) {
                items.append(Item(stanza: exact, isOtherVersion: false))
            } else if let other = known.max(by: Self.isOlder) {
                items.append(Item(stanza: other, isOtherVersion: true))
            } else {
                unavailable.append(package)
            }
        }
        items.sort { $0.fileName.utf8.lexicographicallyPrecedes($1.fileName.utf8) }
    }

    private static func isOlder(_ left: IndexStanza, _ right: IndexStanza) -> Bool {
        guard let order = try? AptBridge.compareVersions(left.version, right.version) else {
            return left.version < right.version
        }
        return order < 0
    }

    /// Packages whose archive an audit asks for: those with something that runs as root or decides what does, which is a
    /// maintainer script, templates, triggers or a configuration file in scope.
    static func needed(in facts: TreeFacts, all: Bool) -> [InstalledPackage] {
        let present = facts.ledger.packages.filter { $0.status != .notInstalled }
        if all { return present }
        var keys: Set<PackageKey> = []
        for entry in facts.artifacts.lazy.compactMap(\.infoEntry) where entry.isScript || entry.decidesWhatRuns {
            if let key = entry.package { keys.insert(key) }
        }
        for (path, claims) in facts.ledger.claims
        where OwnershipIndex.foldersInScope.contains(where: { path.isBeneath($0) }) {
            keys.formUnion(claims.compactMap(\.package))
        }
        return present.filter { keys.contains($0.key) }
    }
}
