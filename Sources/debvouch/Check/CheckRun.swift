import ArgumentParser
import AuditModel
import AuditReports
import HostEvidence
import IntegrityJudgement

/// One run of the scheduled check: an audit as the configuration asks for it, whose results stay in the state directory.
struct CheckRun {
    let configuration: CheckConfiguration
    let state: StateFolder
    let journal = Journal()

    /// - Returns: the exit status of the audit.
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
        let report = try await audit().judge()
        let json = JSONReport().render(report, style: .plain)
        let comparison = try compare(json)
        // First of all what somebody may have to act on: a full disk must not keep it back.
        CheckJournal(report: report, comparison: comparison).write(to: journal)
        try state.keep(json, finished: report.run.finished)
        for output in configuration.outputs {
            let format = String(decoding: output.format.bytes, as: UTF8.self)
            guard let renderer = RendererCatalog.renderer(named: format) else { continue }
            let name = String(decoding: output.name.bytes, as: UTF8.self)
            try AtomicFile.write(renderer.render(report, style: .plain), to: "\(state.path)/\(name)")
        }
        _ = state.prune(
            keeping: configuration.keepReports, days: configuration.keepDays, now: report.run.finished)
        return report.exitStatus
    }

    /// Nil where there is no earlier report.
    private func compare(_ json: [UInt8]) throws(Failure) -> ReportComparison? {
        let (earlier, problems) = StateReports.newest(in: state.path)
        for problem in problems {
            journal.write(
                JournalEntry(kind: .trouble, priority: .warning, message: Escaping.printable(problem)))
        }
        guard let earlier else { return nil }
        do throws(PastReportError) {
            return ReportComparer.compare(earlier, with: try PastReportReader.report(in: json, location: "this run"))
        } catch {
            throw Failure(.internalError, "the report of this run cannot be read: \(error.reason)")
        }
    }

    /// The audit that the configuration stands for, told in the words of its own command line: one meaning for both.
    private func audit() throws(Failure) -> Audit {
        do {
            return try Audit.parse(arguments)
        } catch {
            throw Failure(.configuration, "\(ours: Audit.message(for: error))")
        }
    }

    private var arguments: [String] {
        let it = configuration
        var words = ["--root", text(it.root), "--progress", "never"]
        let cache = text(it.cache)
        words += list("--archives", it.archives.map(text) + existing(cache + "/archives"))
        words += list("--index", it.indexes.map(text) + existing(cache + "/apt/lists"))
        words += list("--manifest", it.manifests.map(text)) + list("--keyring", it.keyrings.map(text))
        words += list("--trust", it.trusted.map(\.hex)) + list("--events", it.events.map(text))
        words += list("--exceptions", it.exceptions.map(text))
        words += list("--skip-check", it.skippedChecks.map(text))
        if let baseline = it.baseline { words += ["--baseline", text(baseline)] }
        if it.deep { words.append("--deep") }
        words += ["--fail-on", it.policy.failOn?.rawValue ?? "none"]
        return words + ["--require", it.policy.requiredRung?.rawValue ?? "none"]
    }

    /// A cache that nobody has filled yet is no mistake.
    private func existing(_ folder: String) -> [String] {
        StateReports.names(in: folder).isEmpty ? [] : [folder]
    }

    private func text(_ bytes: UntrustedText) -> String { String(decoding: bytes.bytes, as: UTF8.self) }

    private func list(_ option: String, _ values: [String]) -> [String] { values.isEmpty ? [] : [option] + values }
}
