import ArgumentParser
import AuditModel
import AuditReports
import HostEvidence
import IntegrityJudgement

/// `debvouch status`: the last scheduled run at a glance.
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the last scheduled check: when, its verdict, and what has changed since the one before.",
        discussion: """
            Exit status: that of the last check; 66 where none has run. From 64 on: sysexits.h.
            """)

    @OptionGroup var state: StateOptions

    @Option(help: ArgumentHelp("How to write the status: text or json.", valueName: "format"))
    var format = AnswerFormat.text

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            let folder = state.path
            let isRunning = StateReports.isLocked(folder)
            let (last, problems) = StateReports.newest(in: folder)
            guard let last else {
                let shown = UntrustedText(folder.utf8)
                let reason = problems.first.map { " (\($0))" as ReportText } ?? ""
                throw Failure(.noInput, "no check has left a report in \(shown)\(reason)")
            }
            let name = last.location.bytes.split(separator: UInt8(ascii: "/")).last.map { UntrustedText($0) } ?? ""
            let earlier = StateReports.newest(
                in: folder, before: String(decoding: name.bytes, as: UTF8.self)
            ).report
            let status = CheckStatus(
                last: last, comparison: earlier.map { ReportComparer.compare($0, with: last) }, now: Clock.now(),
                isRunning: isRunning, note: StateReports.note(in: folder), problems: problems)
            switch format {
            case .text: try Terminal.write(StatusText.bytes(of: status, style: Terminal.style()))
            case .json: try Terminal.write(StatusJSON.bytes(of: status))
            }
            return Int32(clamping: last.exitStatus ?? 0)
        }
    }
}
