/// Where dpkg and apt keep their files: the names that several parts of the program must agree on.
package enum DebianPaths {
    /// dpkg's database; deb(7) and dpkg(1) call it the administrative directory.
    package static let dpkgDatabase: HostPath = "/var/lib/dpkg"
    /// Maintainer scripts, lists and md5sums of every installed package.
    package static let dpkgInfo: HostPath = "/var/lib/dpkg/info"
    package static let dpkgStatus: HostPath = "/var/lib/dpkg/status"
    /// One stanza a file, as images without dpkg have it.
    package static let dpkgStatusFolder: HostPath = "/var/lib/dpkg/status.d"
    package static let dpkgConfiguration: HostPath = "/etc/dpkg"
    package static let dpkgMainFile: HostPath = "/etc/dpkg/dpkg.cfg"
    package static let dpkgParts: HostPath = "/etc/dpkg/dpkg.cfg.d"
    package static let dpkgLog: HostPath = "/var/log/dpkg.log"

    package static let aptConfiguration: HostPath = "/etc/apt"
    package static let aptMainFile: HostPath = "/etc/apt/apt.conf"
    package static let aptParts: HostPath = "/etc/apt/apt.conf.d"
    package static let aptSources: HostPath = "/etc/apt/sources.list"
    package static let aptSourceParts: HostPath = "/etc/apt/sources.list.d"
    package static let aptKeyring: HostPath = "/etc/apt/trusted.gpg"
    package static let aptTrustedKeys: HostPath = "/etc/apt/trusted.gpg.d"
    package static let aptKeyrings: HostPath = "/etc/apt/keyrings"
    package static let aptPreferences: HostPath = "/etc/apt/preferences.d"
    /// Release and Packages files of the last update.
    package static let aptLists: HostPath = "/var/lib/apt/lists"
    /// Downloaded archives; `partial` below it holds unfinished downloads.
    package static let aptArchives: HostPath = "/var/cache/apt/archives"
    package static let aptLogs: HostPath = "/var/log/apt"

    /// The folders whose files apt and dpkg obey as configuration.
    package static let configuration: [HostPath] = [aptConfiguration, dpkgConfiguration]

    /// Whether a path lies below one of those folders.
    package static func holdsConfiguration(_ path: HostPath) -> Bool {
        configuration.contains { path.isBeneath($0) }
    }
}

/// Folders in which everybody may create files, so that nothing there is vouched for by its place.
package enum SharedFolders {
    package static let all: [HostPath] = [
        "/tmp", "/var/tmp", "/dev/shm", "/run/user", "/var/run/user", "/run/lock", "/var/lock", "/dev/mqueue",
    ]
    /// The same with a slash behind, as the start of a path that may be no more than text.
    package static let prefixes: [UntrustedText] = all.map { UntrustedText($0.bytes + [0x2F]) }

    package static func hold(_ path: HostPath) -> Bool {
        all.contains { path.isBeneath($0) }
    }
}
