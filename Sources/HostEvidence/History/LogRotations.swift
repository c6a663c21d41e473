import AuditModel

/// One file of a log: the log itself, or a rotation of it.
struct LogFile {
    let folder: HostFolder
    let name: UntrustedText
    let source: HistorySource

    var path: HostPath { folder.path.appending(name) }
}

/// Finds a log with its rotations by logrotate and auditd: `x`, `x.1`, `x.2.gz`, `x-20240501`, `x-20240501.xz`.
enum LogRotations {
    /// Newest first.
    static func files(of source: HistorySource, in folder: HostFolder, _ names: [UntrustedText]) -> [LogFile] {
        let base = source.rawValue.utf8.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? []
        let ranked = names.compactMap { name in age(of: name.bytes, base).map { (name, $0) } }
        return ranked.sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 < $1.1 }.map {
            LogFile(folder: folder, name: $0.0, source: source)
        }
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
        if mark == UInt8(ascii: ".") { return digits.count <= 6 ? 1 + number : nil }
        // Dates of different precision compare by their first digits.
        let scale = (digits.count..<14).reduce(Int64(1)) { value, _ in value * 10 }
        return mark == UInt8(ascii: "-") && digits.count >= 8 ? Int64(1) << 60 - number * scale : nil
    }

    private static func withoutCompression(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        for suffix in [".gz", ".xz", ".zst"] where name.count > suffix.utf8.count {
            if name.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) { return name.dropLast(suffix.utf8.count) }
        }
        return name
    }
}
