import AuditModel

/// The processes above that of an event, nearest first, as far as the events tell of them.
struct ProcessLineage {
    /// One process above another.
    struct Ancestor {
        let key: ProcessKey?
        let process: ObservedProcess
        /// The event that tells of it; nil where only its descendant's event names it.
        let facts: EventFacts?
    }

    /// Without the process itself.
    private(set) var ancestors: [Ancestor] = []

    var keys: [ProcessKey] { ancestors.compactMap(\.key) }

    private static let limit = 32

    init(of facts: EventFacts, in events: EventEvidence) {
        var current = facts
        // A file event names neither parent nor leaders; the event that started its process does.
        if current.parent.isEmpty, let key = facts.processKey, let start = events.processes[key] { current = start }
        var seen: Set<ProcessKey> = []
        while ancestors.count < Self.limit {
            let key = current.parentKey
            if key == nil && current.parent.isEmpty { break }
            if let key, !seen.insert(key).inserted { break }
            let start = key.flatMap { events.processes[$0] }
            ancestors.append(Ancestor(key: key, process: start?.process ?? current.parent, facts: start))
            guard let start else { break }
            current = start
        }
        // Ancestry that Defend lists without an event of each: the names are unknown, the ties are not.
        for entity in facts.ancestry {
            let key = ProcessKey(host: facts.hostID, entity: entity)
            if ancestors.count < Self.limit, seen.insert(key).inserted, !keys.contains(key) {
                let start = events.processes[key]
                ancestors.append(Ancestor(key: key, process: start?.process ?? ObservedProcess(), facts: start))
            }
        }
    }
}

extension EventEvidence {
    /// The process of an event with all that its start event adds.
    func process(of facts: EventFacts) -> EventFacts {
        facts.processKey.flatMap { processes[$0] } ?? facts
    }
}
