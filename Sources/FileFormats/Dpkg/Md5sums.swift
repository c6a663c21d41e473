package import AuditModel

/// One line of an md5sums file, its path still in the buffer.
package struct Md5sumsEntry: Sendable {
    package let digest: MD5Digest
    /// Without a leading `/` or `./`, as dpkg writes it.
    package let path: ArraySlice<UInt8>
    /// Counted from 1.
    package let line: Int
}

/// Reads an md5sums file (deb-md5sums(5)), going on after the malformed lines that third parties ship.
package enum Md5sums {
    /// What one line holds.
    package enum Line: Sendable {
        case entry(Md5sumsEntry, note: Note?)
        case unusable(Note)
    }

    /// What is wrong with one line, before anyone says of which file.
    package struct Note: Sendable {
        package let kind: ParseProblem.Kind
        package let reason: ReportText

        init(_ kind: ParseProblem.Kind, _ reason: ReportText) {
            self.kind = kind
            self.reason = reason
        }

        package func problem(in file: HostPath, line: Int) -> ParseProblem {
            ParseProblem(file: file, line: line, kind: kind, reason: reason)
        }
    }

    /// Calls `visit` for every line, in order.
    ///
    /// Tolerated, each with a note: one space or a tab instead of two spaces, `*` for binary mode, a leading `/` or
    /// `./`. Not usable: a digest of another length, such as SHA-256, and a line without a path.
    package static func read(_ bytes: [UInt8], _ visit: (Int, Line) -> Void) {
        var number = 0
        for line in ByteLines(bytes) {
            number += 1
            visit(number, read(line, number: number))
        }
    }

    /// Only the usable entries.
    package static func entries(in bytes: [UInt8]) -> [Md5sumsEntry] {
        var entries: [Md5sumsEntry] = []
        read(bytes) { _, line in
            if case .entry(let entry, _) = line { entries.append(entry) }
        }
        return entries
    }

    private static func read(_ raw: ArraySlice<UInt8>, number: Int) -> Line {
        let line = raw.last == 0x0D ? raw.dropLast() : raw
        let rest = line.dropFirst(32)
        guard let digest = MD5Digest(hex: line.prefix(32)), rest.first.flatMap(Hexadecimal.value) == nil else {
            let digits = line.prefix { Hexadecimal.value($0) != nil }.count
            return .unusable(
                digits == 64
                    ? Note(.foreignDigest, "a SHA-256 digest, at which dpkg --verify stops")
                    : Note(.noDigest, "no MD5 digest at the start of the line, at which dpkg --verify stops"))
        }
        let separator = rest.prefix { $0 == 0x20 || $0 == 0x09 }
        var path = rest.dropFirst(separator.count)
        var note =
            separator.elementsEqual([0x20, 0x20])
            ? nil : Note(.oddSeparator, "not two spaces after the digest, at which dpkg --verify stops")
        if separator.count == 1, path.first == UInt8(ascii: "*") {
            path = path.dropFirst()
        }
        if path.starts(with: "./".utf8) {
            path = path.dropFirst(2)
            note = Note(.dotPath, "the path starts with ./")
        }
        if path.first == UInt8(ascii: "/") {
            path = path.drop { $0 == UInt8(ascii: "/") }
            note = Note(.absolutePath, "the path starts with /")
        }
        if separator.isEmpty || path.isEmpty { return .unusable(Note(.noPath, "no path after the digest")) }
        if raw.count != line.count { note = Note(.carriageReturn, "the line ends with a carriage return") }
        return .entry(Md5sumsEntry(digest: digest, path: path, line: number), note: note)
    }
}
