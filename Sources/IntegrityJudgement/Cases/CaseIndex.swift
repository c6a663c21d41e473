import AuditModel

/// What every case looks up, gone through once for all of them, so that many cases cost no more than their own events.
struct CaseIndex {
    let evidence: CaseEvidence
    /// Alerts that an exclusion silenced or that nobody could decide, by the paths that they name.
    private let silencedByPath: [HostPath: [Int]]
    private let touchingByPath: [HostPath: [Int]]
    /// By the process that is said to stand above, whether next to it or farther.
    private let startedBy: [ProcessKey: [ProcessKey]]
    private let networkByProcess: [ProcessKey: [Int]]
    private let recordsBySubject: [HistorySubject: [Int]]
    private let logins: [Int]
    /// How many records carry a time; they come first, in its order.
    private let timedRecords: Int
    private let triggersByPath: [HostPath: [Int]]
    /// Digests of programs that the tree holds and vouches for.
    let programDigests: Set<SHA256Digest>
    /// Packages with a finding, without which no repair can be believed and whose files are not what they ship.
    let brokenFoundations: Set<PackageKey>
    private let weakestScript: [PackageKey: EvidenceRung]
    /// When half of all maintainer scripts had had their last change: later than an event, the tree is a copy or a restore.
    let usualChange: Timestamp?

    /// The most records of one case that merely lie in its windows and change no package.
    private static let recordLimit = 2_000

    init(_ evidence: CaseEvidence, groups: [CaseGroup]) {
        self.evidence = evidence
        let events = evidence.events
        let wanted = Set(groups.flatMap(\.paths))
        func byPath(_ facts: [(Int, EventFacts)]) -> [HostPath: [Int]] {
            Self.lists(
                facts.flatMap { index, event in
                    event.mentions(of: wanted.contains, commands: evidence.subjects.commands).map { ($0.path, index) }
                })
        }
        silencedByPath = byPath(
            events.alerts.enumerated().filter { $0.element.outcome != .matched }.map { ($0.offset, $0.element.facts) })
        touchingByPath = byPath(
            events.touching.enumerated().filter { $0.element.destination == nil }.map { ($0.offset, $0.element) })
        startedBy = Self.lists(events.processes.flatMap { key, start in start.keysAbove.map { ($0, key) } })
        networkByProcess = Self.lists(
            events.network.enumerated().flatMap { index, event in events.doers(of: event).map { ($0, index) } })
        let records = evidence.history.records
        let subjects = records.enumerated().flatMap { index, record in record.subjects.map { ($0, index) } }
        recordsBySubject = Self.lists(subjects)
        logins = records.indices.filter { if case .login = records[$0].kind { true } else { false } }
        timedRecords = records.firstIndex { $0.time == nil } ?? records.count
        triggersByPath = Self.lists(
            evidence.history.triggers.enumerated().flatMap { index, trigger in trigger.paths.map { ($0, index) } })
        let scripts = evidence.judgement.artifacts.filter { $0.role == .maintainerScript }
        let rungs = scripts.compactMap { script in
            script.package.flatMap { key in script.assessment.map { (key, $0.rung) } }
        }
        weakestScript = Dictionary(rungs, uniquingKeysWith: min)
        let doubted = evidence.judgement.findings.filter { judged in
            judged.mayOpenCase && judged.finding.package.map { Foundations.names.contains($0.name) } ?? false
        }
        brokenFoundations = Set(
            doubted.compactMap { evidence.judgement.artifact(at: $0.finding.path) }.filter(Foundations.isBroken)
                .compactMap(\.package))
        let changes = scripts.compactMap(\.facts?.changed).sorted()
        usualChange = changes.isEmpty ? nil : changes[changes.count / 2]
        programDigests = Set(
            evidence.programs.values.filter { ProgramStanding(of: $0.path, in: evidence).isSound }.compactMap(\.sha256))
    }

    private static func lists<Key: Hashable, Value>(_ pairs: [(Key, Value)]) -> [Key: [Value]] {
        var lists: [Key: [Value]] = [:]
        for (key, value) in pairs { lists[key, default: []].append(value) }
        return lists
    }
}

extension CaseIndex {
    /// The weakest rung among a package's maintainer scripts; nil where it has none.
    func weakestScript(of package: PackageKey) -> EvidenceRung? { weakestScript[package] }

    func silenced(naming paths: [HostPath]) -> [AlertRecord] {
        Self.union(paths.map { silencedByPath[$0] ?? [] }).map { evidence.events.alerts[$0] }
    }

    func touching(_ paths: [HostPath]) -> [EventFacts] {
        Self.union(paths.map { touchingByPath[$0] ?? [] }).map { evidence.events.touching[$0] }
    }

    func triggers(of paths: [HostPath]) -> [TriggerMention] {
        Self.union(paths.map { triggersByPath[$0] ?? [] }).map { evidence.history.triggers[$0] }
    }

    /// Network events of these processes, in order of time.
    func network(of processes: Set<ProcessKey>) -> [EventFacts] {
        Self.union(processes.map { networkByProcess[$0] ?? [] }).map { evidence.events.network[$0] }
    }

    /// Start events of processes below these at any depth, without these, in order of time.
    func processes(below roots: Set<ProcessKey>) -> [EventFacts] {
        var found = roots
        var pending = Array(roots)
        while let process = pending.popLast() {
            for child in startedBy[process] ?? [] where found.insert(child).inserted { pending.append(child) }
        }
        return found.subtracting(roots).compactMap { evidence.events.processes[$0] }
            .sorted(by: EventSelection.precedes)
    }

    /// Records that name one of the paths or packages, or lie in one of the windows; in report order.
    func records(naming paths: [HostPath], _ packages: Set<UntrustedText>, in windows: [TimeWindow]) -> [HistoryRecord]
    {
        let records = evidence.history.records
        var found = Set(paths.flatMap { recordsBySubject[.path($0)] ?? [] })
        found.formUnion(packages.flatMap { recordsBySubject[.package($0)] ?? [] })
        let interest = HistoryInterest(windows: windows)
        found.formUnion(
            logins.filter { index in
                guard case .login(let login) = records[index].kind, let time = records[index].time else { return false }
                return interest.includes(from: time, to: login.end)
            })
        var room = Self.recordLimit
        for window in interest.windows {
            var index = firstRecord(at: window.start)
            while index < timedRecords, let time = records[index].time, time <= window.end {
                if case .packageAction(let action) = records[index].kind, action.action.changesFiles {
                    found.insert(index)
                } else if room > 0 {
                    room -= 1
                    found.insert(index)
                }
                index += 1
            }
        }
        return found.sorted().map { records[$0] }
    }

    /// Alerts that a rule raised in one of the windows, in order of time.
    func alerts(in windows: [TimeWindow]) -> some Sequence<AlertRecord> {
        let alerts = evidence.events.alerts
        return windows.lazy.flatMap { window -> ArraySlice<AlertRecord> in
            let start = Self.first(in: alerts.count) { (alerts[$0].facts.time ?? .distantPast) >= window.start }
            let end = Self.first(in: alerts.count) { (alerts[$0].facts.time ?? .distantPast) > window.end }
            return alerts[start..<max(start, end)]
        }
    }

    private func firstRecord(at time: Timestamp) -> Int {
        Self.first(in: timedRecords) { (evidence.history.records[$0].time ?? .distantFuture) >= time }
    }

    /// The first number below `count` for which a condition holds that stays true once it is.
    static func first(in count: Int, where holds: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private static func union(_ lists: [[Int]]) -> [Int] {
        lists.count == 1 ? lists[0] : Set(lists.joined()).sorted()
    }
}
