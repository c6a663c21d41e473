import Glibc

/// Why the benchmark ends without a table.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String
}

/// What one run of a program cost, its children included.
struct Usage {
    /// Seconds, of user and system together.
    var processor = 0.0
    /// Seconds.
    var wall = 0.0
    /// MiB; the largest process, not the sum.
    var peak = 0.0

    static func median(of runs: [Usage]) -> Usage {
        func middle(_ value: (Usage) -> Double) -> Double {
            let sorted = runs.map(value).sorted()
            return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        }
        return Usage(processor: middle(\.processor), wall: middle(\.wall), peak: middle(\.peak))
    }

    /// The least time of all, and the most memory.
    static func best(of runs: [Usage]) -> Usage {
        Usage(
            processor: runs.map(\.processor).min() ?? 0, wall: runs.map(\.wall).min() ?? 0,
            peak: runs.map(\.peak).max() ?? 0)
    }
}

/// One program with its arguments, run to its end with its output thrown away.
struct MeasuredCommand {
    /// What is measured, and so what it is compared with.
    enum Role: String {
        case hooks = "debvouch audit"
        case hooksWithArchives = "debvouch audit --archives"
        case digests = "sha256sum of the archives, two at a time"
        case dpkg = "dpkg --verify"
        case debsums = "debsums -s"
        case detect = "debvouch detect"
        case grep = "grep -F"
        case jq = "jq"
        case eql = "eql (Python)"
    }

    let role: Role
    private let words: [String]
    private let accepted: ClosedRange<Int32>

    init(_ role: Role, _ words: [String], accepts: ClosedRange<Int32>) {
        self.role = role
        self.words = words
        accepted = accepts
    }

    static func isInstalled(_ name: String) -> Bool {
        ["/usr/bin/", "/usr/sbin/"].contains { unsafe access($0 + name, X_OK) == 0 }
    }

    /// Throws where the program cannot be started or fails.
    func run() throws -> Usage {
        let clock = ContinuousClock()
        let start = clock.now
        let child = try Self.spawn(words, quiet: true)
        var status: Int32 = 0
        var raw = rusage()
        guard unsafe wait4(child, &status, 0, &raw) == child else { throw BenchFailure(description: "wait4 failed") }
        let wall = clock.now - start
        let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
        guard accepted.contains(code) else {
            throw BenchFailure(description: "\(words.joined(separator: " ")) ended with status \(code)")
        }
        return Usage(
            processor: Self.seconds(raw.ru_utime) + Self.seconds(raw.ru_stime), wall: wall / .seconds(1),
            peak: Double(raw.ru_maxrss) / 1024)
    }

    /// Runs a program with its output shown; throws unless it ends with 0.
    static func runShown(_ words: [String]) throws {
        let child = try spawn(words, quiet: false)
        var status: Int32 = 0
        guard unsafe waitpid(child, &status, 0) == child, status == 0 else {
            throw BenchFailure(description: "\(words.joined(separator: " ")) failed")
        }
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }

    private static func spawn(_ words: [String], quiet: Bool) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for descriptor in quiet ? [STDOUT_FILENO, STDERR_FILENO] : [] {
            unsafe posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
        }
        var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        var child: pid_t = 0
        guard unsafe posix_spawnp(&child, words[0], &actions, nil, &arguments, environ) == 0 else {
            throw BenchFailure(description: "\(words[0]) cannot be started")
        }
        return child
    }
}
