/// Changes a .deb in ways that dpkg-deb never would.
enum DebSurgery {
    /// An empty xz stream: header, no block, index, footer.
    private static let emptyStream: [UInt8] = [
        0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0x00, 0x04, 0xE6, 0xD6, 0xB4, 0x46, 0x00, 0x00, 0x00, 0x00, 0x1C, 0xDF,
        0x44,
        0x21, 0x1F, 0xB6, 0xF3, 0x7D, 0x01, 0x00, 0x00, 0x00, 0x00, 0x04, 0x59, 0x5A,
    ]

    /// The archive with a second xz stream at the end of one member, its size in the ar header made to fit.
    static func addingStream(to archive: [UInt8], member wanted: String) throws -> [UInt8] {
        var output = Array(archive.prefix(8))
        var rest = archive.dropFirst(8)
        var isFound = false
        while rest.count >= 60 {
            var header = Array(rest.prefix(60))
            let size = Int(String(decoding: header[48..<58].filter { $0 != 0x20 }, as: UTF8.self)) ?? 0
            var bytes = Array(rest.dropFirst(60).prefix(size))
            rest = rest.dropFirst(60 + size + size % 2)
            let name = String(decoding: header[..<16].filter { $0 != 0x20 && $0 != 0x2F }, as: UTF8.self)
            if name == wanted {
                isFound = true
                bytes += emptyStream
                let digits = Array(String(bytes.count).utf8)
                header.replaceSubrange(48..<58, with: digits + [UInt8](repeating: 0x20, count: 10 - digits.count))
            }
            output += header + bytes + (bytes.count.isMultiple(of: 2) ? [] : [0x0A])
        }
        if !isFound { throw CommandFailure(description: "the archive has no member \(wanted)") }
        return output
    }
}
