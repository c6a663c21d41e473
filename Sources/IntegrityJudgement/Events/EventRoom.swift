import AuditModel
import Digests

/// How many events are kept: of those that are alike, lest many hide one, in all, and how much text.
struct EventRoom<Likeness: Hashable> {
    private let all: Int
    private let alike: Int
    private var counts: [Likeness: Int] = [:]
    private var kept = 0
    private var texts: TextRoom

    init(_ room: (all: Int, alike: Int), texts: TextRoom = TextRoom()) {
        (all, alike) = room
        self.texts = texts
    }

    /// False where there is no room for one more.
    mutating func admit(_ event: EventFacts, like likeness: Likeness) -> Bool {
        let known = counts[likeness, default: 0]
        guard kept < all, known < alike, texts.admit(event) else { return false }
        kept += 1
        counts[likeness] = known + 1
        return true
    }
}

/// Room for the texts of events, which a document may fill with a megabyte of arguments.
///
/// Short ones always fit, so that a few long ones take the room of none but their like.
struct TextRoom {
    /// Bytes of text up to which an event is short, and bytes for all longer ones together.
    static let shortLimit = 8 << 10
    static let limit = 64 << 20
    private var left: Int

    init(_ limit: Int = limit) {
        left = limit
    }

    mutating func admit(_ event: EventFacts) -> Bool {
        let bytes = event.textBytes
        if bytes <= Self.shortLimit { return true }
        guard bytes <= left else { return false }
        left -= bytes
        return true
    }
}

extension EventFacts {
    /// Bytes of all texts that the event brought along.
    fileprivate var textBytes: Int {
        let single = [
            identifier, hostID, hostName, agentID, containerID, userID, userName, entryType, entrySource, file?.text,
            originalFile?.text, destination, destinationAddress,
        ]
        let several = categories + actions + ancestry
        return single.reduce(0) { $0 + ($1?.bytes.count ?? 0) } + several.reduce(0) { $0 + $1.bytes.count }
            + [process, parent, sessionLeader, groupLeader].reduce(0) { $0 + $1.textBytes }
    }
}

extension ObservedProcess {
    fileprivate var textBytes: Int {
        let single = [entityID, name, executable?.text, commandLine, workingFolder?.text]
        return single.reduce(0) { $0 + ($1?.bytes.count ?? 0) }
            + (arguments + environment).reduce(0) { $0 + $1.bytes.count }
    }
}

/// Events that were met before, by digests of their names; beyond a bound every event counts as new.
struct SeenEvents {
    private var names: Set<SHA256Digest> = []

    private static let limit = 1 << 20

    mutating func isNew(_ event: EventFacts) -> Bool {
        let name = ContentHasher.sha256(event.identifier.bytes)
        return names.count < Self.limit ? names.insert(name).inserted : !names.contains(name)
    }
}
