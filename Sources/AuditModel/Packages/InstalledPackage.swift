/// The third word of a `Status:` field: how far dpkg got with a package (dpkg's lib/dpkg/dpkg-db.h).
package enum PackageStatus: String, CaseIterable, Codable, Sendable {
    case notInstalled = "not-installed"
    case configFiles = "config-files"
    case halfInstalled = "half-installed"
    case unpacked
    case halfConfigured = "half-configured"
    case triggersAwaited = "triggers-awaited"
    case triggersPending = "triggers-pending"
    case installed

    /// Whether the info folder should hold the package's full set of control members.
    package var hasFullControlSet: Bool {
        switch self {
        case .installed, .triggersAwaited, .triggersPending, .unpacked, .halfConfigured: true
        case .notInstalled, .configFiles, .halfInstalled: false
        }
    }
}

/// One line of a status stanza's `Conffiles:` field.
package struct ConffileRecord: Hashable, Codable, Sendable {
    package let path: HostPath
    /// MD5 of the version that was shipped; nil where the field says `newconffile` or holds no digest.
    package let shippedMD5: MD5Digest?
    package let isObsolete: Bool
    package let removeOnUpgrade: Bool

    package init(path: HostPath, shippedMD5: MD5Digest?, isObsolete: Bool = false, removeOnUpgrade: Bool = false) {
        self.path = path
        self.shippedMD5 = shippedMD5
        self.isObsolete = isObsolete
        self.removeOnUpgrade = removeOnUpgrade
    }
}

/// One stanza of the status file, after the journal in `updates/` has been laid over it.
package struct InstalledPackage: Hashable, Codable, Sendable {
    package let key: PackageKey
    /// As dpkg reads it, see `DebianVersion.canonical`.
    package let version: UntrustedText
    /// First word of `Status:`, such as `install` or `hold`.
    package let want: UntrustedText
    /// Second word of `Status:` is `reinstreq`.
    package let needsReinstall: Bool
    package let status: PackageStatus
    /// True for `Multi-Arch: same`.
    package let isMultiArchSame: Bool
    /// Whether `Triggers-Pending:` names a trigger.
    package let hasPendingTriggers: Bool
    /// The version that was configured last, where it differs.
    package let configVersion: UntrustedText?
    /// Source package name; the package's own name where the field is absent.
    package let source: UntrustedText
    package let conffiles: [ConffileRecord]
    package let position: SourcePosition

    package init(
        key: PackageKey, version: UntrustedText, want: UntrustedText = "install", needsReinstall: Bool = false,
        status: PackageStatus, isMultiArchSame: Bool = false, hasPendingTriggers: Bool = false,
        configVersion: UntrustedText? = nil,
        source: UntrustedText? = nil, conffiles: [ConffileRecord] = [], position: SourcePosition
    ) {
        self.key = key
        self.version = version
        self.want = want
        self.needsReinstall = needsReinstall
        self.status = status
        self.isMultiArchSame = isMultiArchSame
        self.hasPendingTriggers = hasPendingTriggers
        self.configVersion = configVersion
        self.source = source ?? key.name
        self.conffiles = conffiles
        self.position = position
    }

    /// Whether the record is one of a distroless image, which keeps no info folder.
    package var isOfStatusFolder: Bool { position.file.isBeneath(DebianPaths.dpkgStatusFolder) }

    /// Whether `dpkg --configure -a`, which apt calls too, runs this package's postinst, as it stands.
    ///
    /// From src/main/packages.c:enqueue_pending and src/main/configure.c, tried with dpkg 1.21.22: not for a package that
    /// is to be reinstalled first, that was chosen for removal, or that only waits for another one's triggers.
    package var runsPostinstNext: Bool {
        guard !needsReinstall, want == "install" || want == "hold" else { return false }
        switch status {
        case .unpacked, .halfConfigured: return true
        case .triggersAwaited, .triggersPending: return hasPendingTriggers
        case .notInstalled, .configFiles, .halfInstalled, .installed: return false
        }
    }

    /// The stem of this package's names in the info folder: `name:arch` only for `Multi-Arch: same` under format 1
    /// (dpkg's lib/dpkg/db-ctrl-access.c).
    package func infoStem(formatIsQualified: Bool) -> UntrustedText {
        guard isMultiArchSame, formatIsQualified else { return key.name }
        return UntrustedText(key.name.bytes + [UInt8(ascii: ":")] + key.architecture.bytes)
    }
}
