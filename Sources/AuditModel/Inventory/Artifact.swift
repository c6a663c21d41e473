/// What an artifact is, in the words of the report.
package enum ArtifactRole: String, Codable, Sendable {
    case maintainerScript = "maintainer-script"
    case controlMember = "control-member"
    case aptConf = "apt-conf"
    case dpkgConf = "dpkg-conf"
    case database
    case other
}

/// How a name in the info folder relates to the packages that dpkg knows.
package enum InfoStanding: Hashable, Codable, Sendable {
    /// The name that dpkg itself would open for this package.
    case owned(PackageKey)
    /// A known package, but in the form that dpkg does not open for it.
    case wrongNameForm(PackageKey)
    /// No package of that name.
    case orphan
    /// One of dpkg's own files: `format`, `format-new`.
    case ofDpkg
    /// A name with a leading dot, which dpkg skips.
    case hidden
    /// A name without a dot, which dpkg skips.
    case nameless
}

/// One entry of the info folder, its name taken apart at the last dot.
package struct InfoEntry: Hashable, Codable, Sendable {
    /// Everything before the last dot.
    package let stem: UntrustedText
    /// Everything after it: `postinst`, `list`, `md5sums`.
    package let member: UntrustedText
    package let standing: InfoStanding

    package init(stem: UntrustedText, member: UntrustedText, standing: InfoStanding) {
        self.stem = stem
        self.member = member
        self.standing = standing
    }

    /// The five scripts that dpkg and debconf run (Debian Policy 6.1, debconf-devel(7)).
    package static let scriptMembers: Set<UntrustedText> = ["preinst", "postinst", "prerm", "postrm", "config"]

    package var isScript: Bool { Self.scriptMembers.contains(member) }

    /// debconf's templates decide what `config` asks and debconf does with the answers; triggers make scripts run.
    package var decidesWhatRuns: Bool { member == "templates" || member == "triggers" }

    /// The package, whether or not the form of the name is right.
    package var package: PackageKey? {
        switch standing {
        case .owned(let key), .wrongNameForm(let key): key
        case .orphan, .ofDpkg, .hidden, .nameless: nil
        }
    }
}

/// How a configuration reader treats a name in its `.d` folder.
package enum ConfigurationReading: Hashable, Codable, Sendable {
    /// Read, as the n-th file of the configuration, counted from 0.
    case read(order: Int)
    /// Skipped, and the program says so.
    case skippedWithNotice(ReportText)
    /// Skipped without a word.
    case skippedSilently(ReportText)

    package var isRead: Bool {
        if case .read = self { return true }
        return false
    }
}

/// What an artifact is to the program that uses it.
package enum ArtifactSubject: Hashable, Codable, Sendable {
    case infoEntry(InfoEntry)
    case aptConfiguration(ConfigurationReading)
    case dpkgConfiguration(ConfigurationReading)
    /// A folder or database file whose permissions matter.
    case databasePart
    /// An owned file below a folder in scope that neither reader loads, such as a keyring.
    case scopeFile
}

/// A thing under audit: path, facts and digests taken once.
package struct Artifact: Codable, Sendable {
    package let path: HostPath
    package let role: ArtifactRole
    package let subject: ArtifactSubject
    package let facts: FileFacts
    /// Nil where the bytes were not read: no regular file, or a coverage gap says why.
    package let sha256: SHA256Digest?
    package let md5: MD5Digest?
    /// Kept for scripts, configuration and small control members that checks read.
    package let content: [UInt8]?

    package init(
        path: HostPath, role: ArtifactRole, subject: ArtifactSubject, facts: FileFacts,
        sha256: SHA256Digest? = nil, md5: MD5Digest? = nil, content: [UInt8]? = nil
    ) {
        self.path = path
        self.role = role
        self.subject = subject
        self.facts = facts
        self.sha256 = sha256
        self.md5 = md5
        self.content = content
    }

    /// The info entry, where the artifact is one.
    package var infoEntry: InfoEntry? {
        if case .infoEntry(let entry) = subject { return entry }
        return nil
    }

    /// How apt or dpkg reads it, where it is their configuration.
    package var reading: ConfigurationReading? {
        switch subject {
        case .aptConfiguration(let reading), .dpkgConfiguration(let reading): reading
        case .infoEntry, .databasePart, .scopeFile: nil
        }
    }
}
