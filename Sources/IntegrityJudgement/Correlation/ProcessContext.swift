package import AuditModel

/// Goes through events a second time for what is known by then to matter: the processes behind alerts, their ancestors
/// and what those said to the network.
package struct ProcessContext {
    package private(set) var wanted: Set<ProcessKey>
    private var processes: [ProcessKey: EventFacts] = [:]
    private var network: [EventFacts] = []
    private var networkIDs: Set<UntrustedText> = []

    /// The most processes that are looked for; a tree deeper or wider than this is cut, and the report says so.
    package static let limit = 256

    package init(of evidence: EventEvidence) {
        let events = evidence.alerts.filter { $0.relation != .other }.map(\.facts) + evidence.touching
        wanted = []
        for event in events {
            for key in Self.keys(of: event) where wanted.count < Self.limit { wanted.insert(key) }
        }
        processes = evidence.processes
        network = evidence.network
    }

    /// The process, its ancestors and the leaders that the event itself names.
    private static func keys(of event: EventFacts) -> [ProcessKey] {
        let entities =
            [event.process.entityID, event.parent.entityID] + event.ancestry.map { $0 } + [
                event.sessionLeader.entityID, event.groupLeader.entityID,
            ]
        return entities.compactMap { $0 }.map { ProcessKey(host: event.hostID, entity: $0) }
    }

    /// Words of which one stands in every event that this wants; nil where a name is too short to search for.
    package var words: [[UInt8]]? {
        let words = Set(wanted.map { $0.entity.bytes.map(\.asciiLowercased) })
        return words.contains { $0.count < 4 || $0.contains { $0 < 0x20 || $0 > 0x7E } }
            ? nil
            : words.sorted {
                $0.lexicographicallyPrecedes($1)
            }
    }

    package mutating func take(_ event: HostEvent) {
        let facts = EventFacts(event)
        guard let key = facts.processKey, wanted.contains(key) else { return }
        if facts.categories.contains("process"), !facts.actions.contains("end") || facts.actions.contains("exec") {
            // The latest program that a process became says most, and a fork has none.
            if processes[key].map({ Self.isBetter(facts, $0) }) ?? true { processes[key] = facts }
        } else if facts.destination != nil, network.count < EventSelection.limit,
            networkIDs.insert(facts.identifier).inserted
        {
            network.append(facts)
        }
    }

    private static func isBetter(_ new: EventFacts, _ old: EventFacts) -> Bool {
        let (isExec, wasExec) = (new.actions.contains("exec"), old.actions.contains("exec"))
        return isExec == wasExec ? EventSelection.precedes(old, new) : isExec
    }

    /// Ancestors of the processes found so far that have not been looked for; true where another pass can find them.
    package mutating func widen() -> Bool {
        let before = wanted.count
        for event in processes.values.sorted(by: EventSelection.precedes) {
            for key in Self.keys(of: event) where wanted.count < Self.limit { wanted.insert(key) }
        }
        return wanted.count > before
    }

    package func added(to evidence: EventEvidence) -> EventEvidence {
        var evidence = evidence
        evidence.processes = processes
        evidence.network = network.sorted(by: EventSelection.precedes)
        return evidence
    }
}
