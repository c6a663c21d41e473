package import AuditModel

/// Finds what of an interest a line names: paths, package names and program names as whole words, process numbers as such.
package struct MentionMatcher: Sendable {
    private let paths: [HostPath]
    private let names: [UntrustedText]
    private let interest: HistoryInterest
    private let pathTrie: LiteralTrie
    private let nameTrie: LiteralTrie
    /// Paths and names of the interest that are longer than the kernel allows, or for which there is no room.
    package let omitted: Int

    /// PATH_MAX and NAME_MAX of linux/limits.h.
    private static let pathLimit = 4_096
    private static let nameLimit = 255

    package init(_ interest: HistoryInterest) {
        self.interest = interest
        // The root is part of every path and names nothing.
        let allPaths = interest.paths.filter { $0.bytes.count > 1 }.sorted()
        let allNames = interest.packages.union(interest.programs).filter { !$0.isEmpty }.sorted()
        paths = Self.fitting(allPaths, Self.pathLimit) { $0.bytes.count }
        names = Self.fitting(allNames, Self.nameLimit) { $0.bytes.count }
        omitted = allPaths.count + allNames.count - paths.count - names.count
        pathTrie = LiteralTrie(paths.map(\.bytes)) { before, _ in !Self.continuesPath(before) }
        nameTrie = LiteralTrie(names.map(\.bytes)) { before, first in
            !Self.isNameByte(before) && Self.isNameByte(first)
        }
    }

    private static func fitting<Literal>(_ all: [Literal], _ limit: Int, _ count: (Literal) -> Int) -> [Literal] {
        var room = LiteralTrie.limit
        return all.filter { literal in
            guard count(literal) <= min(limit, room) else { return false }
            room -= count(literal)
            return true
        }
    }

    package var hasPaths: Bool { !paths.isEmpty }

    /// The paths alone, each once, in the order of the line.
    package func paths(in line: ArraySlice<UInt8>) -> [HostPath] {
        if pathTrie.isEmpty { return [] }
        var found: [LiteralTrie.Match] = []
        pathTrie.search(line, mayEnd: { Self.endsName(line, at: $0, Self.isPathByte) }) { match in
            found.append(match)
            return true
        }
        return found.sorted(by: Self.precedes).map { paths[$0.literal] }
    }

    /// By where they begin; of those that begin together the shorter first.
    private static func precedes(_ left: LiteralTrie.Match, _ right: LiteralTrie.Match) -> Bool {
        (left.start, left.end) < (right.start, right.end)
    }

    /// Everything that a line names, each once.
    package func subjects(in line: ArraySlice<UInt8>) -> [HistorySubject] {
        var found = paths(in: line).map { HistorySubject.path($0) }
        if !nameTrie.isEmpty { addNames(in: line, to: &found) }
        if !interest.processIDs.isEmpty { addProcesses(in: line, to: &found) }
        return found
    }

    private func addNames(in line: ArraySlice<UInt8>, to found: inout [HistorySubject]) {
        var matches: [LiteralTrie.Match] = []
        var inPath: Set<Int> = []
        nameTrie.search(line, mayEnd: { Self.endsName(line, at: $0, Self.isNameByte) }) { match in
            let isInPath = match.start > line.startIndex && line[match.start - 1] == UInt8(ascii: "/")
            if !isInPath || inPath.insert(match.literal).inserted { matches.append(match) }
            return !isInPath
        }
        var seen: Set<HistorySubject> = []
        for match in matches.sorted(by: Self.precedes) {
            let isInPath = match.start > line.startIndex && line[match.start - 1] == UInt8(ascii: "/")
            found += subjects(named: names[match.literal], isInPath: isInPath).filter { seen.insert($0).inserted }
        }
    }

    /// The last part of a path is a program, never a package: `/usr/bin/login` says nothing of the package login.
    private func subjects(named name: UntrustedText, isInPath: Bool) -> [HistorySubject] {
        (interest.packages.contains(name) && !isInPath ? [.package(name)] : [])
            + (interest.programs.contains(name) ? [.program(name)] : [])
    }

    /// `[123]`, `pid=123` and all that end so, `pid 123`.
    private func addProcesses(in line: ArraySlice<UInt8>, to found: inout [HistorySubject]) {
        var seen: Set<HistorySubject> = []
        var place = line.startIndex
        while let start = line[place...].firstIndex(where: \.isASCIIDigit) {
            let digits = line[start...].prefix(while: \.isASCIIDigit)
            place = digits.endIndex
            guard Self.isProcessNumber(line, digits), let number = LogStamp.decimal(digits) else { continue }
            let subject = HistorySubject.processID(Int(number))
            if interest.processIDs.contains(Int(number)), seen.insert(subject).inserted { found.append(subject) }
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
