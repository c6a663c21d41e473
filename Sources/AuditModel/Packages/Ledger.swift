/// Why a package is said to own a path.
package enum OwnershipClaim: Hashable, Codable, Sendable {
    /// Its `.list` names the path.
    case listed(PackageKey)
    /// Its `Conffiles:` field names the path.
    case conffile(PackageKey, ConffileRecord)
    /// A diversion moves another package's file here, or this one's away.
    case diverted(Diversion)

    /// The claiming package, where the claim is a package's.
    package var package: PackageKey? {
        switch self {
        case .listed(let key), .conffile(let key, _): key
        case .diverted: nil
        }
    }
}

/// One three-line record of dpkg's diversions file.
package struct Diversion: Hashable, Codable, Sendable {
    package let from: HostPath
    package let to: HostPath
    /// Nil for a local diversion (`:` in the file).
    package let package: UntrustedText?
    package let position: SourcePosition

    package init(from: HostPath, to: HostPath, package: UntrustedText?, position: SourcePosition) {
        self.from = from
        self.to = to
        self.package = package
        self.position = position
    }
}

/// One line of dpkg's statoverride file.
package struct StatOverride: Hashable, Codable, Sendable {
    package let path: HostPath
    package let user: UntrustedText
    package let group: UntrustedText
    package let mode: UInt16
    package let position: SourcePosition

    package init(path: HostPath, user: UntrustedText, group: UntrustedText, mode: UInt16, position: SourcePosition) {
        self.path = path
        self.user = user
        self.group = group
        self.mode = mode
        self.position = position
    }
}

/// One interest line of `triggers/File` or of a file in `triggers/`.
package struct TriggerInterest: Hashable, Codable, Sendable {
    /// A path, or a trigger's name.
    package let trigger: UntrustedText
    /// Package name, with `:arch` where the file has it and without `/noawait`.
    package let package: UntrustedText
    package let position: SourcePosition

    package init(trigger: UntrustedText, package: UntrustedText, position: SourcePosition) {
        self.trigger = trigger
        self.package = package
        self.position = position
    }
}

/// What `info/format` says.
package enum InfoFormat: Hashable, Codable, Sendable {
    /// Readable and `1`: names of `Multi-Arch: same` packages carry the architecture.
    case qualified
    /// Readable and `0`.
    case legacy
    /// No such file: dpkg falls back to 0 and loses sight of every `Multi-Arch: same` package's files.
    case missing
    /// Anything else; dpkg refuses to work.
    case unusable(ReportText)
}

/// The dpkg database as dpkg sees it, in plain values.
package struct Ledger: Codable, Sendable {
    /// Every stanza, sorted by name and architecture.
    package var packages: [InstalledPackage] = []
    package var format: InfoFormat = .qualified
    /// Files of `updates/` that were laid over the status file, in order.
    package var journal: [HostPath] = []
    /// Set after `aliases`.
    package var diversions: [Diversion] = [] {
        didSet { indexDiversions() }
    }
    package var statOverrides: [StatOverride] = []
    package var triggerInterests: [TriggerInterest] = []
    /// The architectures of `var/lib/dpkg/arch`, native first where known.
    package var architectures: [UntrustedText] = []
    /// Claims on the paths that the audit asks about, keyed by the path with merged-/usr aliases resolved.
    package var claims: [HostPath: [OwnershipClaim]] = [:]
    /// Top-level aliases of a merged /usr: `/bin` to `/usr/bin`.
    package var aliases: [HostPath: HostPath] = [:]
    private var away: [HostPath: Diversion] = [:]
    private var toward: [HostPath: [Diversion]] = [:]
    /// The names of package instances by package name.
    package private(set) var instances: [UntrustedText: [Int]] = [:]

    package init() {}

    /// Rebuilds the look-up tables; call once after `packages` is complete.
    package mutating func index() {
        packages.sort { $0.key < $1.key }
        instances = Dictionary(grouping: packages.indices) { packages[$0].key.name }
    }

    package var formatIsQualified: Bool { format == .qualified }

    /// All instances of a package name, in architecture order.
    package func packages(named name: UntrustedText) -> [InstalledPackage] {
        (instances[name] ?? []).map { packages[$0] }
    }

    package func package(_ key: PackageKey) -> InstalledPackage? {
        (instances[key.name] ?? []).first { packages[$0].key.architecture == key.architecture }.map { packages[$0] }
    }

    /// The path with a leading merged-/usr alias replaced, so that `/bin/sh` and `/usr/bin/sh` are one.
    package func resolvingAliases(_ path: HostPath) -> HostPath {
        let bytes = path.bytes
        let cut = bytes.dropFirst().firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
        // An alias is one component. Most paths have none, and this is asked of every path of the host, so none is taken apart.
        for (alias, target) in aliases where alias.bytes.count == cut && alias.bytes.elementsEqual(bytes[..<cut]) {
            return HostPath((target.bytes + bytes[cut...])[...])
        }
        return path
    }

    /// The diversion that moves other packages' files away from a path without aliases.
    package func diversion(awayFrom path: HostPath) -> Diversion? { away[path] }

    /// The diversions that move a file to a path without aliases.
    package func diversions(toward path: HostPath) -> [Diversion] { toward[path] ?? [] }

    /// Leaves out a diversion that is written with an alias.
    ///
    /// dpkg diverts a name as it is written: `/lib/x` away does not move `/usr/lib/x`, which these tables could not tell
    /// apart.
    private mutating func indexDiversions() {
        away = [:]
        toward = [:]
        for diversion in diversions where resolvingAliases(diversion.from) == diversion.from {
            away[diversion.from] = diversion
            toward[resolvingAliases(diversion.to), default: []].append(diversion)
        }
    }
}
