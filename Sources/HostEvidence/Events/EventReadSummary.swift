package import AuditModel
package import FileFormats

/// Ceilings for one event document.
package struct EventLimits: Hashable, Sendable {
    /// Bytes of one document or line.
    package var documentBytes = 1 << 20
    /// Arrays and objects inside each other.
    package var depth = 64

    package init() {}
}

/// How many documents were unusable for one reason, and where the first of them stand.
package struct UnusableTally: Hashable, Sendable {
    package let reason: UnusableReason
    package fileprivate(set) var count: Int
    /// At most five.
    package fileprivate(set) var first: [EventPosition]
    /// What they looked like, each once, at most three.
    package fileprivate(set) var shapes: [ReportText]
}

/// What was read of one input.
package struct EventReadSummary: Sendable {
    package let input: UntrustedText
    /// Documents that were looked at, usable or not.
    package internal(set) var documents = 0
    /// Bytes of the decompressed text.
    package internal(set) var bytes: UInt64 = 0
    /// One entry for each reason that occurred, in the order of `UnusableReason`.
    package private(set) var unusable: [UnusableTally] = []
    /// Why the input could not be read at all or to its end.
    package internal(set) var failure: ReportText?

    init(input: UntrustedText) {
        self.input = input
    }

    /// True where every document was looked at and evaluated.
    package var isComplete: Bool { unusable.isEmpty && failure == nil }

    mutating func count(_ reason: UnusableReason, at position: EventPosition, shape: ReportText? = nil) {
        guard let index = unusable.firstIndex(where: { $0.reason == reason }) else {
            unusable.append(
                UnusableTally(reason: reason, count: 1, first: [position], shapes: shape.map { [$0] } ?? []))
            let order = UnusableReason.allCases
            unusable.sort { (order.firstIndex(of: $0.reason) ?? 0) < (order.firstIndex(of: $1.reason) ?? 0) }
            return
        }
        unusable[index].count += 1
        let isSamePlace = unusable[index].first.last == position
        if unusable[index].first.count < 5, !isSamePlace { unusable[index].first.append(position) }
        if let shape, unusable[index].shapes.count < 3, !unusable[index].shapes.contains(shape) {
            unusable[index].shapes.append(shape)
        }
    }
}
