import Testing

/// Compares two lists and records the lines that only one has, which a failed `#expect` would cut short.
func expectSame<Element: Hashable & CustomStringConvertible>(
    _ seen: [Element], _ expected: [Element], _ what: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    if seen == expected { return }
    let difference = seen.difference(from: expected).map { change -> String in
        switch change {
        case .insert(_, let element, _): "  not expected: \(element)"
        case .remove(_, let element, _): "  not seen:     \(element)"
        }
    }
    Issue.record("\(what):\n\(difference.joined(separator: "\n"))", sourceLocation: sourceLocation)
}
