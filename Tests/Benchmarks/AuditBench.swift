import ArgumentParser
import Glibc

/// Measures debvouch beside the programs that an operator would else run, on one tree, in turns.
///
/// Nothing is asserted: the table says how each stands against the limits of the project, and a person judges.
@main
struct AuditBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit-bench", abstract: "Measure debvouch beside dpkg --verify and sha256sum.")

    @Option(help: "A Debian root with 700 to 900 packages; without it one is made in .build/bench and kept.")
    var root: String?

    @Option(help: "The folder with the .deb files of that root.")
    var archives: String?

    @Option(help: "The program to measure (default: debvouch beside this one).")
    var program: String?

    @Option(help: "How often each command is run; the medians are shown.")
    var rounds = 5

    @Option(help: "Megabytes of events to measure detect with, made in .build/bench-events and kept; 0 leaves it out.")
    var events = 1_000

    @Flag(help: "Measure detect only.")
    var detect = false

    func validate() throws {
        if events < 0 { throw ValidationError("--events takes a number from 0") }
        if (root == nil) != (archives == nil) { throw ValidationError("--root and --archives go together") }
        if rounds < 1 { throw ValidationError("--rounds takes a number from 1") }
    }

    func run() async throws {
        if !detect { try await measureAudit() }
        if events > 0 {
            let bench = try DetectBench(subject: program ?? Self.sibling(named: "debvouch"), megabytes: events)
            print(try bench.lines(rounds: rounds).joined(separator: "\n"))
        }
    }

    private func measureAudit() async throws {
        let tree = try root.map { BenchTree(root: $0, archives: archives ?? "") } ?? BenchTree.made()
        let subject = program ?? Self.sibling(named: "debvouch")
        let commands = try Self.commands(subject, on: tree)
        print("\(tree.root) with \(tree.archives), medians of \(rounds)")
        if tree.holdsCachedArchives {
            print("its own var/cache/apt/archives holds archives too, which every audit reads: expect higher figures")
        }
        var runs = [[Usage]](repeating: [], count: commands.count)
        for _ in 0..<rounds {
            // In turns, so that a busy minute of the machine falls on all of them.
            for (index, command) in commands.enumerated() { runs[index].append(try command.run()) }
        }
        let medians = zip(commands, runs).map { (command: $0, usage: Usage.median(of: $1)) }
        print(ResultTable.lines(for: medians).joined(separator: "\n"))
        print(try await MicroBenchmarks(tree: tree).lines().joined(separator: "\n"))
    }

    private static func commands(_ subject: String, on tree: BenchTree) throws -> [MeasuredCommand] {
        let audit = [subject, "audit", "--root", tree.root, "--progress", "never"]
        let list = try tree.archiveList()
        var commands = [
            MeasuredCommand(.hooks, audit, accepts: 0...3),
            MeasuredCommand(.hooksWithArchives, audit + ["--archives", tree.archives], accepts: 0...3),
            MeasuredCommand(.digests, ["xargs", "-0", "-a", list, "-n", "20", "-P", "2", "sha256sum"], accepts: 0...0),
            MeasuredCommand(.dpkg, ["dpkg", "--root=" + tree.root, "--verify"], accepts: 0...1),
        ]
        if MeasuredCommand.isInstalled("debsums") {
            commands.append(MeasuredCommand(.debsums, ["debsums", "--root=" + tree.root, "-s"], accepts: 0...3))
        }
        return commands
    }

    private static func sibling(named name: String) -> String {
        let own = CommandLine.arguments.first ?? ""
        guard let cut = own.lastIndex(of: "/") else { return name }
        return own[...cut] + name
    }
}
