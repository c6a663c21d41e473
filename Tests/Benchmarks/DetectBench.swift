import Glibc

/// Measures `debvouch detect` beside the programs that an operator would else search event files with.
struct DetectBench {
    private let file: String
    private let subject: String
    private let python: String?

    /// Kept from one run to the next; the same bytes each time.
    private static let folder = ".build/bench-events"
    /// The slow peers take a minute each.
    private static let roundLimit = 3
    /// With eql, as the tests install it.
    private static let pythonPath = ".build/python/bin/python3"
    /// What every program is asked for.
    private static let prefixes = (scripts: "/var/lib/dpkg/info/", drops: "/etc/apt/apt.conf.d/")

    init(subject: String, megabytes: Int) throws {
        self.subject = subject
        file = try Self.events(megabytes: megabytes)
        python = unsafe access(Self.pythonPath, X_OK) == 0 ? Self.pythonPath : nil
    }

    /// The best of several runs of each: on a machine that others use too, what is above it says nothing of the program.
    func lines(rounds: Int) throws -> [String] {
        var commands = [
            MeasuredCommand(.detect, [subject, "detect", "--format", "tsv", file], accepts: 0...1),
            // Into a file: with its output thrown away grep ends at the first match.
            MeasuredCommand(
                .grep,
                [
                    "sh", "-c", "LC_ALL=C exec grep -F -e /etc/apt/apt.conf.d -e /var/lib/dpkg/info \"$0\" > \"$1\"",
                    file, Self.folder + "/matches",
                ], accepts: 0...0),
            MeasuredCommand(.jq, ["jq", "-c", Self.filter, file], accepts: 0...0),
        ]
        if let python {
            commands.append(MeasuredCommand(.eql, [python, "Tests/Tools/bench_eql.py", file], accepts: 0...0))
        }
        var runs = [[Usage]](repeating: [], count: commands.count)
        for _ in 0..<min(rounds, Self.roundLimit) {
            for (index, command) in commands.enumerated() { runs[index].append(try command.run()) }
        }
        let results = zip(commands, runs).map { (command: $0, usage: Usage.best(of: $1)) }
        let size = try Self.size(of: file) / 1_000_000
        return ["", "\(file), \(size) MB of events, the best of \(runs[0].count)"] + ResultTable.lines(for: results)
    }

    private static var filter: String {
        "select((.file.path // \"\" | startswith(\"\(prefixes.drops)\")) or "
            + "(.process.executable // \"\" | startswith(\"\(prefixes.scripts)\")))"
    }

    private static func events(megabytes: Int) throws -> String {
        try MeasuredCommand.runShown(["mkdir", "-p", folder])
        let path = "\(folder)/\(megabytes).ndjson"
        if unsafe access(path, F_OK) == 0 { return path }
        let part = path + ".part"
        guard let handle = unsafe fopen(part, "w") else { throw BenchFailure(description: "\(part) cannot be made") }
        var generator = EventGenerator(seed: 1)
        // A tenth of the events, ten times over, with other numbers: making them takes longer than reading them. In small
        // parts, since the memory of this program counts as that of the programs that it starts.
        for _ in 0..<megabytes {
            var lines: [UInt8] = []
            while lines.count < 100_000 { lines += generator.busyHostLine() }
            for round in 0..<10 {
                let marked = renamed(lines, round: round)
                _ = unsafe fwrite(marked, 1, marked.count, handle)
            }
        }
        guard unsafe fclose(handle) == 0, unsafe rename(part, path) == 0 else {
            throw BenchFailure(description: "\(path) cannot be written")
        }
        return path
    }

    /// The lines with other ids, so that no event is one that was judged before.
    private static func renamed(_ lines: [UInt8], round: Int) -> [UInt8] {
        let mark = Array("\"Nx3k".utf8)
        var result = lines
        for place in result.indices.dropLast(mark.count) where result[place] == mark[0] {
            if result[place..<(place + mark.count)].elementsEqual(mark) {
                result[place + 1] = UInt8(ascii: "A") + UInt8(round)
            }
        }
        return result
    }

    private static func size(of path: String) throws -> Int {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else { throw BenchFailure(description: "\(path) is not there") }
        return Int(facts.st_size)
    }
}
