import ArgumentParser
import AuditModel
import HostEvidence
import TreeReading

/// Where archives are obtained from and kept.
struct FetchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Sources to fetch from, in the style of sources.list or, with that ending, .sources; needed for a mounted tree.",
            valueName: "file"))
    var sources: String?

    @Option(
        help: ArgumentHelp(
            "Where fetched archives and package lists are kept (default: /var/cache/debvouch, or debvouch in a user's own "
                + "cache folder).", valueName: "dir"))
    var cache: String?

    @Option(help: ArgumentHelp("Megabytes that the cached archives may take.", valueName: "n"))
    var cacheLimit = 4096

    @Flag(help: "Fetch the archive of every package, not only of those with a script or a configuration file in scope.")
    var files = false

    func validate() throws {
        if !(1...1_000_000).contains(cacheLimit) { throw ValidationError("--cache-limit takes a number of megabytes") }
        if cache?.isEmpty == true { throw ValidationError("--cache needs a folder") }
        // The path stands in apt's configuration, which knows no escape for these.
        if cache?.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\"") }) == true {
            throw ValidationError("--cache takes no path with quotes or control characters")
        }
    }

    /// The system's cache for root, else the caller's own (XDG base directory specification).
    private static var defaultCache: UntrustedText {
        if MachineIdentity.current.uid == 0 { return "/var/cache/debvouch" }
        if let own = MachineEnvironment.value(of: "XDG_CACHE_HOME") {
            return UntrustedText(own.bytes + Array("/debvouch".utf8))
        }
        let home = MachineEnvironment.value(of: "HOME") ?? "/nonexistent"
        return UntrustedText(home.bytes + Array("/.cache/debvouch".utf8))
    }

    /// Bytes of a file of sources.
    private static let sourcesLimit = 16 << 20

    /// Seconds for which an audit that fetches takes its package lists for new.
    static let listAge: Int64 = 3600

    /// Obtains what an audit of the tree needs; the tree is read for its list of packages only.
    ///
    /// - Parameter listAge: seconds for which lists count as new; 0 asks the sources in any case.
    func fetch(
        for request: AuditRequest, listAge: Int64 = 0, progress: ProgressMode
    ) async throws(Failure) -> (outcome: FetchOutcome, folder: FetchFolder) {
        let line = Progress(progress)
        defer { line.finish() }
        let investigation = try Investigation(request) { line.show($0) }
        let facts = try await investigation.treeFacts()
        let source = try sources(for: investigation.tree)
        let limit = UInt64(cacheLimit) << 20
        do throws(FetchFailure) {
            let place = cache.map { MachinePath.absolute(UntrustedText($0.utf8)) } ?? Self.defaultCache
            let folder = try FetchFolder(String(decoding: place.bytes, as: UTF8.self), makingParents: cache == nil)
            let start = Clock.now()
            let plan = FetchRequest(
                facts: facts, sources: source, all: files, cacheLimit: limit, jobs: investigation.jobs,
                listAge: listAge, now: start)
            let outcome = try await Fetcher.run(plan, folder: folder) { done, total in
                line.show(done: done, total: total, since: start)
            }
            return (outcome, folder)
        } catch {
            throw Failure(Self.status(of: error.code), error.reason)
        }
    }

    /// The operator's file, or the running machine's own lines; a mounted tree never chooses where we connect.
    private func sources(for tree: HostTree) throws(Failure) -> MachineSources {
        if let path = sources {
            let name = UntrustedText(path.utf8)
            return MachineSources(operatorFile: try Self.bytes(ofSources: name), path: name)
        }
        guard tree.isLive else {
            throw Failure(
                .usage, "fetching for a mounted tree needs --sources FILE: the tree must not choose where we connect")
        }
        return MachineSources(tree: tree, limits: Limits())
    }

    private static func bytes(ofSources name: UntrustedText) throws(Failure) -> [UInt8] {
        let bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try SmallFile.readRegular(name, limit: sourcesLimit)
        } catch {
            throw Failure(.noInput, "cannot read the sources \(name): \(error.reason)")
        }
        if bytes.count > sourcesLimit {
            throw Failure(.noInput, "the sources \(name) are larger than \(sourcesLimit >> 20) MB")
        }
        return bytes
    }

    private static func status(of code: FetchFailure.Code) -> ExitStatus {
        switch code {
        case .cache: .cannotCreate
        case .locked: .locked
        case .missingProgram, .noIndex: .unavailable
        case .noSources: .noInput
        }
    }
}

extension FetchOutcome {
    /// What a report has to say of the fetch before it.
    var limits: [ReportText] {
        var limits: [ReportText] = []
        let words = programs.map { "\(ours: $0.path) (sha256 \(ours: $0.sha256.hex))" as ReportText }
        if let first = words.first {
            let list = words.dropFirst().reduce(first) { "\($0), \($1)" }
            limits.append("Archives were fetched by programs of this machine: \(list).")
        }
        limits += refusedSources.map {
            "Not fetched from \(SourcePosition(file: $0.file, line: $0.line ?? 0).text): \($0.reason)."
        }
        limits += problems.map { "Fetching: \($0)." }
        if !unavailable.isEmpty {
            let names = unavailable.prefix(40).map { "\($0.key.name)" as ReportText }
            let list = names.dropFirst().reduce(names.first ?? "") { "\($0) \($1)" }
            limits.append("In no package list of the sources, in any version: \(list).")
        }
        return limits
    }

    /// Said where apt-get was not run; nil where it was.
    var reuse: ReportText? {
        reusedLists.map {
            "the package lists are \($0 / 60) minutes old and every archive is at hand, so apt-get was not run"
        }
    }

    /// One line for a person.
    var summary: ReportText {
        """
        \(needed, "archive") needed, \(held) at hand, \(obtained) fetched (\(bytes >> 20) MB), \(unavailable.count) in no \
        package list, \(otherVersions) only in another version
        """
    }
}
