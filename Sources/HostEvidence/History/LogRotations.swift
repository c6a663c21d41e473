import AuditModel
import TreeReading

/// One file of a log: the log itself, or a rotation of it.
struct LogFile {
    let folder: HostFolder
    let name: UntrustedText
    let source: HistorySource

    var path: HostPath { folder.path.appending(name) }
}

/// A log with its rotations by logrotate and auditd: `x`, `x.1`, `x.2.gz`, `x-20240501`, `x.20240501.xz`.
struct LogRotations {
    /// Newest first.
    let files: [LogFile]
    /// Names that begin with the log's, and that nothing is known of.
    let others: [HostPath]

    init(of source: HistorySource, in folder: HostFolder, _ names: [UntrustedText]) {
        let base = source.rawValue.utf8.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? []
        let ranked = names.compactMap { name in Self.age(of: name.bytes, base).map { (name, $0) } }
        files = ranked.sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 < $1.1 }.map {
            LogFile(folder: folder, name: $0.0, source: source)
        }
        others = names.filter { Self.isNamedAfter($0.bytes, base) && Self.age(of: $0.bytes, base) == nil }
            .map { folder.path.appending($0) }
    }

    /// `x.old` and `x-`, but not the `xy` of another program.
    private static func isNamedAfter(_ name: [UInt8], _ base: [UInt8]) -> Bool {
        guard name.starts(with: base), name.count > base.count else { return false }
        return !name[base.count].isASCIILetter && !name[base.count].isASCIIDigit
    }

    /// Orders the files of one log: the log itself, numbered rotations, then dated ones, whose later date is newer.
    private static func age(of name: [UInt8], _ base: [UInt8]) -> Int64? {
        guard name.starts(with: base) else { return nil }
        let rest = withoutCompression(name.dropFirst(base.count))
        guard let mark = rest.first else { return name.count == base.count ? 0 : nil }
        let digits = rest.dropFirst().filter { $0 != UInt8(ascii: "-") }
        guard (1...14).contains(digits.count), digits.allSatisfy(\.isASCIIDigit),
            let number = Int64(String(decoding: digits, as: UTF8.self))
        else { return nil }
        if mark == UInt8(ascii: "."), digits.count <= 6 { return 1 + number }
        // Dates of different precision compare by their first digits.
        let scale = (digits.count..<14).reduce(Int64(1)) { value, _ in value * 10 }
        guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "."), digits.count >= 8 else { return nil }
        return Int64(1) << 60 - number * scale
    }

    private static func withoutCompression(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        for suffix in [".gz", ".xz", ".zst", ".bz2", ".lz4"] where name.count > suffix.utf8.count {
            if name.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) { return name.dropLast(suffix.utf8.count) }
        }
        return name
    }
}
