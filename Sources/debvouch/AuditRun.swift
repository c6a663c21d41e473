import AuditModel
import AuditReports
import HostEvidence
import IntegrityJudgement

/// One audit from its request to its report.
struct AuditRun {
    let request: AuditRequest
    let progress: ProgressMode
    /// Nil where nothing is fetched first.
    var fetching: FetchOptions?

    /// The whole audit but for writing its reports; the last thing it does is to look at the clock.
    ///
    /// - Throws: 64 and above where the audit could not be made; what could not be examined is part of the report.
    func report() async throws(Failure) -> AuditReport {
        let started = Clock.now()
        let exceptions = try ExceptionFiles.load(request.exceptions)
        let rules =
            request.events.isEmpty
            ? [] : try RuleFolder.load(request.ruleFolders, profile: request.ruleProfile)
        var request = request
        let fetched = try await fetch(into: &request)
        let line = Progress(progress)
        defer { line.finish() }
        let investigation = try Investigation(request) { line.show($0) }
        var evidence = try await investigation.evidence()
        evidence.references.coverage.limits += fetched
        if exceptions.contains(where: { $0.programs != nil }) { evidence.readHookPrograms(through: investigation) }
        let judgement = Judge.judgement(on: evidence, request: request, exceptions: exceptions, now: started)
        var hearing = EventHearing(
            rules: rules, exceptions: exceptions, judgement: judgement, host: evidence.tree.host, request: request,
            now: started)
        var testimony = investigation.testimony(for: judgement.inquiry, of: evidence, through: &hearing)
        if investigation.saved != nil, request.events.isEmpty { testimony.noteExceptions(other: exceptions) }
        if let path = request.savesTo {
            let asked = testimony.events.map { hearing.inquiry(after: $0) } ?? judgement.inquiry
            let saved = SavedEvidence(
                version: Version.current, saved: Clock.now(), evidence: evidence, inquiry: asked, testimony: testimony)
            try EvidenceFile.write(saved, to: path)
        }
        let heard = Judge.judgement(
            judgement, hearing: testimony, on: evidence, request: request, exceptions: exceptions, now: started)
        let assembly = ReportAssembly(
            request: request, evidence: evidence, judgement: heard, testimony: testimony)
        return assembly.report(.ending(started, evidence: source(of: investigation)))
    }

    /// What the report names as its source, which is also said at once; nil where the tree was read.
    private func source(of investigation: Investigation) -> EvidenceSource? {
        guard let saved = investigation.saved, let file = request.evidence else { return nil }
        let version = UntrustedText(saved.version.utf8)
        Terminal.complain(
            "no tree was read: the report is about the evidence \(file), saved by debvouch \(version) at \(saved.saved)"
        )
        return EvidenceSource(file: file, version: version, saved: saved.saved)
    }

    /// The network phase ends before the first byte is judged; without a network the audit goes on with what there is.
    ///
    /// - Returns: what a report has to say of it.
    private func fetch(into request: inout AuditRequest) async throws(Failure) -> [ReportText] {
        guard let fetching else { return [] }
        do throws(Failure) {
            let (outcome, folder) = try await fetching.fetch(
                for: request, listAge: FetchOptions.listAge, progress: progress)
            if let reuse = outcome.reuse { Terminal.complain(reuse) }
            // The cache of a fetch counts as the operator's.
            request.archives.append(UntrustedText(folder.archives.utf8))
            request.indexes.append(UntrustedText(folder.lists.utf8))
            request.wasFetched = true
            return outcome.limits
        } catch {
            if error.status != .unavailable { throw error }
            Terminal.complain("nothing was fetched, the audit goes on with what there is: \(error.message)")
            return ["Nothing was fetched: \(error.message)."]
        }
    }
}

extension Testimony {
    /// Says so where alerts were saved under other exceptions than are given now.
    fileprivate mutating func noteExceptions(other exceptions: [AuditException]) {
        let given = Set(exceptions.filter { $0.scope == .alert })
        if events != nil, given != Set(self.exceptions.map(\.exception)) {
            coverage.limits.append(
                "Alerts of saved evidence keep the exceptions that they were saved with; those given now silence findings only."
            )
        }
    }
}

extension RunIdentity {
    /// A run of this program that ends now.
    static func ending(_ started: Timestamp, evidence: EvidenceSource? = nil) -> RunIdentity {
        RunIdentity(
            version: Version.current, started: started, finished: Clock.now(), uid: MachineIdentity.current.uid,
            evidence: evidence)
    }
}

extension Evidence {
    /// Reads what the hooks of the tree run, so that exceptions can pin it.
    mutating func readHookPrograms(through investigation: Investigation) {
        hookPrograms = investigation.programs(at: PinnablePrograms(in: tree).all, of: self)
    }
}

extension AuditRequest {
    /// What the commands need that only look at a tree: its evidence, with a line of progress.
    func evidence(_ progress: ProgressMode) async throws(Failure) -> (Investigation, Evidence) {
        let line = Progress(progress)
        defer { line.finish() }
        let investigation = try Investigation(self) { line.show($0) }
        return (investigation, try await investigation.evidence())
    }
}
