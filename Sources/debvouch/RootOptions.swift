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

    /// A request for the tree alone.
    var request: AuditRequest {
        var request = AuditRequest()
        request.root = MachinePath.absolute(UntrustedText(root.utf8))
        request.jobs = jobs
        return request
    }
}
