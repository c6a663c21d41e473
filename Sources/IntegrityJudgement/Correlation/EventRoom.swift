import AuditModel

/// How many events are kept: of those that are alike, lest many hide one, and in all.
struct EventRoom<Likeness: Hashable> {
    private let all: Int
    private let alike: Int
    private var counts: [Likeness: Int] = [:]
    private var kept = 0

    init(all: Int, alike: Int) {
        self.all = all
        self.alike = alike
    }

    /// False where there is no room for one more.
    mutating func admit(_ likeness: Likeness) -> Bool {
        let known = counts[likeness, default: 0]
        guard kept < all, known < alike else { return false }
        kept += 1
        counts[likeness] = known + 1
        return true
    }
}

/// How far away the other side of a connection is.
enum NetworkReach: CaseIterable {
    /// The host itself, or what no router leads to.
    case neighbour
    case ownNetwork
    case beyond
}

extension EventFacts {
    var reach: NetworkReach {
        if isToNeighbour { return .neighbour }
        return isToOwnNetwork ? .ownNetwork : .beyond
    }
}

/// Room for network events, apart for the host itself, its own network and the rest: many connections to the one must not
/// hide a single one to the other.
struct NetworkRoom {
    private struct Likeness: Hashable {
        let process: ProcessKey?
        let destination: UntrustedText?
    }

    private var rooms: [NetworkReach: EventRoom<Likeness>] = [:]

    /// - Parameter room: for connections that leave the own network; a fifth of it for each of the other two.
    init(_ room: (all: Int, alike: Int)) {
        for reach in NetworkReach.allCases {
            rooms[reach] = EventRoom(all: reach == .beyond ? room.all : room.all / 5, alike: room.alike)
        }
    }

    mutating func admit(_ event: EventFacts) -> Bool {
        rooms[event.reach]?.admit(Likeness(process: event.processKey, destination: event.destination)) ?? false
    }
}
