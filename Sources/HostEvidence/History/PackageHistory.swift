import AuditModel
import FileFormats
import TreeReading

/// Reads what dpkg and apt recorded of packages: dpkg.log, apt's history and the terminal of apt's runs.
struct PackageHistory {
    let work: HistoryWork

    func readDpkgLog(_ files: [LogFile]) {
        var recent = RecentRecords(limit: work.limits.recordsPerPackage)
        work.forEachFile(files) { file in
            var kept: [HistoryRecord] = []
            var span = TimeSpan()
            var unusable = 0
            let room = work.room(for: .dpkgLog)
            let outcome = work.lines(of: file) { line, number in
                guard !line.isEmpty else { return }
                guard let parsed = DpkgLog.line(line) else {
                    unusable += 1
                    return
                }
                let time = Timestamp(seconds: work.zone.utcSeconds(local: parsed.localSeconds))
                span.extend(to: time)
                guard let (kind, subjects, package) = meaning(of: parsed) else { return }
                let isInside = work.interest.includes(time)
                guard isInside || !subjects.isEmpty else { return }
                let record = HistoryRecord(
                    time: time, position: SourcePosition(file: file.path, line: number), source: .dpkgLog, kind: kind,
                    subjects: subjects, line: UntrustedText(line))
                if !isInside, let package {
                    recent.add(record, about: package)
                } else if kept.count <= room {
                    kept.append(record)
                }
            }
            guard let outcome else { return }
            recent.endFile()
            work.keep(kept, of: .dpkgLog)
            work.conclude(file, outcome, span: span, unusable: unusable)
        }
        finish(recent, .dpkgLog)
    }

    /// What a line of dpkg.log says, what of the interest it names, and the package under which it is counted.
    private func meaning(of line: DpkgLogLine) -> (HistoryKind, [HistorySubject], UntrustedText?)? {
        switch line.event {
        case .package(let action):
            let isWanted = work.interest.packages.contains(action.name)
            return (.packageAction(action), isWanted ? [.package(action.name)] : [], action.name)
        case .conffile(let path, let decision):
            let isWanted = work.interest.paths.contains(path)
            return (.conffile(path: path, decision: decision), isWanted ? [.path(path)] : [], nil)
        case .other:
            return nil
        }
    }

    private func finish(_ recent: RecentRecords, _ source: HistorySource) {
        work.keep(recent.records, of: source)
        if let remark = recent.remark(on: source) { work.history.limits.append(remark) }
    }

    func readAptHistory(_ files: [LogFile]) {
        var recent = RecentRecords(limit: work.limits.recordsPerPackage)
        work.forEachFile(files) { file in
            var kept: [HistoryRecord] = []
            var span = TimeSpan()
            var log = AptHistoryLog(zone: work.zone)
            func add(_ stanza: AptHistoryLog.Stanza) {
                for time in [stanza.run.start, stanza.run.end] { if let time { span.extend(to: time) } }
                if stanza.omitted > 0 {
                    work.history.limits.append(
                        "\(file.path):\(stanza.line): \(stanza.omitted, "package") of one apt run left out.")
                }
                guard let record = record(of: stanza, in: file) else { return }
                if isInside(stanza.run) {
                    kept.append(record)
                } else {
                    for case .package(let name) in record.subjects { recent.add(record, about: name) }
                }
            }
            let outcome = work.lines(of: file, limit: work.limits.aptLineBytes) { line, number in
                if let stanza = log.take(line, number: number) { add(stanza) }
            }
            guard let outcome else { return }
            if let last = log.finish() { add(last) }
            recent.endFile()
            work.keep(kept, of: .aptHistory)
            work.conclude(file, outcome, span: span, unusable: log.unusable)
        }
        finish(recent, .aptHistory)
    }

    /// A run without an end may have been cut off at once, so it counts from its start alone.
    private func isInside(_ run: AptRun) -> Bool {
        guard let start = run.start ?? run.end else { return false }
        return work.interest.includes(from: start, to: run.end ?? start)
    }

    /// Nil for a run that neither lies in a window nor changes a package of interest.
    private func record(of stanza: AptHistoryLog.Stanza, in file: LogFile) -> HistoryRecord? {
        var seen: Set<UntrustedText> = []
        let names = stanza.run.changes.map(\.name).filter {
            work.interest.packages.contains($0) && seen.insert($0).inserted
        }
        guard !names.isEmpty || isInside(stanza.run) else { return nil }
        return HistoryRecord(
            time: stanza.run.start ?? stanza.run.end,
            position: SourcePosition(file: file.path, line: stanza.line), source: .aptHistory,
            kind: .aptRun(stanza.run), subjects: names.map { .package($0) },
            line: stanza.run.commandLine ?? UntrustedText([]))
    }
}
