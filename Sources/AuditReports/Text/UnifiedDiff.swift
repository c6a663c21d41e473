package import AuditModel

/// A unified diff of two byte strings by lines, every line escaped.
package enum UnifiedDiff {
    /// Lines of either side above which no diff is computed; its cost grows with the product of length and changes.
    package static let lineLimit = 20_000

    /// Nil where the two are equal; a sentence instead of hunks where they are too long or hold a NUL byte.
    package static func text(
        from old: [UInt8], named oldName: ReportText, to new: [UInt8], named newName: ReportText, style: TextStyle
    ) -> [UInt8]? {
        if old == new { return nil }
        var lines = TextLines(style: style)
        lines.add("--- \(Escaping.printable(oldName))")
        lines.add("+++ \(Escaping.printable(newName))")
        let (left, right) = (Array(ByteLines(old)), Array(ByteLines(new)))
        if left.count > lineLimit || right.count > lineLimit || old.contains(0) || new.contains(0) {
            lines.add("the files differ (\(old.count) and \(new.count) bytes) and are too long or too binary to show")
            return lines.bytes
        }
        for hunk in hunks(of: edits(left, right)) { write(hunk, into: &lines) }
        noteFinalNewline(old, "---", into: &lines)
        noteFinalNewline(new, "+++", into: &lines)
        return lines.bytes
    }

    /// One line of the merged view.
    private enum Edit {
        case same(ArraySlice<UInt8>)
        case removed(ArraySlice<UInt8>)
        case added(ArraySlice<UInt8>)

        var isChange: Bool {
            if case .same = self { return false }
            return true
        }
    }

    private static func edits(_ left: [ArraySlice<UInt8>], _ right: [ArraySlice<UInt8>]) -> [Edit] {
        // A long common start and end is the normal case, and cheap to take off before the search.
        let head = zip(left, right).prefix { $0.elementsEqual($1) }.count
        let most = min(left.count, right.count) - head
        let tail = zip(left.reversed(), right.reversed()).prefix { $0.elementsEqual($1) }.prefix(most).count
        let difference = Array(right[head..<(right.count - tail)]).difference(
            from: Array(left[head..<(left.count - tail)]))
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset + head)
            case .insert(let offset, _, _): added.insert(offset + head)
            }
        }
        var edits: [Edit] = []
        var (old, new) = (0, 0)
        while old < left.count || new < right.count {
            if removed.contains(old) {
                edits.append(.removed(left[old]))
                old += 1
            } else if added.contains(new) {
                edits.append(.added(right[new]))
                new += 1
            } else {
                edits.append(.same(left[old]))
                old += 1
                new += 1
            }
        }
        return edits
    }

    /// A run of changes with three lines of context on each side.
    private struct Hunk {
        var oldStart: Int
        var newStart: Int
        var edits: [Edit]
    }

    private static func hunks(of edits: [Edit]) -> [Hunk] {
        let context = 3
        let changes = edits.indices.filter { edits[$0].isChange }
        var ranges: [Range<Int>] = []
        for index in changes {
            let range = max(0, index - context)..<min(edits.count, index + context + 1)
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        var hunks: [Hunk] = []
        var (old, new, done) = (1, 1, 0)
        for range in ranges {
            for edit in edits[done..<range.lowerBound] { advance(&old, &new, past: edit) }
            hunks.append(Hunk(oldStart: old, newStart: new, edits: Array(edits[range])))
            for edit in edits[range] { advance(&old, &new, past: edit) }
            done = range.upperBound
        }
        return hunks
    }

    private static func advance(_ old: inout Int, _ new: inout Int, past edit: Edit) {
        switch edit {
        case .same:
            old += 1
            new += 1
        case .removed: old += 1
        case .added: new += 1
        }
    }

    private static func write(_ hunk: Hunk, into lines: inout TextLines) {
        var (old, new) = (0, 0)
        for edit in hunk.edits { advance(&old, &new, past: edit) }
        lines.add("@@ -\(hunk.oldStart),\(old) +\(hunk.newStart),\(new) @@")
        for edit in hunk.edits {
            switch edit {
            case .same(let line): lines.add(" " + shown(line))
            case .removed(let line): lines.add(lines.style.paint("-" + shown(line), .warning))
            case .added(let line): lines.add(lines.style.paint("+" + shown(line), .alarm))
            }
        }
    }

    /// Tabs stay, since scripts are indented with them; everything else is escaped.
    private static func shown(_ line: ArraySlice<UInt8>) -> String {
        line.split(separator: 0x09, omittingEmptySubsequences: false)
            .map { Escaping.printable(UntrustedText($0)) }.joined(separator: "\t")
    }

    private static func noteFinalNewline(_ bytes: [UInt8], _ mark: String, into lines: inout TextLines) {
        if let last = bytes.last, last != 0x0A { lines.add("\\ no newline at the end of the \(mark) file") }
    }
}
