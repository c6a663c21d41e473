package import AuditModel
package import TreeReading

/// One tree under investigation: opened once, read under one set of limits, from the first file to the last log.
///
/// Evidence that was saved stands in for a tree: what it holds is not read again, and what it does not hold is missing.
package struct Investigation: Sendable {
    private let request: AuditRequest
    private let limits: Limits
    private let announce: @Sendable (CollectionStage) -> Void
    /// Empty where saved evidence stands in for it.
    package let tree: HostTree
    /// Nil where the tree itself is read.
    package let saved: SavedEvidence?

    /// Opens the tree, or the evidence that was saved of one.
    ///
    /// - Parameter announce: told what is being read, for a progress line.
    /// - Throws: 66, 69 or 77 where the tree or the evidence cannot be opened, 65 where the evidence cannot be used.
    package init(
        _ request: AuditRequest, announce: @escaping @Sendable (CollectionStage) -> Void = { _ in }
    ) throws(Failure) {
        self.request = request
        self.announce = announce
        var limits = Limits()
        limits.jobs = request.jobs ?? min(Processors.count, 8)
        self.limits = limits
        if let file = request.evidence {
            saved = try EvidenceFile.read(file)
            tree = HostTree()
            return
        }
        saved = nil
        do throws(HostAccessError) {
            tree = try HostTree(root: request.root.bytes)
        } catch {
            throw Failure(Failure.status(of: error.errno), "cannot open the tree \(request.root): \(error.reason)")
        }
    }

    /// How many files are read at one time.
    package var jobs: Int { limits.jobs }

    /// Everything that an audit judges.
    ///
    /// - Throws: 65 for a tree without a usable dpkg database, 66 or 77 for something that the operator named and that
    ///   cannot be read, 65 for a store or accepted report that cannot be used.
    package func evidence() async throws(Failure) -> Evidence {
        try MachinePath.requireReadable(request.archives, as: "the archive folder")
        try MachinePath.requireReadable(request.indexes, as: "the index folder")
        try MachinePath.requireReadable(request.keyrings, as: "the keyring")
        let bounds = TreeBounds(root: request.root)
        try bounds.refuse(request.manifests, as: "a known-good store")
        try bounds.refuse(request.baseline.map { [$0] } ?? [], as: "an accepted report")
        try bounds.refuse(request.exceptions, as: "a file with exceptions")
        let accepted = try request.baseline.map { (path) throws(Failure) in try PastReportReader.accepted(path) }
        var stores: [ManifestStore] = []
        for path in request.manifests {
            stores.append(
                try await ManifestAccess.open(path, keyrings: request.keyrings, trusted: request.trusted).store)
        }
        var evidence = try await collected(with: stores)
        if let accepted { evidence.accept(accepted) }
        return evidence
    }

    /// Saved references stand as they are unless the operator names others.
    private func collected(with stores: [ManifestStore]) async throws(Failure) -> Evidence {
        guard let saved else { return try await collect(stores) }
        guard request.namesReferences else { return saved.evidence }
        var collection = EvidenceCollection(request, tree: tree, limits: limits, stores: stores, announce: announce)
        await collection.run(on: saved.evidence)
        return collection.evidence
    }

    /// What the tree itself says, without any reference.
    package func treeFacts() async throws(Failure) -> TreeFacts {
        try await collect(nil).tree
    }

    /// What stands at paths that commands of the tree's configuration name; what cannot be read has no digest.
    package func programs(at paths: Set<HostPath>, of evidence: Evidence) -> [HostPath: ProgramFacts] {
        ProgramReader.read(paths, in: tree, evidence: evidence).programs
    }

    private func collect(_ stores: [ManifestStore]?) async throws(Failure) -> Evidence {
        var collection = EvidenceCollection(request, tree: tree, limits: limits, stores: stores, announce: announce)
        do throws(MissingDatabase) {
            try await collection.run()
        } catch {
            throw Failure(
                .unusableData,
                "\(request.root) holds no usable dpkg database: \(error.missing) cannot be read (\(error.reason))")
        }
        return collection.evidence
    }

    /// What event files, logs, running processes and named programs say, in the light of the judgement.
    ///
    /// - Parameters:
    ///   - inquiry: what the findings ask for; what events ask for is added.
    ///   - listener: decides what is kept of the events.
    package func testimony(
        for inquiry: Inquiry, of evidence: Evidence, through listener: inout some EventListener
    ) -> Testimony {
        var testimony = Testimony()
        var inquiry = inquiry
        if !request.events.isEmpty {
            announce(.events)
            let events = hear(&listener, &testimony)
            inquiry = listener.inquiry(after: events)
            testimony.events = events
            testimony.exceptions = listener.exceptions
        } else if let saved, let events = saved.testimony.events {
            inquiry = listener.inquiry(after: events)
        }
        if let saved { return answer(inquiry, from: saved, adding: testimony) }
        guard inquiry.isNeeded else { return testimony }
        announce(.history)
        testimony.history = HistoryReader.read(tree: tree, interest: inquiry.history, limits: limits)
        let (programs, gaps) = ProgramReader.read(inquiry.programs, in: tree, evidence: evidence)
        testimony.programs = programs
        testimony.coverage.gaps += testimony.history.gaps + gaps
        testimony.coverage.limits += testimony.history.limits
        // Only of what somebody saw running it is asked what started it.
        if !request.events.isEmpty, let limit = testimony.history.triggerLimit {
            testimony.coverage.limits.append(limit)
        }
        return testimony
    }

    /// What was saved, as it is where the same is asked as then.
    private func answer(_ inquiry: Inquiry, from saved: SavedEvidence, adding new: Testimony) -> Testimony {
        if new.events == nil, inquiry == saved.inquiry { return saved.testimony }
        var testimony = new
        if new.events == nil {
            testimony.events = saved.testimony.events
            testimony.exceptions = saved.testimony.exceptions
        }
        saved.answer(inquiry, into: &testimony)
        if testimony.events != nil, let limit = testimony.history.triggerLimit {
            testimony.coverage.limits.append(limit)
        }
        return testimony
    }

    /// Goes through the event files as often as the listener asks for it; one that is no file can be read once only.
    private func hear(_ listener: inout some EventListener, _ testimony: inout Testimony) -> EventEvidence {
        var documents = 0
        for file in request.events {
            let summary = EventReader.read(file, words: nil) { listener.take($0) }
            documents += summary.documents
            testimony.coverage.gaps += summary.gaps
        }
        while case .again(let words) = listener.endPass() {
            for file in request.events where EventReader.canRepeat(file) {
                _ = EventReader.read(file, words: words, plan: Processors.readingPlan) { listener.take($0) }
            }
        }
        var events = listener.finished(isRepeatable: request.events.allSatisfy(EventReader.canRepeat))
        events.documents = documents
        return events
    }
}

extension Evidence {
    /// Takes a report as the state that later ones are measured by, in the place of one that was accepted before, and says
    /// so.
    fileprivate mutating func accept(_ report: PastReport) {
        if let old = references.baseline {
            let former = Set(remarks(on: old))
            references.coverage.limits.removeAll { former.contains($0) }
        }
        references.baseline = report
        references.coverage.limits += remarks(on: report)
    }

    private func remarks(on report: PastReport) -> [ReportText] {
        var remarks: [ReportText] = [
            """
            The rung baseline means unchanged since the report \(report.location), whose audit ended \(report.finished): \
            it says nothing of where a file came from.
            """
        ]
        if report.root != tree.host.root || report.hostname != tree.host.hostname {
            remarks.append("That report is of another tree or host than this one.")
        }
        return remarks
    }
}
