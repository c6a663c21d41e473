import AuditModel
import AuditReports
import HostEvidence
import IntegrityJudgement

/// One run of the scheduled check: an audit as the configuration asks for it, whose results stay in the state directory.
struct CheckRun {
    let configuration: CheckConfiguration
    let state: StateFolder
    let journal = Journal()

    /// - Returns: the exit status of the audit, as the configuration wants the unit to see it.
    func run() async throws(Failure) -> Int32 {
        if let left = state.unfinished {
            journal.write(
                JournalEntry(
                    kind: .trouble, priority: .warning,
                    message: "an earlier check did not come to its end: \(Escaping.printable(left))"))
        }
        state.sweep()
        let started = Formats.time(Clock.now())
        state.note("begun \(started)")
        do throws(Failure) {
            let status = try await work()
            state.note("")
            return status
        } catch {
            state.note("failed, begun \(started): \(Escaping.printable(error.message))")
            throw error
        }
    }

    private func work() async throws(Failure) -> Int32 {
        let report = try await AuditRun(request: request, progress: .never).report()
        let json = JSONReport().render(report, style: .plain)
        let comparison = compare(report)
        // First of all what somebody may have to act on: a full disk must not keep it back.
        CheckJournal(report: report, comparison: comparison).write(to: journal)
        try state.keep(json, finished: report.run.finished)
        for output in configuration.outputs {
            let format = String(decoding: output.format.bytes, as: UTF8.self)
            guard let renderer = RendererCatalog.renderer(named: format) else { continue }
            let path = UntrustedText(Array("\(state.path)/".utf8) + output.name.bytes)
            try AtomicFile.write(renderer.render(report, style: .plain), to: path)
        }
        _ = state.prune(
            keeping: configuration.keepReports, days: configuration.keepDays, now: report.run.finished)
        return configuration.exitStatus(of: report)
    }

    /// Nil where there is no earlier report.
    private func compare(_ report: AuditReport) -> ReportComparison? {
        let (earlier, problems) = StateReports.newest(in: state.path)
        for problem in problems {
            journal.write(
                JournalEntry(kind: .trouble, priority: .warning, message: Escaping.printable(problem)))
        }
        return earlier.map { ReportComparer.compare($0, with: PastReport(of: report, location: "this run")) }
    }

    /// What the configuration asks, and the cache of `debvouch fetch`; one that nobody has filled yet is no mistake.
    private var request: AuditRequest {
        var request = configuration.audit
        request.archives += existing("/archives")
        request.indexes += existing("/apt/lists")
        return request
    }

    private func existing(_ folder: String) -> [UntrustedText] {
        let path = UntrustedText(configuration.cache.bytes + Array(folder.utf8))
        let names = (try? SmallFile.names(in: path)) ?? []
        return names.isEmpty ? [] : [path]
    }
}
