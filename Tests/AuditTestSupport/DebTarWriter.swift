/// Writes tar archives byte by byte, also ones that no honest program would write.
package struct DebTarWriter {
    /// Without the end marker.
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Appends one ustar entry; `type` is the header's type flag, and names over 100 bytes are cut.
    package mutating func add(
        _ name: String, type: Character = "0", _ content: [UInt8] = [], link: String = "", mode: Int = 0o644,
        claimedSize: Int? = nil
    ) {
        var header = [UInt8](repeating: 0, count: 512)
        var sum = 8 * 0x20
        func put(_ text: [UInt8], at offset: Int, limit: Int) {
            for (index, byte) in text.prefix(limit).enumerated() {
                header[offset + index] = byte
                sum += Int(byte)
            }
        }
        func octal(_ value: Int, _ digits: Int) -> [UInt8] {
            let text = String(value, radix: 8)
            return Array((String(repeating: "0", count: max(0, digits - text.count)) + text).utf8)
        }
        put(Array(name.utf8), at: 0, limit: 100)
        put(octal(mode, 7), at: 100, limit: 7)
        put(octal(0, 7), at: 108, limit: 7)
        put(octal(0, 7), at: 116, limit: 7)
        put(octal(claimedSize ?? content.count, 11), at: 124, limit: 11)
        put(octal(1_700_000_000, 11), at: 136, limit: 11)
        put(Array(String(type).utf8), at: 156, limit: 1)
        put(Array(link.utf8), at: 157, limit: 100)
        put(Array("ustar".utf8) + [0x20, 0x20, 0x00], at: 257, limit: 8)
        put(octal(sum, 6) + [0x00, 0x20], at: 148, limit: 8)
        bytes += header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    /// An archive of one file that holds only zeros.
    package static func file(_ name: String, zeros: Int) -> [UInt8] {
        var tar = DebTarWriter()
        tar.add(name, claimedSize: zeros)
        return tar.bytes + [UInt8](repeating: 0, count: zeros + 1024 + (512 - zeros % 512) % 512)
    }

    /// The archive with two blocks of zeros, and `tail` after them.
    package func finished(tail: [UInt8] = []) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: 1024) + tail
    }
}
