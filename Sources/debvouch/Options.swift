import ArgumentParser
import AuditModel
import AuditReports
import Glibc
import HostEvidence
import IntegrityJudgement
import TreeReading

/// What every command that compares a tree with references takes.
struct TreeOptions: ParsableArguments {
    @OptionGroup var base: RootOptions

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Folders with .deb files to compare with, read recursively; may repeat.", valueName: "dir"))
    var archives: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Folders with signed indexes: a mirror, a flat repository or copied apt lists; may repeat.",
            valueName: "dir"))
    var index: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("OpenPGP keyrings whose keys to trust; may repeat.", valueName: "file"))
    var keyring: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Full fingerprints of primary keys to trust, wherever the key itself is found; may repeat.",
            valueName: "fingerprint"))
    var trust: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Known-good stores that stand in for archives; may repeat.", valueName: "file"))
    var manifest: [String] = []

    @Flag(help: "Open every data.tar, recompute every file list and compare every conffile.")
    var deep = false

    func validate() throws {
        if archives.contains("") { throw ValidationError("--archives needs a folder") }
        if index.contains("") { throw ValidationError("--index needs a folder") }
        if keyring.contains("") { throw ValidationError("--keyring needs a file") }
        for text in trust where KeyFingerprint(hex: text.utf8) == nil {
            throw ValidationError("--trust takes a full fingerprint of 40 or 64 hexadecimal digits, not '\(text)'")
        }
    }

    /// Ends the program where something that the operator named is not there.
    static func requireReadable(_ paths: [String], as what: String) throws(Failure) {
        for path in paths where unsafe access(path, R_OK) != 0 {
            let number = errno
            throw Failure(
                Failure.status(of: number),
                "cannot read \(ours: what) \(UntrustedText(path.utf8)): \(ours: SystemMessage.text(for: number))")
        }
    }

    /// The tree, as the operator names it.
    var root: String { base.root }

    /// Collects the evidence; a tree that cannot be read or an archive folder that is not there ends the program.
    ///
    /// - Parameter fetched: the cache of a fetch that ran before, whose archives and lists count as the operator's.
    func collect(fetched: FetchFolder? = nil) async throws(Failure) -> EvidenceSet {
        var request = base.request
        request.archiveFolders = archives.map { UntrustedText(AbsolutePath.of($0).utf8) }
        request.indexFolders = index.map { UntrustedText(AbsolutePath.of($0).utf8) }
        request.keyrings = keyring.map { UntrustedText(AbsolutePath.of($0).utf8) }
        request.trustedFingerprints = trust.compactMap { KeyFingerprint(hex: $0.utf8) }
        if let fetched {
            request.archiveFolders.append(UntrustedText(fetched.archives.utf8))
            request.indexFolders.append(UntrustedText(fetched.lists.utf8))
        }
        request.deep = deep
        try Self.requireReadable(archives, as: "the archive folder")
        try Self.requireReadable(index, as: "the index folder")
        try Self.requireReadable(keyring, as: "the keyring")
        for path in manifest {
            request.manifests.append(
                try await ManifestAccess.open(path, keyrings: request.keyrings, trusted: request.trustedFingerprints)
                    .store)
        }
        return try await base.collect(request)
    }
}

/// Paths of the auditing machine as they hold in a report that is read elsewhere.
enum AbsolutePath {
    /// The path with the current folder before it where it is relative; links are left as they are.
    static func of(_ path: String) -> String {
        if path.utf8.first == UInt8(ascii: "/") { return path }
        guard let folder = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(folder) }
        return unsafe String(cString: folder) + "/" + path
    }
}

/// One `--report FORMAT[=PATH]`.
struct ReportTarget: ExpressibleByArgument {
    let format: String
    /// Nil for standard output.
    let path: String?

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let format = parts.first, RendererCatalog.renderer(named: format) != nil else { return nil }
        if parts.count == 2, parts[1].isEmpty || parts[1].utf8.last == UInt8(ascii: "/") { return nil }
        self.format = format
        path = parts.count == 2 ? parts[1] : nil
    }

    static var formats: String {
        RendererCatalog.renderers.map(\.name).joined(separator: ", ")
    }
}

extension Judge {
    /// Judges with libcrypto's digest and the clock's times.
    static func report(
        on evidence: EvidenceSet, request: Judge.Request, started: Timestamp
    ) -> AuditReport {
        let run = RunIdentity(
            version: Version.current, started: started, finished: Clock.now(), uid: geteuid())
        return report(on: evidence, request: request, run: run)
    }
}

/// The wall clock, which only the run block of a report shows.
enum Clock {
    static func now() -> Timestamp {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: UInt32(clamping: time.tv_nsec))
    }
}
