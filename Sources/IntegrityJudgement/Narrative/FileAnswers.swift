import AuditModel

/// What a case can say of the files that it is about: what they are, who wrote them, what they hold, whether they fit.
enum FileAnswers {
    static func answers(of view: CaseView) -> [CaseAnswer] {
        [which(view), writer(view), content(view), metadata(view)]
    }

    private static func which(_ view: CaseView) -> CaseAnswer {
        let lines = view.group.paths.prefix(CaseAnswers.limit).map { path -> ReportText in
            guard let artifact = view.evidence.judgement.artifact(at: path), artifact.facts != nil else {
                return "\(path): not there now"
            }
            let owner: ReportText = artifact.package.map { "of package \($0.name)" } ?? "owned by no package"
            let reading: ReportText =
                switch artifact.reading {
                case .read(let order): ", read by its program as file \(order + 1)"
                case .skippedWithNotice(let why), .skippedSilently(let why): ", skipped: \(why)"
                case nil: ""
                }
            let state: ReportText = artifact.assessment.map { "; \($0.verdict), \($0.rung): \($0.reason)" } ?? ""
            return "\(path): \(owner)\(reading)\(state)"
        }
        return CaseAnswer(
            id: "which-file", question: "Which file is it, and who vouches for it?", answer: Array(lines))
    }

    private static func writer(_ view: CaseView) -> CaseAnswer {
        let paths = Set(view.group.paths)
        let writes = view.events.filter { event in
            event.categories.contains("file") && (event.file.map(paths.contains) ?? false)
        }
        var lines: [ReportText] = []
        for event in writes.prefix(CaseAnswers.limit) {
            let start = view.evidence.events.process(of: event)
            let standing = ProgramStanding(of: start.process.executable, in: view.evidence)
            lines.append(
                "\(event.file ?? "/"): \(event.actions.first ?? "") by \(EventSentence.program(of: start)), \(standing.text)"
            )
            if let original = event.originalFile { lines.append("it was \(original) before") }
        }
        for alert in view.silenced where alert.outcome == .excluded {
            let names = ReportText.list(alert.excludedBy.map { "\($0)" })
            lines.append("\(alert.rule.alertName) says nothing of it, since its exclusion \(names) fits that program")
        }
        return CaseAnswer(id: "who-wrote-it", question: "Which program wrote it?", answer: lines.distinct)
    }

    private static func content(_ view: CaseView) -> CaseAnswer {
        let paths = Set(view.group.paths)
        var lines = view.evidence.judgement.hooks.filter { hook in
            hook.position.map { paths.contains($0.file) } ?? false
        }
        .map { hook -> ReportText in
            let shape: ReportText = hook.knownShape.map { " (known shape: \(ours: $0))" } ?? ""
            return "\(hook.key) \(ours: hook.when): \(hook.command)\(shape)"
        }
        for judged in view.findings where judged.finding.check == SuspiciousContent.id {
            lines.append("\(judged.finding.title)")
            lines += judged.finding.evidence
        }
        return CaseAnswer(
            id: "what-it-holds", question: "What does it make apt or dpkg run?",
            answer: Array(lines.distinct.prefix(CaseAnswers.limit * 2)))
    }

    private static func metadata(_ view: CaseView) -> CaseAnswer {
        let lines = view.artifacts.prefix(CaseAnswers.limit).compactMap { artifact -> ReportText? in
            guard let facts = artifact.facts else { return nil }
            let digits = String(facts.mode, radix: 8)
            let born: ReportText = facts.born.map { ", made \($0)" } ?? ""
            let odd: ReportText =
                artifact.package == nil && facts.modified.advanced(by: 86_400) < facts.changed
                ? "; its content claims to be older than the inode's last change, as after unpacking or touch(1)" : ""
            return
                "\(artifact.path): owner \(facts.uid):\(facts.gid), mode \(ours: digits), written \(facts.modified), changed \(facts.changed)\(born)\(odd)"
        }
        return CaseAnswer(
            id: "do-times-fit", question: "Do owner, mode and times fit?", answer: Array(lines))
    }
}
