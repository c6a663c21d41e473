package import AuditModel

/// Cuts a sources file (sources.list(5)) down to the lines that a fetch may use.
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
            if let reason = refusal(ofLine: line) {
                refused.append(ParseProblem(file: file, line: number, reason: reason))
                continue
            }
            kept += line + [0x0A]
        }
        return (kept, refused)
    }

    /// The usable paragraphs of a deb822 style file, types cut down to `deb`, and why each other one was left out.
    package static func deb822(_ bytes: [UInt8], file: HostPath) -> (kept: [UInt8], refused: [ParseProblem]) {
        let text = ByteLines(bytes).flatMap { line -> [UInt8] in
            line.first == UInt8(ascii: "#") ? [] : Array(line) + [0x0A]
        }
        let paragraphs = ControlParagraphs(text, file: file)
        var kept: [UInt8] = []
        var refused = paragraphs.problems
        for paragraph in paragraphs.paragraphs {
            let types = paragraphs.value("Types", in: paragraph).map(words) ?? []
            guard types.contains(where: { $0.elementsEqual("deb".utf8) }) else { continue }
            if paragraphs.value("Enabled", in: paragraph).map(isNo) == true { continue }
            let uris = paragraphs.value("URIs", in: paragraph).map(words) ?? []
            if uris.isEmpty || !uris.allSatisfy(isPlain) {
                refused.append(
                    ParseProblem(
                        file: file, line: paragraph.line, reason: "a source that is not plain http, https, file or copy"
                    ))
                continue
            }
            kept += "Types: deb\n".utf8
            for field in paragraph.fields where !paragraphs.bytes[field.name].elementsEqual("Types".utf8) {
                kept += paragraphs.bytes[field.name] + Array(":".utf8) + paragraphs.bytes[field.value] + [0x0A]
            }
            kept.append(0x0A)
        }
        return (kept, refused)
    }

    private static func refusal(ofLine line: ArraySlice<UInt8>) -> ReportText? {
        guard words(line).first?.elementsEqual("deb".utf8) == true else { return "not a deb line" }
        var rest = line.dropFirst(3).trimmingASCIISpace
        if rest.first == UInt8(ascii: "[") {
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return "an option list that does not end" }
            rest = rest[(end + 1)...].trimmingASCIISpace
        }
        guard let uri = words(rest).first, isPlain(uri) else {
            return "a source that is not plain http, https, file or copy"
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

    private static func isNo(_ value: ArraySlice<UInt8>) -> Bool {
        ["no", "false", "without", "off", "disable"].contains { word in
            value.count == word.utf8.count && zip(value, word.utf8).allSatisfy { $0.asciiLowercased == $1 }
        }
    }
}
