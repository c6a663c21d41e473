import AuditModel

/// What no reading of a tree gives, and what would harm the code that takes it for the result of one.
enum SavedPlausibility {
    /// What counts and orders are below, so that sums of them fit.
    private static let counts = 0..<(1 << 48)
    /// A time that a log of packages can write, and many more.
    private static let seconds = -(Int64(1) << 48)..<(Int64(1) << 48)

    /// What is wrong with the facts of a tree; nil for nothing.
    static func doubt(about tree: TreeFacts) -> ReportText? {
        let readings = tree.artifacts.compactMap(\.reading) + tree.apt.files.map(\.reading) + tree.dpkg.map(\.reading)
        let orders = readings.compactMap { reading in
            if case .read(let order) = reading { order } else { nil }
        }
        let lines = tree.md5sumsNotes.flatMap { [$0.usableLines, $0.unusableLines, $0.sha256Lines] }
        let omissions = tree.recordedOmissions.values.flatMap { [$0.named, $0.count] }
        if !([tree.coverage.examined] + orders + lines + omissions).allSatisfy(counts.contains) {
            return "a count that no tree gives"
        }
        return tree.lastLogged.values.allSatisfy { seconds.contains($0.seconds) } ? nil : "a time that no log gives"
    }

    /// What is wrong with what events said; nil for nothing.
    static func doubt(about testimony: Testimony) -> ReportText? {
        var numbers = testimony.exceptions.map(\.useCount)
        if let events = testimony.events {
            numbers += [
                events.documents, events.matched, events.excluded, events.undecided, events.repeated,
                events.ofOtherHosts, events.omitted,
            ]
            let facts = events.alerts.map(\.facts) + events.touching + events.network + Array(events.processes.values)
            for event in facts {
                numbers += [event.process, event.parent, event.sessionLeader, event.groupLeader].map(\.omittedArguments)
            }
        }
        if !numbers.allSatisfy(counts.contains) { return "a count that no events give" }
        // They stand in anchors and paths of reports.
        let ids = (testimony.events?.alerts ?? []).flatMap { [$0.id, $0.uuid] }
        let arePlain = ids.joined().utf8.allSatisfy { byte in
            byte.isASCIIDigit || byte.isASCIILetter || byte == UInt8(ascii: "-")
        }
        return arePlain ? nil : "an alert whose id is none"
    }
}
