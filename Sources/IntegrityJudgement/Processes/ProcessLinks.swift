import AuditModel

/// Which process started which, as far as the events tell, so that a tree of any depth is known before its events are looked
/// for.
///
/// A name stands once in one long text and is a number everywhere else: a day of a busy host has hundreds of thousands.
package struct ProcessLinks: Sendable {
    private struct Node: Sendable {
        /// Where the entity id stands in `names`.
        let start: UInt32
        let length: UInt32
        /// Index into `hosts`.
        let host: UInt32
        var isStarted = false
        var parent = ProcessLinks.none
        var sessionLeader = ProcessLinks.none
        var groupLeader = ProcessLinks.none
    }

    private static let none = UInt32.max
    private var names: [UInt8] = []
    private var nodes: [Node] = []
    /// A hash table of numbers plus one; 0 is free.
    ///
    /// Nothing goes through it in its own order.
    private var slots = [UInt32](repeating: 0, count: 1_024)
    private var hosts: [UntrustedText?] = []
    private var hostNumbers: [UntrustedText?: UInt32] = [:]
    /// Where events disagree on who started a process, all count.
    private var furtherParents: [UInt32: [UInt32]] = [:]
    private var furtherCount = 0
    /// Whether some process was left out.
    package private(set) var isCut = false

    /// The most processes that are told apart, the most bytes of their names together, and of one name.
    package static let limit = 1 << 20
    private static let nameBytes = 96 << 20
    private static let nameLimit = 1_024
    private static let hostLimit = 1_000
    private let limit: Int

    package init(limit: Int = ProcessLinks.limit) {
        self.limit = limit
    }
}

extension ProcessLinks {
    private static let entity: FieldPath = "process.entity_id"
    private static let parentEntity: FieldPath = "process.parent.entity_id"
    private static let ancestry: FieldPath = "process.Ext.ancestry"
    private static let sessionLeader: FieldPath = "process.session_leader.entity_id"
    private static let groupLeader: FieldPath = "process.group_leader.entity_id"
    private static let action: FieldPath = "event.action"

    /// Takes the ties that the start of a process tells of.
    mutating func take(_ event: HostEvent, _ brief: EventFacts) {
        guard brief.categories.contains("process"), let entity = event.first(Self.entity) else { return }
        let actions = event.scalars(of: Self.action).map { UntrustedText($0) }
        // What ends has often lost the process that started it, and names another.
        if actions.contains("end"), !actions.contains("exec") { return }
        guard let process = add(entity, brief.hostID) else { return }
        nodes[Int(process)].isStarted = true
        if let parent = event.first(Self.parentEntity) ?? event.first(Self.ancestry) {
            tie(process, toParent: add(parent, brief.hostID))
        }
        if let leader = event.first(Self.sessionLeader), leader != entity {
            nodes[Int(process)].sessionLeader = add(leader, brief.hostID) ?? Self.none
        }
        if let leader = event.first(Self.groupLeader), leader != entity {
            nodes[Int(process)].groupLeader = add(leader, brief.hostID) ?? Self.none
        }
    }

    private mutating func tie(_ process: UInt32, toParent parent: UInt32?) {
        guard let parent, parent != process else { return }
        let known = nodes[Int(process)].parent
        if known == Self.none {
            nodes[Int(process)].parent = parent
        } else if known != parent, !furtherParents[process, default: []].contains(parent) {
            if furtherCount >= limit || furtherParents[process, default: []].count >= 16 {
                isCut = true
                return
            }
            furtherParents[process, default: []].append(parent)
            furtherCount += 1
        }
    }

    /// The number of a process, a new one where it has none; nil where there is no room for it.
    private mutating func add(_ entity: UntrustedText, _ host: UntrustedText?) -> UInt32? {
        guard let hostNumber = add(host: host), entity.bytes.count <= Self.nameLimit else {
            isCut = true
            return nil
        }
        var slot = slot(of: entity.bytes, hostNumber)
        if slots[slot] != 0 { return slots[slot] - 1 }
        guard nodes.count < limit, names.count + entity.bytes.count <= Self.nameBytes else {
            isCut = true
            return nil
        }
        if nodes.count * 4 >= slots.count * 3 {
            grow()
            slot = self.slot(of: entity.bytes, hostNumber)
        }
        nodes.append(Node(start: UInt32(names.count), length: UInt32(entity.bytes.count), host: hostNumber))
        names += entity.bytes
        slots[slot] = UInt32(nodes.count)
        return UInt32(nodes.count - 1)
    }

    private mutating func add(host: UntrustedText?) -> UInt32? {
        if let number = hostNumbers[host] { return number }
        if hosts.count == Self.hostLimit { return nil }
        hosts.append(host)
        hostNumbers[host] = UInt32(hosts.count - 1)
        return UInt32(hosts.count - 1)
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for (number, node) in nodes.enumerated() {
            slots[slot(of: Array(name(of: node)), node.host)] = UInt32(number + 1)
        }
    }

    private func name(of node: Node) -> ArraySlice<UInt8> {
        names[Int(node.start)..<Int(node.start + node.length)]
    }

    /// Where a process stands in the table, or would.
    private func slot(of entity: [UInt8], _ host: UInt32) -> Int {
        var hasher = Hasher()
        hasher.combine(host)
        hasher.combine(entity)
        var slot = hasher.finalize() & (slots.count - 1)
        while slots[slot] != 0 {
            let node = nodes[Int(slots[slot]) - 1]
            if node.host == host, name(of: node).elementsEqual(entity) { break }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }
}

extension ProcessLinks {
    private func number(of key: ProcessKey) -> Int? {
        guard let host = hostNumbers[key.host] else { return nil }
        let slot = slot(of: key.entity.bytes, host)
        return slots[slot] == 0 ? nil : Int(slots[slot]) - 1
    }

    private func key(of number: Int) -> ProcessKey {
        ProcessKey(host: hosts[Int(nodes[number].host)], entity: UntrustedText(name(of: nodes[number])))
    }

    /// Whether an event tells of the start of a process.
    func tellStart(of key: ProcessKey) -> Bool { number(of: key).map { nodes[$0].isStarted } ?? false }

    /// The processes that started one, and the leaders of its session and group.
    func above(_ key: ProcessKey) -> [ProcessKey] {
        guard let number = number(of: key) else { return [] }
        let node = nodes[number]
        return ([node.parent, node.sessionLeader, node.groupLeader] + (furtherParents[UInt32(number)] ?? []))
            .filter { $0 != Self.none }.map { self.key(of: Int($0)) }
    }

    /// A set of processes of one `ProcessLinks`.
    struct Members {
        fileprivate var isIn: [Bool] = []
        fileprivate(set) var count = 0
    }

    func contains(_ key: ProcessKey, in members: Members) -> Bool {
        guard members.count > 0, let number = number(of: key) else { return false }
        return members.isIn[number]
    }

    func names(of members: Members) -> [UntrustedText] {
        members.isIn.indices.filter { members.isIn[$0] }.map { UntrustedText(name(of: nodes[$0])) }
    }

    /// Everything that these processes started, and what that started in turn, without themselves.
    func below(_ roots: Set<ProcessKey>) -> Members {
        let first = roots.compactMap { number(of: $0) }
        if first.isEmpty { return Members() }
        let ties = nodes.indices.lazy.flatMap { child in
            ([nodes[child].parent] + (furtherParents[UInt32(child)] ?? [])).lazy.filter { $0 != Self.none }
                .map { (child, Int($0)) }
        }
        // The children of one process lie beside each other, from its start to that of the next.
        var starts = [Int](repeating: 0, count: nodes.count + 2)
        for (_, parent) in ties { starts[parent + 2] += 1 }
        for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
        var children = [Int](repeating: 0, count: starts.last ?? 0)
        for (child, parent) in ties {
            children[starts[parent + 1]] = child
            starts[parent + 1] += 1
        }
        var members = Members(isIn: [Bool](repeating: false, count: nodes.count))
        var pending = first
        while let parent = pending.popLast() {
            for child in children[starts[parent]..<starts[parent + 1]] where !members.isIn[child] {
                members.isIn[child] = true
                pending.append(child)
            }
        }
        for root in first { members.isIn[root] = false }
        members.count = members.isIn.count { $0 }
        return members
    }
}
