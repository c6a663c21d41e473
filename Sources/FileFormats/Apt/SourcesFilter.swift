package import AuditModel

/// Cuts a sources file (sources.list(5)) down to the lines that a fetch may use.
///
/// `file:` becomes `copy:`, which reaches the same places: of `file:` apt keeps links to the lists and not the lists.
package enum SourcesFilter {
    /// Schemes that need no program beyond apt's own methods for plain transfer.
    private static let schemes: [StaticString] = ["http:", "https:", "file:", "copy:"]

    /// The usable part of a one-line style file, and why each other line was left out.
    package static func list(_ bytes: [UInt8], file: HostPath) -> (kept: [UInt8], refused: [ParseProblem]) {
        var kept: [UInt8] = []
        var refused: [ParseProblem] = []
        for (number, raw) in zip(1..., ByteLines(bytes)) {
            let line = raw.prefix { $0 != UInt8(ascii: "#") }.trimmingASCIISpace
            if line.isEmpty || words(line).first?.elementsEqual("deb-src".utf8) == true { continue }
            if let (kind, reason) = refusal(ofLine: line) {
                refused.append(ParseProblem(file: file, line: number, kind: kind, reason: reason))
                continue
            }
            kept += copying(line) + [0x0A]
        }
        return (kept, refused)
    }

    /// The usable paragraphs of a deb822 style file, types cut down to `deb`, and why each other one was left out.
    package static func deb822(_ bytes: [UInt8], file: HostPath) -> (kept: [UInt8], refused: [ParseProblem]) {
        // A remark may stand inside a field, so it is cut out; the lines that are left remember where they stood.
        let lines = zip(1..., ByteLines(bytes)).filter { $0.1.first != UInt8(ascii: "#") }
        let paragraphs = ControlParagraphs(lines.flatMap { $0.1 + [0x0A] }, file: file)
        func place(_ line: Int?) -> Int? {
            line.map { $0 <= lines.count ? lines[$0 - 1].0 : $0 }
        }
        var kept: [UInt8] = []
        var refused = paragraphs.problems.map {
            ParseProblem(file: file, line: place($0.line), kind: $0.kind, reason: $0.reason)
        }
        for paragraph in paragraphs.paragraphs {
            let types = paragraphs.value("Types", in: paragraph).map(words) ?? []
            guard types.contains(where: { $0.elementsEqual("deb".utf8) }) else { continue }
            if paragraphs.value("Enabled", in: paragraph).map(isNo) == true { continue }
            let uris = paragraphs.value("URIs", in: paragraph).map(words) ?? []
            if uris.isEmpty || !uris.allSatisfy(isPlain) {
                refused.append(
                    ParseProblem(
                        file: file, line: place(paragraph.line), kind: .otherScheme,
                        reason: "a source that is not plain http, https, file or copy"))
                continue
            }
            kept += "Types: deb\n".utf8
            for field in paragraph.fields where !isNamed("types", paragraphs.bytes[field.name]) {
                let (name, value) = (paragraphs.bytes[field.name], paragraphs.bytes[field.value])
                kept += name + [UInt8(ascii: ":")]
                kept += (isNamed("uris", name) ? copying(value) : Array(value)) + [0x0A]
            }
            kept.append(0x0A)
        }
        return (kept, refused)
    }

    private static func refusal(
        ofLine line: ArraySlice<UInt8>
    ) -> (kind: ParseProblem.Kind, reason: ReportText)? {
        guard words(line).first?.elementsEqual("deb".utf8) == true else {
            return (.notDeb, "not a deb line")
        }
        // apt takes quotes and brackets inside a word together, and could see another address than we do.
        if line.contains(where: { $0 == UInt8(ascii: "\"") || ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) {
            return (.quotedSource, "a line with quotes or control characters")
        }
        var rest = line.dropFirst(3).trimmingASCIISpace
        if rest.first == UInt8(ascii: "[") {
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else {
                return (.malformedOptions, "an option list that does not end")
            }
            if rest[..<end].dropFirst().contains(UInt8(ascii: "[")) {
                return (.malformedOptions, "a bracket inside an option list")
            }
            rest = rest[(end + 1)...].trimmingASCIISpace
        }
        guard let uri = words(rest).first, isPlain(uri) else {
            return (.otherScheme, "a source that is not plain http, https, file or copy")
        }
        return nil
    }

    private static func words(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        text.split(whereSeparator: \.isASCIISpace)
    }

    private static func isPlain(_ uri: ArraySlice<UInt8>) -> Bool {
        schemes.contains { scheme in
            uri.count > scheme.utf8CodeUnitCount
                && zip(uri, scheme.description.utf8).allSatisfy { $0.asciiLowercased == $1 }
        }
    }

    private static func isNamed(_ wanted: String, _ name: ArraySlice<UInt8>) -> Bool {
        name.map(\.asciiLowercased).elementsEqual(wanted.utf8)
    }

    /// The text with each word that begins with `file:` beginning with `copy:`.
    private static func copying(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var copy = Array(text)
        for word in words(copy[...]) where word.count > 5 {
            guard zip(word, "file:".utf8).allSatisfy({ $0.asciiLowercased == $1 }) else { continue }
            copy.replaceSubrange(word.startIndex..<word.startIndex + 5, with: "copy:".utf8)
        }
        return copy
    }

    private static func isNo(_ value: ArraySlice<UInt8>) -> Bool {
        ["0", "no", "false", "without", "off", "disable"].contains { word in
            value.count == word.utf8.count && zip(value, word.utf8).allSatisfy { $0.asciiLowercased == $1 }
        }
    }
}
