package import AuditModel

/// What tells the audited host from others that share an event file.
package struct HostIdentity: Sendable {
    private let name: [UInt8]?
    private let machineID: [UInt8]?

    package init(_ host: HostDescription) {
        name = host.hostname.map { Self.shortName($0) }
        machineID = host.machineID.map { Self.hexDigits($0) }
    }

    /// Whether an event tells of the audited host.
    ///
    /// `host.id` is the machine-id where Elastic Defend sends it; a name is compared without its domain and without regard to
    /// case, as a resolver would.
    package func relation(of event: EventFacts) -> HostRelation {
        var isComparable = false
        if let machineID, let id = event.hostID {
            if Self.hexDigits(id) == machineID { return .same }
            isComparable = true
        }
        if let name, let other = event.hostName, !name.isEmpty {
            return Self.shortName(other) == name ? .same : .other
        }
        return isComparable ? .other : .unstated
    }

    private static func shortName(_ name: UntrustedText) -> [UInt8] {
        name.bytes.prefix { $0 != UInt8(ascii: ".") }.map(\.asciiLowercased)
    }

    private static func hexDigits(_ id: UntrustedText) -> [UInt8] {
        id.bytes.filter { $0 != UInt8(ascii: "-") }.map(\.asciiLowercased)
    }
}
