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
        var steps: [String] = []
        var answers: [String] = []
        var options: [String] = []

        var testDescription: String { says }
    }

    /// Rule 1: a maintainer script that runs outside of dpkg.
    static let execution: [[Point]] = [
        [
            Point(
                says: "which script or program ran",
                answers: ["what-happened", "which-file"]),
            Point(says: "what started it", answers: ["who-started-it"]),
            Point(
                says: "session and group leader",
                answers: ["in-which-session"]),
            Point(
                says: "system and audit logs around it",
                answers: ["what-logs-say", "what-else-then"], options: ["window", "clock-skew"]),
            Point(
                says: "packages that were installed or changed",
                answers: ["which-packages-changed"]),
        ],
        [
            Point(
                says: "maintenance scripts, by parent", steps: ["write-exception"],
                options: ["exceptions"]),
            Point(
                says: "other update tools, by executable", steps: ["write-exception"],
                options: ["exceptions", "rules"]),
            Point(
                says: "own administrative scripts", steps: ["write-exception"],
                options: ["exceptions"]),
            Point(says: "development and test hosts", options: ["exceptions"]),
        ],
        [
            Point(says: "isolate", steps: ["isolate-host"]),
            Point(
                says: "end the processes", steps: ["suspend-processes", "terminate-processes"]),
            Point(
                says: "review changed packages", steps: ["review-changed-packages"],
                answers: ["which-packages-changed"]),
            Point(
                says: "restore a backup where removal is not enough",
                steps: ["restore-backup-or-rebuild"]),
            Point(says: "update", steps: ["patch-afterwards"]),
            Point(
                says: "tighten access and monitoring",
                steps: ["review-access", "watch-packaging-paths", "schedule-audits"]),
            Point(says: "escalate", steps: ["escalate"]),
        ],
    ]

    /// Rule 2: a file that appears in apt's configuration folder.
    static let creation: [[Point]] = [
        [
            Point(says: "the file and its place", answers: ["which-file"]),
            Point(says: "the program that wrote it", answers: ["who-wrote-it"]),
            Point(says: "what it holds", steps: ["preserve-file"], answers: ["what-it-holds"]),
            Point(
                says: "other alerts, logins, connections",
                answers: ["what-else-then", "in-which-session", "what-else-it-did"]),
            Point(says: "times and owner", answers: ["do-times-fit"]),
            Point(
                says: "the process, its parent and its traffic",
                answers: ["who-started-it", "what-else-it-did"]),
        ],
        [
            Point(
                says: "package tools", steps: ["write-exception"], options: ["exceptions"]),
            Point(says: "temporary names", options: ["exceptions", "rules"]),
            Point(says: "configuration management", options: ["exceptions"]),
            Point(says: "own scripts", steps: ["write-exception"], options: ["exceptions"]),
            Point(
                says: "programs below folders that are broadly excluded",
                steps: ["narrow-exclusion"], answers: ["who-wrote-it"]),
        ],
        [
            Point(says: "isolate", steps: ["isolate-host"]),
            Point(
                says: "review the files of the folder", steps: ["preserve-file"],
                answers: ["what-it-holds"]),
            Point(says: "remove the malicious ones", steps: ["remove-configuration"]),
            Point(says: "restore the genuine ones", steps: ["restore-from-archive"]),
            Point(says: "scan", steps: ["scan-for-more"]),
            Point(
                says: "escalate, and look at other hosts", steps: ["escalate", "scan-for-more"]),
            Point(
                says: "monitor the folder from now on",
                steps: ["watch-packaging-paths", "schedule-audits"]),
        ],
    ]

    @Test(arguments: (execution + creation).flatMap(\.self))
    func `a point is covered by something that exists`(point: Point) throws {
        #expect(!(point.steps + point.answers + point.options).isEmpty, "nothing covers it")
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
}
