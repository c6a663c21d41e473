import AuditModel

/// Tells the rotations of a file by their names, as logrotate and shippers give them: `x.1`, `x.2.gz`, `x-20261123`, and
/// with the extension behind it `x-20261123.ndjson`.
struct RotationNames {
    private let base: [UInt8]
    /// The name without its last extension, and that extension with its dot.
    private let stem: [UInt8]
    private let suffix: [UInt8]

    init(of base: [UInt8]) {
        self.base = base
        let dot = base.lastIndex(of: UInt8(ascii: ".")).flatMap { $0 > 0 ? $0 : nil } ?? base.count
        stem = Array(base[..<dot])
        suffix = Array(base[dot...])
    }

    /// How old the rotation of that name is among those of the same form; nil for a name that is none.
    func age(of name: UntrustedText) -> Int64? {
        guard let mark = mark(of: name.bytes), let first = mark.first else { return nil }
        let digits = mark.dropFirst().filter { !Array("-_.T".utf8).contains($0) }
        guard (1...17).contains(digits.count), let number = Int(decimal: digits) else { return nil }
        let separators = Array((Self.isNumber(mark) ? "." : ".-_").utf8)
        guard separators.contains(first) else { return nil }
        return Self.isNumber(mark) ? Int64(number) : -Int64(number)
    }

    /// The number of a rotation that is counted and not dated.
    func number(of name: UntrustedText) -> Int? {
        guard let mark = mark(of: name.bytes), Self.isNumber(mark) else { return nil }
        return Int(decimal: mark.dropFirst())
    }

    /// A dot and a few digits; more of them are a date.
    private static func isNumber(_ mark: ArraySlice<UInt8>) -> Bool {
        (2...6).contains(mark.count) && mark.first == UInt8(ascii: ".") && mark.dropFirst().allSatisfy(\.isASCIIDigit)
    }

    /// What a rotation has in its name that the file has not.
    private func mark(of name: [UInt8]) -> ArraySlice<UInt8>? {
        var rest = name[...]
        for packed in [".gz", ".xz", ".zst"] where rest.suffix(packed.utf8.count).elementsEqual(packed.utf8) {
            rest = rest.dropLast(packed.utf8.count)
        }
        if rest.starts(with: base) { return rest.dropFirst(base.count) }
        guard !suffix.isEmpty, rest.starts(with: stem), rest.dropFirst(stem.count).count > suffix.count,
            rest.suffix(suffix.count).elementsEqual(suffix)
        else { return nil }
        return rest.dropFirst(stem.count).dropLast(suffix.count)
    }
}
