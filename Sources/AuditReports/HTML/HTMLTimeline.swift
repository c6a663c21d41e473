import AuditModel

/// The timeline of one case as inline SVG: a row for each kind of moment over one axis.
///
/// Positions are shares of the width and sizes are pixels, so that the words stay as large on a phone as on paper.
struct HTMLTimeline {
    /// Also the prefix of the ids in the page.
    let id: String
    let entries: [TimelineEntry]

    private static let rowHeight = 42
    /// From the top of a row to the middle of its marks.
    private static let track = 28
    /// Marks of one row that are closer than this become one with their number.
    private static let near = 70
    private static let axisHeight = 44

    var markup: Markup {
        if entries.isEmpty { return "" }
        let scale = TimelineScale(
            entries.map(\.time), wanted: entries.filter { $0.kind == .alert }.map(\.time))
        let kinds = TimelineKind.allCases.filter { kind in entries.contains { $0.kind == kind } }
        let bottom = kinds.count * Self.rowHeight
        return """
            <figure class="timeline">
            <svg width="100%" height="\(bottom + Self.axisHeight)" role="img" aria-labelledby="\(id)-t \(id)-d">
            <title id="\(id)-t">Timeline of \(id)</title><desc id="\(id)-d">\(words(kinds))</desc>
            \(scale.labels.map { grid($0, bottom) })\(kinds.enumerated().map { row($1, at: $0 * Self.rowHeight, scale) })\(axis(scale, bottom))</svg>
            <figcaption>\(caption(scale))</figcaption>
            </figure>
            """
    }

    /// What a reader without the picture is told.
    private func words(_ kinds: [TimelineKind]) -> String {
        let counts = kinds.map { kind in "\(kind.title) \(entries.count { $0.kind == kind })" }.joined(separator: ", ")
        guard let first = entries.map(\.time).min(), let last = entries.map(\.time).max() else { return counts }
        return "\(HTMLTime.short(first)) to \(HTMLTime.short(last)): \(counts). The table below tells each."
    }

    private func caption(_ scale: TimelineScale) -> String {
        let note = "UTC. The axis is compressed: wider is longer, but not in proportion."
        let breaks = scale.breaks.isEmpty ? "" : " Where it is broken, more than a day went by."
        return note + breaks + " A number counts moments close together."
    }

    private func grid(_ label: TimelineScale.Label, _ bottom: Int) -> Markup {
        let x = Self.share(label.position)
        return "<line class=\"grid\" x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"\(bottom + 6)\"/>"
    }

    private func row(_ kind: TimelineKind, at top: Int, _ scale: TimelineScale) -> Markup {
        let middle = top + Self.track
        return """
            <g class="k-\(kind.rawValue)"><text class="row" x="0" y="\(top + 12)">\(kind.title)</text>
            <line class="track" x1="0" x2="100%" y1="\(middle)" y2="\(middle)"/>\(clusters(of: kind, scale).map { mark($0, kind, at: middle) })</g>

            """
    }

    /// Moments of one row that stand at one place or too close to be told apart.
    private struct Cluster {
        let position: Int
        var entries: [TimelineEntry]
    }

    private func clusters(of kind: TimelineKind, _ scale: TimelineScale) -> [Cluster] {
        var clusters: [Cluster] = []
        for entry in entries where entry.kind == kind {
            let position = scale.position(of: entry.time)
            if let last = clusters.indices.last, position - clusters[last].position < Self.near {
                clusters[last].entries.append(entry)
            } else {
                clusters.append(Cluster(position: position, entries: [entry]))
            }
        }
        return clusters
    }

    private func mark(_ cluster: Cluster, _ kind: TimelineKind, at middle: Int) -> Markup {
        let x = Self.share(cluster.position)
        let title: Markup = "<title>\(told(cluster))</title>"
        if cluster.entries.count > 1 {
            let count = cluster.entries.count
            return """
                <g class="many\(count > 99 ? " wide" : "")">\(title)<circle cx="\(x)" cy="\(middle)" r="10"/><text x="\(x)" y="\(middle + 4)">\(count)</text></g>
                """
        }
        if kind == .alert {
            return """
                <svg x="\(x)" y="\(middle)" overflow="visible">\(title)<path d="M0-8 8 0 0 8-8 0z"/></svg>
                """
        }
        return "<circle cx=\"\(x)\" cy=\"\(middle)\" r=\"6\">\(title)</circle>"
    }

    private func told(_ cluster: Cluster) -> String {
        let shown = cluster.entries.prefix(4).map { "\(HTMLTime.short($0.time)): \(Escaping.printable($0.text))" }
        let more = cluster.entries.count - shown.count
        return (shown + (more > 0 ? ["and \(more) more"] : [])).joined(separator: "\n")
    }

    private func axis(_ scale: TimelineScale, _ bottom: Int) -> Markup {
        let line: Markup = "<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"\(bottom + 6)\" y2=\"\(bottom + 6)\"/>"
        let breaks = scale.breaks.map { place -> Markup in
            "<svg x=\"\(Self.share(place))\" y=\"\(bottom + 6)\" overflow=\"visible\"><path class=\"gap\" d=\"M-5 5-1-5M1 5 5-5\"/></svg>"
        }
        let labels = scale.labels.map { label -> Markup in
            let x = Self.share(label.position)
            let (day, clock) = Self.parts(of: label.time)
            return """
                <text class="tick" x="\(x)" y="\(bottom + 22)" text-anchor="\(label.anchor.rawValue)">\(day)<tspan x="\(x)" dy="15">\(clock)</tspan></text>
                """
        }
        return "\(line)\(breaks)\(labels)"
    }

    /// A day and a time of day; the table has the number of a time that no calendar has.
    private static func parts(of time: Timestamp) -> (day: String, clock: String) {
        let words = HTMLTime.short(time).split(separator: " ").map(String.init)
        return words.count < 2 ? ("outside the", "calendar") : (words[0], words[1])
    }

    private static func share(_ position: Int) -> String {
        "\(position / 10).\(position % 10)%"
    }
}
