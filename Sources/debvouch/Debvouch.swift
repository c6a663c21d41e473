import ArgumentParser
import AuditModel
import HostEvidence

/// The command's entry point.
@main
struct Debvouch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "debvouch",
        abstract: "Tell who vouches for each piece of code that apt and dpkg run as root.",
        discussion: """
            debvouch reads maintainer scripts, apt and dpkg configuration and the dpkg database of a Debian or Ubuntu tree, \
            compares them with package archives, and says how strong the evidence for each is. It runs nothing of the \
            tree, never writes to it, and uses no network unless it is told to fetch. See debvouch(1).
            """,
        version: Version.current,
        subcommands: [
            Audit.self, Detect.self, Fetch.self, Manifest.self, Inventory.self, Diff.self, Compare.self, Check.self,
            Status.self,
            Explain.self, Accept.self, Rules.self,
            Schema.self,
        ])

    static func main() async {
        StandardStreams.prepare()
        requireProc()
        requireWholeArguments()
        await main(nil)
    }

    /// Ends with 69 where /proc is not mounted, as in a bare chroot.
    ///
    /// Swift reads the arguments from there and would find none, so that an audit would print the help and end with 0;
    /// Dispatch counts its threads there and traps.
    private static func requireProc() {
        if StandardStreams.hasProc { return }
        Terminal.complain("/proc is not mounted, and nothing works without it: mount -t proc proc /proc")
        StandardStreams.exit(.unavailable)
    }

    /// Ends with 64 where an argument is not UTF-8, before anything else is named instead.
    private static func requireWholeArguments() {
        guard let position = ProgramArguments.firstRepaired else { return }
        Terminal.complain(
            "argument \(position) is not UTF-8 and would name another file; debvouch.conf may hold any bytes, see debvouch-check(1)"
        )
        StandardStreams.exit(.usage)
    }

    /// Runs a command's work and ends with its status; a failure is one line on standard error and its own status.
    static func reportingFailures(_ work: () async throws(Failure) -> Int32) async throws {
        let status: Int32
        do throws(Failure) {
            status = try await work()
        } catch {
            Terminal.complain(error.message)
            throw ExitCode(error.status.rawValue)
        }
        if status != 0 { throw ExitCode(status) }
    }
}
