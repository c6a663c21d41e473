package import AuditModel

/// Finds what of an interest a line names: paths, package names and program names as whole words, process numbers as such.
package struct MentionMatcher: Sendable {
    private let paths: [HostPath]
    private let names: [UntrustedText]
    private let interest: HistoryInterest
    private var pathTrie = LiteralTrie()
    private var nameTrie = LiteralTrie()

    package init(_ interest: HistoryInterest) {
        self.interest = interest
        // The root is part of every path and names nothing.
        paths = interest.paths.filter { $0.bytes.count > 1 }.sorted()
        names = interest.packages.union(interest.programs).sorted()
        for (index, path) in paths.enumerated() { pathTrie.insert(path.bytes, as: index) }
        for (index, name) in names.enumerated() { nameTrie.insert(name.bytes, as: index) }
    }

    package var hasPaths: Bool { !paths.isEmpty }

    /// The paths alone, each once, in the order of the line.
    package func paths(in line: ArraySlice<UInt8>) -> [HostPath] {
        if pathTrie.isEmpty { return [] }
        var found: [HostPath] = []
        var before: UInt8 = 0x20
        for place in line.indices {
            let byte = line[place]
            defer { before = byte }
            guard byte == UInt8(ascii: "/"), !Self.continuesPath(before) else { continue }
            pathTrie.walk(line, from: place) { index, end in
                if Self.endsName(line, at: end, Self.isPathByte), !found.contains(paths[index]) {
                    found.append(paths[index])
                }
            }
        }
        return found
    }

    /// Everything that a line names, each once.
    package func subjects(in line: ArraySlice<UInt8>) -> [HistorySubject] {
        var found = paths(in: line).map { HistorySubject.path($0) }
        if !nameTrie.isEmpty { addNames(in: line, to: &found) }
        if !interest.processIDs.isEmpty { addProcesses(in: line, to: &found) }
        return found
    }

    private func addNames(in line: ArraySlice<UInt8>, to found: inout [HistorySubject]) {
        var before: UInt8 = 0x20
        for place in line.indices {
            let byte = line[place]
            defer { before = byte }
            if Self.isNameByte(before) || !Self.isNameByte(byte) { continue }
            nameTrie.walk(line, from: place) { index, end in
                guard Self.endsName(line, at: end, Self.isNameByte) else { return }
                addName(names[index], isInPath: before == UInt8(ascii: "/"), to: &found)
            }
        }
    }

    /// The last part of a path is a program, never a package: `/usr/bin/login` says nothing of the package login.
    private func addName(_ name: UntrustedText, isInPath: Bool, to found: inout [HistorySubject]) {
        var subjects: [HistorySubject] = []
        if interest.packages.contains(name), !isInPath { subjects.append(.package(name)) }
        if interest.programs.contains(name) { subjects.append(.program(name)) }
        for subject in subjects where !found.contains(subject) { found.append(subject) }
    }

    /// `[123]`, `pid=123` and all that end so, `pid 123`.
    private func addProcesses(in line: ArraySlice<UInt8>, to found: inout [HistorySubject]) {
        var place = line.startIndex
        while let start = line[place...].firstIndex(where: \.isASCIIDigit) {
            let digits = line[start...].prefix(while: \.isASCIIDigit)
            place = digits.endIndex
            guard Self.isProcessNumber(line, digits), let number = LogStamp.decimal(digits) else { continue }
            let subject = HistorySubject.processID(Int(number))
            if interest.processIDs.contains(Int(number)), !found.contains(subject) { found.append(subject) }
        }
    }

    private static func isProcessNumber(_ line: ArraySlice<UInt8>, _ digits: ArraySlice<UInt8>) -> Bool {
        let before = line[..<digits.startIndex]
        if before.last == UInt8(ascii: "[") {
            return digits.endIndex < line.endIndex && line[digits.endIndex] == UInt8(ascii: "]")
        }
        guard before.last == UInt8(ascii: "=") || before.last == 0x20, before.count >= 4 else { return false }
        return before.dropLast().suffix(3).elementsEqual("pid".utf8, by: { $0.asciiLowercased == $1 })
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: ".")
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        isNameByte(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "~")
            || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "@") || byte >= 0x80
    }

    /// Whether a slash behind this byte goes on with a path; `-/usr/bin/x` and `@/usr/bin/x` are prefixes of systemd.
    private static func continuesPath(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "~") || byte == UInt8(ascii: "/") || byte >= 0x80
    }

    /// Whether a name ends at a place: at the line's end, before a byte that no name has, or with a sentence.
    private static func endsName(_ line: ArraySlice<UInt8>, at end: Int, _ isPart: (UInt8) -> Bool) -> Bool {
        guard end < line.endIndex, isPart(line[end]) else { return true }
        guard line[end] == UInt8(ascii: ".") else { return false }
        return end + 1 == line.endIndex || !isPart(line[end + 1])
    }
}
