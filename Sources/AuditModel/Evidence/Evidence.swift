/// Something in scope that was not examined, and why.
package struct CoverageGap: Hashable, Comparable, Codable, Sendable {
    package let path: HostPath
    package let reason: ReportText
    /// The system's error number, where a call failed.
    package let errno: Int32?

    package init(path: HostPath, reason: ReportText, errno: Int32? = nil) {
        self.path = path
        self.reason = reason
        self.errno = errno
    }

    package static func < (left: CoverageGap, right: CoverageGap) -> Bool {
        left.path < right.path
    }
}

/// What was looked at and what was not; part of every report and of the exit status.
package struct Coverage: Codable, Sendable {
    /// Number of artifacts that were examined.
    package var examined = 0
    package var gaps: [CoverageGap] = []
    /// What this kind of audit cannot see, and every limit that was hit.
    package var limits: [ReportText] = []

    package init() {}
}

/// What the audited tree says of itself.
package struct HostDescription: Codable, Sendable {
    /// As the operator gave it.
    package var root: UntrustedText
    /// True where the tree is the running system's own.
    package var isLive: Bool
    /// `PRETTY_NAME` of os-release; nil where absent.
    package var release: UntrustedText?
    /// First line of etc/hostname; nil where absent.
    package var hostname: UntrustedText?
    /// etc/machine-id, which a sensor sends as `host.id`; nil where absent.
    package var machineID: UntrustedText?
    /// Name of the zone that log times were read with; nil where no log was read.
    package var logTimeZone: ReportText?

    package init(root: UntrustedText, isLive: Bool) {
        self.root = root
        self.isLive = isLive
    }
}

/// What is wrong with the form of one md5sums file.
package struct Md5sumsNote: Hashable, Codable, Sendable {
    package let path: HostPath
    package let package: PackageKey?
    package let usableLines: Int
    package let unusableLines: Int
    /// Those of them that hold a SHA-256 digest, as some vendors write them.
    package let sha256Lines: Int
    /// A file of the package that an empty md5sums leaves out; nil where the file is not empty.
    package let leavesOut: HostPath?
    /// The first few, in line order.
    package let problems: [ParseProblem]

    package init(
        path: HostPath, package: PackageKey?, usableLines: Int, unusableLines: Int, sha256Lines: Int = 0,
        leavesOut: HostPath? = nil, problems: [ParseProblem]
    ) {
        self.path = path
        self.package = package
        self.usableLines = usableLines
        self.unusableLines = unusableLines
        self.sha256Lines = sha256Lines
        self.leavesOut = leavesOut
        self.problems = problems
    }
}

/// What an audited tree says of itself: plain values, so that they can be saved and judged with other references.
package struct TreeFacts: Codable, Sendable {
    package var host: HostDescription
    package var ledger = Ledger()
    /// Sorted by path.
    package var artifacts: [Artifact] = []
    package var apt = AptConfiguration()
    package var dpkg: [DpkgConfigurationFile] = []
    /// What each package's own md5sums file says, for packages whose records a check reads.
    package var recordedMD5: [PackageKey: [HostPath: MD5Digest]] = [:]
    /// Md5sums files with lines that dpkg itself would refuse, by path.
    package var md5sumsNotes: [Md5sumsNote] = []
    /// What a package's own md5sums names and its `.list` leaves out, by package.
    package var recordedOmissions: [PackageKey: RecordedOmission] = [:]
    /// Those paths, and those of `References.listOmissions`, that do not stand in the tree.
    package var absentPaths: Set<HostPath> = []
    /// What stands at the names that local diversions, and those of packages that are not installed, took.
    package var divertedPlaces: [HostPath: DivertedPlace] = [:]
    /// What the programs that apt's and dpkg's configuration names lead to, by the word that names them; a word that is not
    /// here was not looked up.
    package var programLookups: [UntrustedText: ProgramLookup] = [:]
    /// Those programs, by the path at which they were sought.
    package var programs: [HostPath: ProgramFacts] = [:]
    /// Format problems of the dpkg database, in the order of their files.
    package var databaseProblems: [ParseProblem] = []
    /// Where libapt-pkg and our deb822 reader do not agree.
    package var databaseDisagreements: [ParseProblem] = []
    /// The last moment that dpkg.log names for a package, by package.
    package var lastLogged: [PackageKey: Timestamp] = [:]
    package var coverage = Coverage()

    package init(host: HostDescription) {
        self.host = host
    }
}

/// What the artifacts of a tree should be, and who says so.
package struct References: Codable, Sendable {
    /// Archives of installed packages in their installed version, by package.
    package var archives: [PackageKey: [PackageArchive]] = [:]
    /// Signed archives of other versions of installed packages, by package.
    package var otherArchives: [PackageKey: [PackageArchive]] = [:]
    /// Archives that a signed index contradicts; they are in no other list.
    package var disprovenArchives: [DisprovenArchive] = []
    package var indexes = SignedIndexes()
    package var unusableArchives: [UnusableArchive] = []
    /// Whether any archive folder was given or found at all.
    package var archivesWereSought = false
    /// Paths of an archive that the package's `.list` leaves out, for packages with an archive: those of data.tar where it
    /// was opened, else those of its md5sums and conffiles.
    package var listOmissions: [PackageKey: [HostPath]] = [:]
    /// An earlier report that the operator accepts as the state to compare with.
    package var baseline: PastReport?
    package var coverage = Coverage()

    package init() {}
}

/// All that an audit judges: the tree, and what it is compared with.
package struct Evidence: Sendable {
    package var tree: TreeFacts
    package var references = References()
    /// What the commands of configuration files can run, where an exception asks for it.
    package var hookPrograms: [HostPath: ProgramFacts] = [:]

    package init(tree: TreeFacts, references: References = References()) {
        self.tree = tree
        self.references = references
    }

    /// What was examined of the tree, and what neither of it nor of the references could be.
    package var coverage: Coverage {
        var all = tree.coverage
        all.gaps += references.coverage.gaps
        all.limits += references.coverage.limits
        return all
    }
}
