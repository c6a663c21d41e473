import AuditModel

/// A bar of shares as inline SVG, with a text alternative and a legend that gives the numbers.
struct HTMLBar {
    /// One share.
    struct Part {
        let name: String
        let count: Int
        /// Shown under the name in the legend.
        let meaning: String
    }

    /// Also the prefix of the ids in the page.
    let id: String
    let title: String
    let parts: [Part]

    /// Units of the drawing, which is stretched to the width of its card.
    private static let width = 1_000
    private static let gap = 3
    /// No share that is not zero may be too small to see.
    private static let least = 10

    var markup: Markup {
        let shown = parts.filter { $0.count > 0 }
        let words = shown.map { "\($0.name) \(Formats.grouped($0.count))" }.joined(separator: ", ")
        return """
            <svg class="bar" viewBox="0 0 \(Self.width) 22" preserveAspectRatio="none" role="img" aria-labelledby="\(id)-t \(id)-d">
            <title id="\(id)-t">\(title)</title><desc id="\(id)-d">\(words.isEmpty ? "none" : words)</desc>
            \(rectangles(shown))</svg>
            <ul class="legend">\(parts.map(entry))</ul>
            """
    }

    private func rectangles(_ shown: [Part]) -> [Markup] {
        var start = 0
        return zip(shown, widths(shown)).map { part, width in
            defer { start += width + Self.gap }
            return "<rect class=\"f-\(part.name)\" x=\"\(start)\" y=\"0\" width=\"\(width)\" height=\"22\"/>"
        }
    }

    /// Widths in proportion that fill the bar exactly; the widest share takes what rounding leaves.
    private func widths(_ shown: [Part]) -> [Int] {
        let total = shown.reduce(0) { $0 + $1.count }
        let free = Self.width - Self.gap * max(0, shown.count - 1) - Self.least * shown.count
        var widths = shown.map { Self.least + free * $0.count / max(1, total) }
        if let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) {
            widths[widest] += Self.width - Self.gap * (shown.count - 1) - widths.reduce(0, +)
        }
        return widths
    }

    private func entry(_ part: Part) -> Markup {
        let note: Markup? = part.meaning.isEmpty || part.count == 0 ? nil : "<small>\(part.meaning)</small>"
        let style = part.count == 0 ? " class=\"none\"" as Markup : ""
        return """
            <li\(style)><i class="f-\(part.name)"></i><span>\(part.name)</span><b>\(Formats.grouped(part.count))</b>\(note)</li>
            """
    }
}
