package import AuditModel

/// A place where a configuration file of the operator's is wrong.
package struct SettingsMistake: Error, Hashable, Sendable {
    package let file: UntrustedText
    /// Counted from 1; 0 where the whole file is meant.
    package let line: Int
    package let field: UntrustedText?
    package let reason: ReportText

    package init(file: UntrustedText, line: Int, field: UntrustedText? = nil, reason: ReportText) {
        self.file = file
        self.line = line
        self.field = field
        self.reason = reason
    }

    /// `file:line: Field: reason`.
    package var text: ReportText {
        let place: ReportText = line > 0 ? "\(file):\(line)" : "\(file)"
        return field.map { "\(place): \($0): \(reason)" } ?? "\(place): \(reason)"
    }
}

/// One word of a value, with its line.
package struct SettingsWord: Hashable, Sendable {
    package let text: UntrustedText
    package let line: Int
}

/// One field of a configuration file: its value is a list of words, parted by white space over any number of lines.
package struct SettingsField: Sendable {
    /// As written.
    package let name: UntrustedText
    package let line: Int
    package internal(set) var words: [SettingsWord]
}

/// A configuration file in deb822(5) style, with `#` at the start of a line for a comment; it is one paragraph, and empty
/// lines between its fields mean nothing.
///
/// Strict, unlike dpkg's reading of its own files: what is not understood is a mistake, since a check that runs every
/// night under half a configuration gives false comfort.
package struct SettingsFile: Sendable {
    package private(set) var fields: [SettingsField] = []

    /// Bytes of a configuration file.
    package static let sizeLimit = 1 << 20

    package init(_ bytes: [UInt8], file: UntrustedText) throws(SettingsMistake) {
        if bytes.contains(0) { throw SettingsMistake(file: file, line: 0, reason: "it holds a NUL byte") }
        var mayContinue = false
        for (index, line) in ByteLines(bytes).enumerated() {
            let number = index + 1
            if line.first == UInt8(ascii: "#") { continue }
            if line.allSatisfy(\.isASCIISpace) {
                mayContinue = false
                continue
            }
            if line.first == 0x20 || line.first == 0x09 {
                guard mayContinue else {
                    throw SettingsMistake(
                        file: file, line: number, reason: "a continuation line without a field before it")
                }
                fields[fields.count - 1].words += Self.words(line, number)
            } else {
                try open(line, number, file)
                mayContinue = true
            }
        }
    }

    private mutating func open(_ line: ArraySlice<UInt8>, _ number: Int, _ file: UntrustedText) throws(SettingsMistake)
    {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
            throw SettingsMistake(file: file, line: number, reason: "no field name followed by a colon")
        }
        let name = UntrustedText(line[..<colon])
        if fields.contains(where: { $0.name.asciiLowercased == name.asciiLowercased }) {
            throw SettingsMistake(file: file, line: number, field: name, reason: "this field stands here twice")
        }
        fields.append(
            SettingsField(name: name, line: number, words: Self.words(line[(colon + 1)...], number)))
    }

    private static func words(_ line: ArraySlice<UInt8>, _ number: Int) -> [SettingsWord] {
        line.split(whereSeparator: \.isASCIISpace).map { SettingsWord(text: UntrustedText($0), line: number) }
    }
}
