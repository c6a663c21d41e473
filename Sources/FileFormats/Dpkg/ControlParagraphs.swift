package import AuditModel

/// One field of a deb822(5) paragraph, by its place in the buffer.
package struct ControlField: Sendable {
    /// The name as written.
    package let name: Range<Int>
    /// The first line's value and every continuation line, newlines included.
    package let value: Range<Int>
    /// Counted from 1.
    package let line: Int
}

/// One paragraph of a deb822(5) file.
package struct ControlParagraph: Sendable {
    package internal(set) var fields: [ControlField] = []
    /// The line of its first field.
    package let line: Int
}

/// A deb822(5) file taken apart, with positions; what breaks the format is a problem and reading goes on.
///
/// Follows dpkg's lib/dpkg/parse.c: a blank line ends a paragraph, a line that starts with white space continues a
/// field, names are compared without regard to ASCII case.
package struct ControlParagraphs: Sendable {
    package let bytes: [UInt8]
    package private(set) var paragraphs: [ControlParagraph] = []
    package private(set) var problems: [ParseProblem] = []
    private let file: HostPath
    private let refusesSpaces: Bool

    /// - Parameter refusesSpaces: whether a line of white space alone is an error, as it is to dpkg in its own files;
    ///   deb822(5) takes it for a blank line.
    package init(_ bytes: [UInt8], file: HostPath, refusesSpaces: Bool = false) {
        self.bytes = bytes
        self.file = file
        self.refusesSpaces = refusesSpaces
        read()
    }

    /// The value of a field, trimmed; of several with one name the last, as dpkg and apt keep it.
    package func value(_ name: StaticString, in paragraph: ControlParagraph) -> ArraySlice<UInt8>? {
        field(name, in: paragraph).map { bytes[$0.value].trimmingASCIISpace }
    }

    package func field(_ name: StaticString, in paragraph: ControlParagraph) -> ControlField? {
        paragraph.fields.last { matches($0, name) }
    }

    private func matches(_ field: ControlField, _ name: StaticString) -> Bool {
        guard field.name.count == name.utf8CodeUnitCount else { return false }
        return bytes[field.name].elementsEqual(name.description.utf8) { $0.asciiLowercased == $1.asciiLowercased }
    }

    private mutating func read() {
        var cursor = 0
        var line = 0
        var current: ControlParagraph?
        while cursor < bytes.count {
            line += 1
            let end = bytes[cursor...].firstIndex(of: 0x0A) ?? bytes.count
            defer { cursor = end + 1 }
            let content = cursor..<end
            if bytes[content].allSatisfy(\.isASCIISpace) {
                if refusesSpaces, !content.isEmpty {
                    problem(line, .blankLine, "a line of white space alone, at which dpkg stops")
                }
                close(&current)
            } else if bytes[cursor] == 0x20 || bytes[cursor] == 0x09 {
                extend(&current, to: end, line: line)
            } else {
                open(content, line: line, in: &current)
            }
        }
        if let last = bytes.last, last != 0x0A {
            problem(line, .cutOffLine, "the file ends in the middle of a line")
        }
        close(&current)
    }

    private mutating func close(_ current: inout ControlParagraph?) {
        guard let paragraph = current else { return }
        noteDuplicates(in: paragraph)
        paragraphs.append(paragraph)
        current = nil
    }

    private mutating func extend(_ current: inout ControlParagraph?, to end: Int, line: Int) {
        guard let last = current?.fields.popLast() else {
            problem(line, .strayContinuation, "a continuation line without a field before it")
            return
        }
        current?.fields.append(
            ControlField(name: last.name, value: last.value.lowerBound..<end, line: last.line))
    }

    private mutating func open(_ content: Range<Int>, line: Int, in current: inout ControlParagraph?) {
        guard let colon = bytes[content].firstIndex(of: UInt8(ascii: ":")), colon > content.lowerBound else {
            problem(
                line, .noFieldName,
                "no field name followed by a colon: \(UntrustedText(bytes[content].prefix(80)))")
            return
        }
        var nameEnd = colon
        while nameEnd > content.lowerBound, bytes[nameEnd - 1].isASCIISpace { nameEnd -= 1 }
        if bytes[content.lowerBound..<nameEnd].contains(where: { $0.isASCIISpace || $0 == 0 }) {
            problem(line, .malformedFieldName, "white space or NUL in a field name")
        }
        var paragraph = current ?? ControlParagraph(line: line)
        paragraph.fields.append(
            ControlField(name: content.lowerBound..<nameEnd, value: (colon + 1)..<content.upperBound, line: line))
        current = paragraph
    }

    private mutating func noteDuplicates(in paragraph: ControlParagraph) {
        guard mayHoldDuplicates(paragraph.fields) else { return }
        var seen: Set<UntrustedText> = []
        for field in paragraph.fields {
            let name = UntrustedText(bytes[field.name].lazy.map(\.asciiLowercased))
            if !seen.insert(name).inserted {
                problem(
                    field.line, .repeatedField,
                    "the field \(UntrustedText(bytes[field.name])) stands twice in one paragraph")
            }
        }
    }

    /// Compares each name with each other where they are few, as in every real paragraph; many are left to a set, so that
    /// a hostile file costs no more than its length.
    private func mayHoldDuplicates(_ fields: [ControlField]) -> Bool {
        if fields.count > 48 { return true }
        for (index, field) in fields.enumerated() {
            for earlier in fields[..<index] where earlier.name.count == field.name.count {
                let isSame = bytes[earlier.name].elementsEqual(bytes[field.name]) {
                    $0.asciiLowercased == $1.asciiLowercased
                }
                if isSame { return true }
            }
        }
        return false
    }

    private mutating func problem(_ line: Int, _ kind: ParseProblem.Kind, _ reason: ReportText) {
        problems.append(ParseProblem(file: file, line: line, kind: kind, reason: reason))
    }
}
