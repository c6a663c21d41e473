import ArgumentParser
import AuditModel
import HostEvidence
import TreeReading

/// Which tree is read, and how.
struct RootOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The tree to read; it is never written and nothing in it is run.", valueName: "dir"))
    var root = "/"

    @Option(
        help: ArgumentHelp("How many files to read at one time (default: the number of processors).", valueName: "n"))
    var jobs: Int?

    @Option(help: ArgumentHelp("Show on standard error what is being read: auto, always or never.", valueName: "when"))
    var progress = ProgressMode.auto

    func validate() throws {
        if root.isEmpty { throw ValidationError("--root needs a folder") }
        if let jobs, !(1...64).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 64") }
    }

    /// The number asked for, or that of the processors up to eight.
    var jobCount: Int { jobs ?? min(Processors.count, 8) }

    /// A request for the tree alone.
    var request: CollectionRequest {
        var request = CollectionRequest(root: UntrustedText(AbsolutePath.of(root).utf8))
        request.limits.jobs = jobCount
        return request
    }

    /// What the tree itself says, without any reference.
    func collectTree() async throws(Failure) -> EvidenceSet {
        var request = request
        request.wantsReferences = false
        return try await collect(request)
    }

    /// Collects the evidence and shows what is being read; a tree that cannot be read ends the program.
    func collect(_ request: CollectionRequest) async throws(Failure) -> EvidenceSet {
        let line = Progress(progress)
        defer { line.finish() }
        do throws(CollectionFailure) {
            return try await Collector.collect(request) { line.show($0) }
        } catch {
            throw Failure(error, root: request.root)
        }
    }
}
