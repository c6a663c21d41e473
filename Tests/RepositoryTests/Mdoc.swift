/// Text of the program as lines of mdoc(7).
enum Mdoc {
    /// A one-line description: no capital at the start, no full stop at the end.
    static func title(_ text: String) -> String {
        let end = text.hasSuffix(".") ? text.dropLast() : text[...]
        return words(end.prefix(1).lowercased() + end.dropFirst())
    }

    /// Arguments of a macro: words that are names of macros must not be called.
    static func words(_ text: String) -> String {
        text.split(separator: " ").map { word in
            (word.wholeMatch(of: /[%A-Z][A-Za-z0-9]{1,2}/) == nil ? "" : #"\&"#) + escaped(String(word))
        }
        .joined(separator: " ")
    }

    /// Every sentence on a line of its own, as manual pages are written.
    static func sentences(_ text: String) -> [String] {
        text.replacing(/([.;:]) ([A-Z])/) { "\($0.output.1)\n\($0.output.2)" }.split(separator: "\n").map { sentence in
            let line = escaped(String(sentence))
            return line.hasPrefix(".") || line.hasPrefix("'") ? #"\&"# + line : line
        }
    }

    /// Sentences, with a break where the text has a line feed.
    static func paragraphs(_ text: String) -> [String] {
        Array(text.split(separator: "\n").map { sentences(String($0)) }.joined(separator: [".Pp"]))
    }

    /// The lines of SEE ALSO: by section, then by name, with commas between.
    static func references(_ pages: [(name: String, section: Int)]) -> [String] {
        let sorted = pages.sorted { ($0.section, $0.name) < ($1.section, $1.name) }
        return sorted.enumerated().map { index, page in
            ".Xr \(page.name) \(page.section)" + (index + 1 == sorted.count ? "" : " ,")
        }
    }

    /// Backslashes, and the hyphens of option names, which must be able to be copied from the page.
    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: #"\e"#)
            .replacing(/(^|[ (])(--?)(?=[a-z])/) { match in
                match.output.1 + match.output.2.replacing("-", with: #"\-"#)
            }
    }
}
