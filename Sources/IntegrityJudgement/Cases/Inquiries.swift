package import AuditModel

/// Says what the tree is to be searched for, given what the audit and the events brought up.
package enum Inquiries {
    package static func inquiry(
        of judgement: Judgement, events: EventEvidence, window: CorrelationWindow
    ) -> Inquiry {
        var inquiry = Inquiry()
        let isDoubted = judgement.findings.contains { $0.exceptedBy == nil && $0.finding.severity >= .medium }
        inquiry.isNeeded = isDoubted || events.matched > 0
        inquiry.history = interest(of: judgement, events: events, window: window)
        inquiry.programs = programs(in: events)
        return inquiry
    }

    private static func interest(
        of judgement: Judgement, events: EventEvidence, window: CorrelationWindow
    ) -> HistoryInterest {
        let alerts = events.alerts.filter { $0.relation != .other }
        let facts = alerts.map(\.facts) + events.touching
        let doubted = judgement.findings.filter { $0.finding.severity >= .medium }
        var paths = Set(doubted.compactMap { judgement.subjectPath(of: $0.finding) })
        for event in facts { paths.formUnion(event.mentions { Judgement.isInScope($0) }.map(\.path)) }
        var packages = Set(doubted.compactMap { $0.finding.package?.name })
        packages.formUnion(paths.compactMap { judgement.artifact(at: $0)?.package?.name ?? $0.packageOfScript })
        let changed = doubted.compactMap { judgement.artifact(at: $0.finding.path)?.facts?.changed }
        let programs = facts.compactMap { $0.process.executable?.name }.filter { $0.bytes.count > 2 }
        return HistoryInterest(
            paths: paths, packages: packages, processIDs: Set(facts.compactMap(\.process.pid).filter { $0 > 1 }),
            programs: Set(programs), windows: (facts.compactMap(\.time) + changed).map { window.around($0) })
    }

    /// Programs that the tree should vouch for: those that did what events say, those that started them or were started
    /// by them, and the interpreters of scripts.
    private static func programs(in events: EventEvidence) -> Set<HostPath> {
        var programs: Set<HostPath> = []
        for event in events.alerts.filter({ $0.relation != .other }).map(\.facts) + events.touching {
            let start = events.process(of: event)
            programs.formUnion([start.process.executable, start.parent.executable].compactMap(\.self))
            programs.formUnion([start.process.interpreter].compactMap(\.self))
            programs.formUnion(ProcessLineage(of: event, in: events).ancestors.compactMap(\.process.executable))
        }
        programs.formUnion(events.processes.values.compactMap(\.process.executable))
        return programs.filter { !Judgement.isInScope($0) }
    }
}
