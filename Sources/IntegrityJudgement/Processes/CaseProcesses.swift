import AuditModel

/// The processes that a response stops and looks at, parents before their children.
///
/// On the running system those are what runs now: the number of a process that has ended may be another's by now. For any
/// other tree they are those of the events, with what they started.
struct CaseProcesses {
    /// Those to stop; at most `limit`.
    let pids: [Int]
    /// Those and others that only events tell of, to be looked at first.
    let named: [Int]
    /// How many are left out.
    let left: Int
    /// Defend's own names for them.
    let entities: [UntrustedText]

    private static let limit = 10

    init(_ view: CaseView) {
        let told = Self.told(view)
        let running = Self.running(view)
        let isLive = view.evidence.host.isLive
        let all = Self.distinct(isLive ? running : told.compactMap(\.process.pid))
        pids = Array(all.prefix(Self.limit))
        left = all.count - pids.count
        named = Array(Self.distinct(all + told.compactMap(\.process.pid)).prefix(Self.limit * 2))
        let shown = Set(named)
        var seen: Set<UntrustedText> = []
        entities = Array(
            told.filter { $0.process.pid.map(shown.contains) ?? true }.compactMap(\.process.entityID)
                .filter { seen.insert($0).inserted }.prefix(Self.limit))
    }

    /// Shows which of them are still what the events name.
    var check: CommandTemplate {
        .onHost("ps -o pid,ppid,lstart,user,args -p \(ours: named.map { "\($0)" }.joined(separator: ","))")
    }

    private static func distinct(_ pids: [Int]) -> [Int] {
        var seen: Set<Int> = []
        return pids.filter { $0 > 1 && seen.insert($0).inserted }
    }

    /// The processes of the events and those below them, each behind all that are above it.
    private static func told(_ view: CaseView) -> [EventFacts] {
        let events = view.evidence.events
        let all = (view.events + view.descendants.filter(view.isDeed)).map { events.process(of: $0) }
        let keys = Set(all.compactMap(\.processKey))
        let depths = all.map { ProcessLineage(of: $0, in: events).keys.filter(keys.contains).count }
        return zip(depths, all).enumerated()
            .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(\.element.1)
    }

    /// What runs now and does more than look at the files.
    private static func running(_ view: CaseView) -> [Int] {
        let all = view.processes.filter { !$0.isReading }
        let parents = Dictionary(all.map { ($0.processID, $0.parentID) }, uniquingKeysWith: { first, _ in first })
        func depth(_ pid: Int) -> Int {
            var (depth, current) = (0, pid)
            while let parent = parents[current], depth < all.count { (depth, current) = (depth + 1, parent) }
            return depth
        }
        return all.map(\.processID).sorted { (depth($0), $0) < (depth($1), $1) }
    }
}
