/// Where a statement stands, for messages.
package struct TreePlace: Sendable, CustomStringConvertible {
    package let file: String
    package let line: Int

    package var description: String { "\(file):\(line)" }
}

/// A mistake in a tree description, with its place.
package struct TreeDescriptionError: Error, CustomStringConvertible {
    package let place: TreePlace
    package let reason: String

    package var description: String { "\(place): \(reason)" }
}

/// One statement of a tree description.
package struct TreeStatement: Sendable {
    package let place: TreePlace
    package let verb: String
    /// Positional words as bytes, escapes resolved.
    package let words: [[UInt8]]
    /// `key=value` words.
    package let options: [String: String]
    /// The lines of a here-document.
    package let body: [UInt8]?
    /// The statements between `package` and `end`.
    package var children: [TreeStatement] = []

    package func failure(_ reason: String) -> TreeDescriptionError {
        TreeDescriptionError(place: place, reason: "\(verb): \(reason)")
    }

    /// The n-th word; a missing one is a mistake of the description.
    package func word(_ index: Int) throws(TreeDescriptionError) -> [UInt8] {
        guard index < words.count else { throw failure("needs \(index + 1) words, has \(words.count)") }
        return words[index]
    }

    package func text(_ index: Int) throws(TreeDescriptionError) -> String {
        String(decoding: try word(index), as: UTF8.self)
    }

    package func requiredBody() throws(TreeDescriptionError) -> [UInt8] {
        guard let body else { throw failure("needs a body: <<END ... END") }
        return body
    }

    /// An octal mode option.
    package func mode(_ key: String = "mode") throws(TreeDescriptionError) -> UInt32? {
        guard let text = options[key] else { return nil }
        guard let mode = UInt32(text, radix: 8), mode <= 0o7777 else { throw failure("\(text) is no mode") }
        return mode
    }

    package func time(_ key: String = "mtime") throws(TreeDescriptionError) -> Int64? {
        guard let text = options[key] else { return nil }
        return try seconds(text)
    }

    /// Seconds since 1970, or a day as `2024-03-01`.
    package func seconds(_ text: String) throws(TreeDescriptionError) -> Int64 {
        if let seconds = Int64(text) { return seconds }
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]), (1...31).contains(parts[2]) else {
            throw failure("\(text) is no time")
        }
        // Days of the civil calendar, counted from 1 March so that a leap day ends a year.
        let year = parts[1] > 2 ? parts[0] : parts[0] - 1
        let dayOfYear = (153 * ((parts[1] + 9) % 12) + 2) / 5 + parts[2] - 1
        let era = year / 400
        let days = era * 146_097 + (year - era * 400) * 365 + (year - era * 400) / 4 - (year - era * 400) / 100
        return Int64(days + dayOfYear - 719_468) * 86_400
    }

    /// `uid:gid`.
    package func owner(_ text: String) throws(TreeDescriptionError) -> (uid: UInt32, gid: UInt32) {
        let parts = text.split(separator: ":").compactMap { UInt32($0) }
        guard parts.count == 2 else { throw failure("\(text) is no uid:gid") }
        return (parts[0], parts[1])
    }
}
