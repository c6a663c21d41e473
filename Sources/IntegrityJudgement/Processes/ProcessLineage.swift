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

    /// Whether more stand above it than are looked at.
    private(set) var isCut = false

    /// The most processes above one that are looked at.
    static let limit = 32

    init(of facts: EventFacts, in events: EventEvidence) {
        var current = facts
        // A file event names neither parent nor leaders; the event that started its process does.
        if current.parent.isEmpty, let key = facts.processKey, let start = events.processes[key] { current = start }
        var seen: Set<ProcessKey> = []
        while true {
            let key = current.parentKey
            if key == nil && current.parent.isEmpty { break }
            if let key, !seen.insert(key).inserted { break }
            if ancestors.count == Self.limit {
                isCut = true
                break
            }
            let start = key.flatMap { events.processes[$0] }
            ancestors.append(Ancestor(key: key, process: start?.process ?? current.parent, facts: start))
            guard let start else { break }
            current = start
        }
        // Ancestry that Defend lists without an event of each: the names are unknown, the ties are not.
        for entity in facts.ancestry {
            let key = ProcessKey(host: facts.hostID, entity: entity)
            if !seen.insert(key).inserted { continue }
            if ancestors.count == Self.limit {
                isCut = true
                break
            }
            let start = events.processes[key]
            ancestors.append(Ancestor(key: key, process: start?.process ?? ObservedProcess(), facts: start))
        }
    }
}

extension EventFacts {
    /// The processes that the event itself puts above its own.
    var keysAbove: [ProcessKey] {
        [parentKey].compactMap(\.self) + ancestry.map { ProcessKey(host: hostID, entity: $0) }
    }

    /// The same start of a process with the parent that another event gives it: one that was taken over has two.
    func standingAlsoBelow(_ other: EventFacts) -> EventFacts {
        guard let parent = other.parentKey, !keysAbove.contains(parent), ancestry.count < Self.ancestryLimit else {
            return self
        }
        var facts = self
        facts.ancestry.append(parent.entity)
        return facts
    }

    private static let ancestryLimit = 64
}

extension EventEvidence {
    /// The process whose deed an event is; where its start is not known, also those that stand above it.
    func doers(of facts: EventFacts) -> [ProcessKey] {
        guard let key = facts.processKey else { return [] }
        return processes[key] == nil ? [key] + facts.keysAbove : [key]
    }

    /// The process of an event with all that its start event adds.
    func process(of facts: EventFacts) -> EventFacts {
        facts.processKey.flatMap { processes[$0] } ?? facts
    }
}
