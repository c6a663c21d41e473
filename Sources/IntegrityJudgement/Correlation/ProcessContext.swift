package import AuditModel

/// Goes through events a second time for what is known by then to matter: the processes behind alerts, their ancestors
/// and descendants, what those said to the network, and what else was done to the files that alerts name.
package struct ProcessContext {
    package private(set) var wanted: Set<ProcessKey>
    /// The processes that the events are about; those below them are looked for too.
    private var roots: Set<ProcessKey>
    private var processes: [ProcessKey: EventFacts] = [:]
    private var network: [EventFacts] = []
    private var networkIDs: Set<UntrustedText> = []
    private var touching: [EventFacts]
    private var touchingIDs: Set<UntrustedText>
    /// Files that alerts name, which nothing is known of on disk where a hook was taken away again.
    private let paths: Set<HostPath>
    /// `host.id` of the events that this started from; other hosts have files of the same names.
    private let hosts: Set<UntrustedText?>
    /// Their `host.name`, by which hosts without an id differ.
    private let hostNames: Set<UntrustedText>

    /// The most processes that are looked for; a tree deeper or wider than this is cut, and the report says so.
    package static let limit = 8_192
    /// The most words that are worth searching a document for before it is decoded.
    private static let wordLimit = 256
    /// The most processes below those of the events that are kept.
    package static let processLimit = 10_000
    private var isCut = false

    package init(of evidence: EventEvidence) {
        let events = evidence.alerts.filter { $0.relation != .other }.map(\.facts) + evidence.touching
        wanted = []
        roots = Set(events.compactMap(\.processKey))
        hosts = Set(events.map(\.hostID))
        hostNames = Set(events.compactMap(\.hostName))
        processes = evidence.processes
        network = evidence.network
        touching = evidence.touching
        touchingIDs = Set(events.map(\.identifier))
        paths = Set(
            evidence.alerts.filter(\.opensCase)
                .flatMap { $0.facts.mentions { AuditReport.isInScope($0) } }.map(\.path))
        for event in events {
            for key in Self.keys(of: event) { want(key) }
        }
    }

    /// The process, its ancestors and the leaders that the event itself names.
    private static func keys(of event: EventFacts) -> [ProcessKey] {
        let entities =
            [event.process.entityID, event.parent.entityID] + event.ancestry.map { $0 } + [
                event.sessionLeader.entityID, event.groupLeader.entityID,
            ]
        return entities.compactMap { $0 }.map { ProcessKey(host: event.hostID, entity: $0) }
    }

    /// Whether anything is looked for at all.
    package var isWanting: Bool { !wanted.isEmpty || !paths.isEmpty }

    /// Words of which one stands in every event that this wants; nil where they are too many, or one is too short to search
    /// for.
    package var words: [[UInt8]]? {
        if wanted.count + paths.count > Self.wordLimit { return nil }
        let names = wanted.map(\.entity.bytes) + paths.map(\.bytes)
        let words = Set(names.map { $0.map(\.asciiLowercased) })
        return words.contains { $0.count < 4 || $0.contains { $0 < 0x20 || $0 > 0x7E } }
            ? nil
            : words.sorted {
                $0.lexicographicallyPrecedes($1)
            }
    }

    package mutating func take(_ event: HostEvent) {
        let facts = EventFacts(event)
        if isOfSameHost(facts), !facts.mentions(of: paths.contains).isEmpty,
            touching.count < EventSelection.limit,
            touchingIDs.insert(facts.identifier).inserted
        {
            touching.append(facts)
        }
        guard let key = facts.processKey, wanted.contains(key) || isBelowRoot(facts) else { return }
        if facts.categories.contains("process"), !facts.actions.contains("end") || facts.actions.contains("exec") {
            // The latest program that a process became says most, and a fork has none.
            if let known = processes[key] {
                if Self.isBetter(facts, known) { processes[key] = facts }
            } else if processes.count < Self.processLimit {
                processes[key] = facts
            } else {
                isCut = true
            }
        } else if facts.destination != nil, network.count < EventSelection.limit,
            networkIDs.insert(facts.identifier).inserted
        {
            network.append(facts)
        }
    }

    private func isOfSameHost(_ facts: EventFacts) -> Bool {
        guard hosts.contains(facts.hostID) else { return false }
        return facts.hostName.map { hostNames.isEmpty || hostNames.contains($0) } ?? true
    }

    private mutating func want(_ key: ProcessKey) {
        if wanted.count < Self.limit { wanted.insert(key) } else if !wanted.contains(key) { isCut = true }
    }

    private func isBelowRoot(_ facts: EventFacts) -> Bool {
        if let parent = facts.parentKey, roots.contains(parent) { return true }
        return facts.ancestry.contains { roots.contains(ProcessKey(host: facts.hostID, entity: $0)) }
    }

    private static func isBetter(_ new: EventFacts, _ old: EventFacts) -> Bool {
        let (isExec, wasExec) = (new.actions.contains("exec"), old.actions.contains("exec"))
        return isExec == wasExec ? EventSelection.precedes(old, new) : isExec
    }

    /// Ancestors of the processes found so far that have not been looked for; true where another pass can find them.
    package mutating func widen() -> Bool {
        let before = wanted.count
        for event in processes.values.sorted(by: EventSelection.precedes) {
            if let key = event.processKey, isBelowRoot(event) { roots.insert(key) }
            for key in Self.keys(of: event) { want(key) }
        }
        return wanted.count > before
    }

    package func added(to evidence: EventEvidence) -> EventEvidence {
        var evidence = evidence
        evidence.processes = processes
        evidence.network = network.sorted(by: EventSelection.precedes)
        evidence.touching = touching.sorted(by: EventSelection.precedes)
        evidence.isContextCut = isCut
        return evidence
    }
}
