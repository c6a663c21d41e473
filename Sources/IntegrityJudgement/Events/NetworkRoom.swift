import AuditModel

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
            rooms[reach] = EventRoom((reach == .beyond ? room.all : room.all / 5, room.alike))
        }
    }

    mutating func admit(_ event: EventFacts) -> Bool {
        let likeness = Likeness(process: event.processKey, destination: event.destination)
        return rooms[event.reach]?.admit(event, like: likeness) ?? false
    }
}
