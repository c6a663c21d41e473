import AuditModel
import AuditTestSupport
import Foundation
import IntegrityJudgement
import Testing

/// Every point of the published rules' guides has a step, an answer, a field or an option that covers it.
@Suite struct `The published guides` {
    /// One point of a guide, in our words, and what covers it.
    struct Point: Sendable, CustomTestStringConvertible {
        let says: String
        /// Words that stand in the published text.
        let words: [String]
        var steps: [String] = []
        var answers: [String] = []
        var options: [String] = []

        var testDescription: String { says }
    }

    /// Rule 1: a maintainer script that runs outside of dpkg.
    static let execution: [[Point]] = [
        [
            Point(
                says: "which script or program ran", words: ["process.executable"],
                answers: ["what-happened", "which-file"]),
            Point(says: "what started it", words: ["process.parent.executable"], answers: ["who-started-it"]),
            Point(
                says: "session and group leader", words: ["session_leader", "group_leader"],
                answers: ["in-which-session"]),
            Point(
                says: "system and audit logs around it", words: ["audit logs"],
                answers: ["what-logs-say", "what-else-then"], options: ["window", "clock-skew"]),
            Point(
                says: "packages that were installed or changed", words: ["package installations"],
                answers: ["which-packages-changed"]),
        ],
        [
            Point(
                says: "maintenance scripts, by parent", words: ["maintenance scripts"], steps: ["write-exception"],
                options: ["exceptions"]),
            Point(
                says: "other update tools, by executable", words: ["update tools"], steps: ["write-exception"],
                options: ["exceptions", "rules"]),
            Point(
                says: "own administrative scripts", words: ["administrative scripts"], steps: ["write-exception"],
                options: ["exceptions"]),
            Point(says: "development and test hosts", words: ["testing environments"], options: ["exceptions"]),
        ],
        [
            Point(says: "isolate", words: ["isolate"], steps: ["isolate-host"]),
            Point(
                says: "end the processes", words: ["Terminate"], steps: ["suspend-processes", "terminate-processes"]),
            Point(
                says: "review changed packages", words: ["recently installed"], steps: ["review-changed-packages"],
                answers: ["which-packages-changed"]),
            Point(
                says: "restore a backup where removal is not enough", words: ["backup"],
                steps: ["restore-backup-or-rebuild"]),
            Point(says: "update", words: ["patch"], steps: ["patch-afterwards"]),
            Point(
                says: "tighten access and monitoring", words: ["access controls"],
                steps: ["review-access", "watch-packaging-paths", "schedule-audits"]),
            Point(says: "escalate", words: ["Escalate"], steps: ["escalate"]),
        ],
    ]

    /// Rule 2: a file that appears in apt's configuration folder.
    static let creation: [[Point]] = [
        [
            Point(says: "the file and its place", words: ["file path"], answers: ["which-file"]),
            Point(says: "the program that wrote it", words: ["process.executable"], answers: ["who-wrote-it"]),
            Point(says: "what it holds", words: ["contents"], steps: ["preserve-file"], answers: ["what-it-holds"]),
            Point(
                says: "other alerts, logins, connections", words: ["logins"],
                answers: ["what-else-then", "in-which-session", "what-else-it-did"]),
            Point(says: "times and owner", words: ["timestamps"], answers: ["do-times-fit"]),
            Point(
                says: "the process, its parent and its traffic", words: ["command-line"],
                answers: ["who-started-it", "what-else-it-did"]),
        ],
        [
            Point(
                says: "package tools", words: ["dpkg or apt-get"], steps: ["write-exception"], options: ["exceptions"]),
            Point(says: "temporary names", words: ["swp"], options: ["exceptions", "rules"]),
            Point(says: "configuration management", words: ["puppet"], options: ["exceptions"]),
            Point(says: "own scripts", words: ["Custom scripts"], steps: ["write-exception"], options: ["exceptions"]),
            Point(
                says: "programs below folders that are broadly excluded", words: ["/nix/store"],
                steps: ["narrow-exclusion"], answers: ["who-wrote-it"]),
        ],
        [
            Point(says: "isolate", words: ["isolate"], steps: ["isolate-host"]),
            Point(
                says: "review the files of the folder", words: ["/etc/apt/apt.conf.d/"], steps: ["preserve-file"],
                answers: ["what-it-holds"]),
            Point(says: "remove the malicious ones", words: ["Remove"], steps: ["remove-configuration"]),
            Point(says: "restore the genuine ones", words: ["Restore"], steps: ["restore-from-archive"]),
            Point(says: "scan", words: ["scan"], steps: ["scan-for-more"]),
            Point(
                says: "escalate, and look at other hosts", words: ["Escalate"], steps: ["escalate", "scan-for-more"]),
            Point(
                says: "monitor the folder from now on", words: ["monitoring"],
                steps: ["watch-packaging-paths", "schedule-audits"]),
        ],
    ]

    @Test(arguments: (execution + creation).flatMap(\.self))
    func `a point is covered by something that exists`(point: Point) throws {
        for step in point.steps { #expect(Self.known.steps.contains(step), "no step \(step)") }
        for answer in point.answers { #expect(Self.known.answers.contains(answer), "no answer \(answer)") }
        let manual = try String(contentsOfFile: Repository.root + "/man/debvouch.1", encoding: .utf8)
        for option in point.options { #expect(manual.contains("Fl -\(option) "), "no option --\(option)") }
    }

    /// What the stories bring up, which golden files hold, and the steps of every check.
    private static let known: (steps: Set<String>, answers: Set<String>) = {
        let folder = Repository.root + "/fixtures/stories"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let cases = names.compactMap { FileManager.default.contents(atPath: "\(folder)/\($0)/expect.json") }
            .compactMap { try? JSONSerialization.jsonObject(with: $0) as? [String: Any] }
            .flatMap { $0["cases"] as? [[String: Any]] ?? [] }
        let suffixed = cases.flatMap { $0["steps"] as? [String] ?? [] }
        let steps = suffixed.map { $0.components(separatedBy: "-case-")[0] }
        let answers = cases.flatMap { $0["answers"] as? [[String: Any]] ?? [] }.compactMap { $0["id"] as? String }
        return (Set(steps + CheckCatalog.checks.flatMap(\.guidance).map(\.id)), Set(answers))
    }()

    /// The texts themselves are not ours to keep; where they lie beside this repository, the tables are held against them.
    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: Repository.root + "/../shared/seeds")),
        arguments: [("maintainer", execution), ("configuration", creation)])
    func `the tables follow the published texts point by point, where these are at hand`(
        name: String, table: [[Point]]
    ) throws {
        let folder = Repository.root + "/../shared/seeds"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []
        let texts = try files.map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
        let title =
            name == "maintainer" ? "# Unusual DPKG Execution" : "# APT Package Manager Configuration File Creation"
        guard let text = texts.first(where: { $0.contains(title) }) else {
            #expect(files.isEmpty, "the texts are there and none is of \(title)")
            return
        }
        let headings = [
            "**Possible investigation steps**", "**False positive analysis**", "**Response and remediation**",
        ]
        for (heading, points) in zip(headings, table) {
            let section = try #require(text.components(separatedBy: heading).dropFirst().first)
            let bullets = section.split(separator: "\n", omittingEmptySubsequences: true).prefix { $0.hasPrefix("* ") }
            #expect(bullets.count == points.count, "\(heading) of \(title)")
            for (bullet, point) in zip(bullets, points) {
                for word in point.words { #expect(bullet.contains(word), "\(point.says): \(bullet)") }
            }
        }
    }
}
