package import AuditModel

/// Goes through events a second time for what is known by then to matter: the processes behind alerts, their ancestors
/// and descendants, what those said to the network, and what else was done to the files that alerts name.
package struct ProcessContext {
    /// Processes of the events, those above them, and the leaders of their sessions and groups.
    package private(set) var wanted: Set<ProcessKey> = []
    /// The processes that the events are about, and those below them that only an event's ancestry tells of.
    private var roots: Set<ProcessKey>
    private let links: ProcessLinks
    /// Those below the roots, as far as the links tell.
    private var below: ProcessLinks.Members
    private var processes: [ProcessKey: EventFacts] = [:]
    private var keptBelow = 0
    private var network: [EventFacts] = []
    private var networkIDs: SeenEvents
    private var networkRoom: NetworkRoom
    private var touching: [EventFacts]
    private var touchingIDs: SeenEvents
    private var touchingRoom: EventRoom<EventLikeness>
    private var processTexts = TextRoom()
    private var omitted = 0
    private var limits: Set<ContextLimit> = []
    private var passes = 0
    /// Files that alerts name, which nothing is known of on disk where a hook was taken away again.
    private let paths: Set<HostPath>
    /// `host.id` of the events that this started from; other hosts have files of the same names.
    private let hosts: Set<UntrustedText?>
    /// Their `host.name`, by which hosts without an id differ.
    private let hostNames: Set<UntrustedText>

    /// The most processes above those of the events that are looked for.
    package static let limit = 8_192
    /// The most words that are worth searching a document for before it is decoded.
    private static let wordLimit = 256
    /// The most processes below those of the events that are kept.
    package static let processLimit = 10_000
    /// How often the events are read; once is enough where the links tell of every process.
    package static let passLimit = 3
    private let room: (all: Int, alike: Int)

    /// - Parameters:
    ///   - links: which process started which in the same events.
    ///   - room: how many events to the network, and how many on named files, are kept at most, in all and of those that
    ///     are alike; and how many processes below those of the events.
    package init(
        of evidence: EventEvidence, links: ProcessLinks,
        room: (all: Int, alike: Int) = (EventSelection.limit, EventSelection.limitAlike)
    ) {
        let events = evidence.alerts.filter { $0.relation != .other }.map(\.facts) + evidence.touching
        self.links = links
        self.room = room
        roots = Set(events.compactMap(\.processKey))
        below = links.below(roots)
        hosts = Set(events.map(\.hostID))
        hostNames = Set(events.compactMap(\.hostName))
        processes = evidence.processes
        network = evidence.network
        networkRoom = NetworkRoom(room)
        touching = evidence.touching
        networkIDs = SeenEvents()
        touchingIDs = SeenEvents()
        for event in events { _ = touchingIDs.isNew(event) }
        touchingRoom = EventRoom((max(0, room.all - evidence.touching.count), room.alike))
        paths = Set(
            evidence.alerts.filter(\.opensCase)
                .flatMap { $0.facts.mentions { Judgement.isInScope($0) } }.map(\.path))
        if links.isCut, !roots.isEmpty { limits.insert(.links) }
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
    ///
    /// An event spells a path in several ways, and some only with a working folder; the file's name is in all of them.
    package var words: [[UInt8]]? {
        if wanted.count + roots.count + below.count + paths.count > Self.wordLimit { return nil }
        let names = wanted.map(\.entity) + roots.map(\.entity) + links.names(of: below) + paths.map(\.name)
        let words = Set(names.map { $0.bytes.map(\.asciiLowercased) })
        return words.contains { $0.count < 4 || $0.contains { $0 < 0x20 || $0 > 0x7E } }
            ? nil
            : words.sorted {
                $0.lexicographicallyPrecedes($1)
            }
    }

    package mutating func take(_ event: HostEvent) {
        let brief = EventBrief.facts(of: event)
        let touches = isOfSameHost(brief) && !brief.mentions(of: paths.contains).isEmpty
        let family = family(of: event, brief.hostID)
        if !touches, family == .none { return }
        let facts = EventFacts(event)
        if touches, touchingIDs.isNew(facts) {
            let hasRoom = touchingRoom.admit(facts, like: EventLikeness(facts, rule: nil))
            if hasRoom { touching.append(facts) } else { omitted += 1 }
        }
        guard family != .none, let key = facts.processKey else { return }
        if facts.categories.contains("process"), !facts.actions.contains("end") || facts.actions.contains("exec") {
            keep(facts, of: key, family)
        } else if facts.destination != nil, family == .below, networkIDs.isNew(facts) {
            if networkRoom.admit(facts) { network.append(facts) } else { omitted += 1 }
        }
    }

    /// The latest program that a process became says most, and a fork has none.
    private mutating func keep(_ facts: EventFacts, of key: ProcessKey, _ family: Family) {
        if let known = processes[key] {
            let isBetter = Self.isBetter(facts, known) && hasTextRoom(for: facts)
            processes[key] = (isBetter ? facts : known).standingAlsoBelow(isBetter ? known : facts)
            return
        }
        // Those above have room of their own: what is below them may be any number.
        if !wanted.contains(key) {
            if keptBelow >= min(Self.processLimit, room.all) {
                limits.insert(.descendants)
                return
            }
            keptBelow += 1
        }
        if hasTextRoom(for: facts) { processes[key] = facts }
    }

    private mutating func hasTextRoom(for facts: EventFacts) -> Bool {
        if processTexts.admit(facts) { return true }
        limits.insert(.bytes)
        return false
    }

    private func isOfSameHost(_ facts: EventFacts) -> Bool {
        guard hosts.contains(facts.hostID) else { return false }
        return facts.hostName.map { hostNames.isEmpty || hostNames.contains($0) } ?? true
    }

    private static func isBetter(_ new: EventFacts, _ old: EventFacts) -> Bool {
        let (isExec, wasExec) = (new.actions.contains("exec"), old.actions.contains("exec"))
        return isExec == wasExec ? EventSelection.precedes(old, new) : isExec
    }
}

extension ProcessContext {
    private enum Family {
        case none
        case above
        /// The process of an event, or one below it.
        case below
    }

    private static let entity: FieldPath = "process.entity_id"
    private static let parentEntity: FieldPath = "process.parent.entity_id"
    private static let ancestry: FieldPath = "process.Ext.ancestry"

    private func family(of event: HostEvent, _ host: UntrustedText?) -> Family {
        guard let key = event.first(Self.entity).map({ ProcessKey(host: host, entity: $0) }) else { return .none }
        if isInTree(key) { return .below }
        let above =
            (event.first(Self.parentEntity).map { [$0] } ?? [])
            + event.scalars(of: Self.ancestry).map { UntrustedText($0) }
        if above.contains(where: { isInTree(ProcessKey(host: host, entity: $0)) }) { return .below }
        return wanted.contains(key) ? .above : .none
    }

    private func isInTree(_ key: ProcessKey) -> Bool { roots.contains(key) || links.contains(key, in: below) }

    /// Wants a process and all that stand above it.
    private mutating func want(_ key: ProcessKey) {
        var pending = [key]
        while let key = pending.popLast() {
            if wanted.contains(key) { continue }
            if wanted.count >= Self.limit {
                limits.insert(.ancestors)
                return
            }
            wanted.insert(key)
            pending += links.above(key)
        }
    }

    /// Whether another pass can find more; where none is left for that, it is said.
    package mutating func needsAnotherPass() -> Bool {
        passes += 1
        guard widen() else { return false }
        if passes < Self.passLimit { return true }
        limits.insert(.passes)
        return false
    }

    /// Wants what the processes found so far name; true where there are processes among it that a pass can find.
    private mutating func widen() -> Bool {
        let (known, knownRoots) = (wanted, roots.count)
        for event in processes.values.sorted(by: EventSelection.precedes) {
            guard let key = event.processKey, !isInTree(key) else { continue }
            // What only its event's ancestry puts there: the links know nothing of what is between.
            if event.keysAbove.contains(where: isInTree) {
                roots.insert(key)
            } else {
                for key in Self.keys(of: event) { want(key) }
            }
        }
        if roots.count > knownRoots {
            below = links.below(roots)
            return true
        }
        return wanted.subtracting(known).contains {
            processes[$0] == nil && (links.isCut || links.tellStart(of: $0))
        }
    }

    package func added(to evidence: EventEvidence) -> EventEvidence {
        var evidence = evidence
        evidence.processes = processes
        evidence.network = network.sorted(by: EventSelection.precedes)
        evidence.touching = touching.sorted(by: EventSelection.precedes)
        evidence.omitted += omitted
        evidence.contextLimits.formUnion(limits)
        let events = evidence.alerts.filter { $0.relation != .other }.map(\.facts) + evidence.touching
        if events.contains(where: { ProcessLineage(of: $0, in: evidence).isCut }) {
            evidence.contextLimits.insert(.depth)
        }
        return evidence
    }
}
