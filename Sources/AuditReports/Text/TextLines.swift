/// Collects the lines of a text report.
struct TextLines {
    private(set) var lines: [String] = []
    let style: TextStyle

    init(style: TextStyle) {
        self.style = style
    }

    mutating func add(_ line: String = "") {
        lines.append(line)
    }

    /// A section's heading, with an empty line before it.
    mutating func heading(_ text: String) {
        add()
        add(style.paint(text, .strong))
    }

    /// Words wrapped to the width, with the first line after `lead` and the others indented as far.
    mutating func wrapped(_ text: String, lead: String) {
        let indent = String(repeating: " ", count: lead.unicodeScalars.count)
        var line = lead
        var isEmpty = true
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            if !isEmpty, line.unicodeScalars.count + 1 + word.unicodeScalars.count > style.width {
                add(line)
                line = indent
                isEmpty = true
            }
            line += isEmpty ? String(word) : " " + word
            isEmpty = false
        }
        add(line)
    }

    /// A table with columns as wide as their widest cell; the last column runs free.
    mutating func table(_ rows: [[String]], indent: Int, rightAligned: Set<Int> = []) {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].unicodeScalars.count : 0 }.max() ?? 0
        }
        for row in rows {
            var line = String(repeating: " ", count: indent)
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.unicodeScalars.count)
                let isLast = column == row.count - 1
                if rightAligned.contains(column) {
                    line += padding + cell
                } else {
                    line += isLast ? cell : cell + padding
                }
                if !isLast { line += "  " }
            }
            add(line)
        }
    }

    /// Everything as bytes, each line ended by a newline.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for line in lines {
            bytes += line.utf8
            bytes.append(0x0A)
        }
        return bytes
    }
}
