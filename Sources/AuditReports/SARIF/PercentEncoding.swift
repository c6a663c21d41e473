import AuditModel

/// Paths as URI references (RFC 3986): every byte that is not unreserved is percent-encoded.
enum PercentEncoding {
    /// Relative to the root, so that `/etc/a b` is `etc/a%20b`.
    static func relative(_ path: HostPath) -> String {
        encoded(path.bytes.dropFirst())
    }

    /// A folder as a `file:` URI, ended by a slash as a base has to be.
    static func folder(_ path: UntrustedText) -> String {
        let text = encoded(path.bytes[...])
        return "file://" + (text.utf8.last == UInt8(ascii: "/") ? text : text + "/")
    }

    private static func encoded(_ bytes: ArraySlice<UInt8>) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte.isASCIILetter || byte.isASCIIDigit || "-._~/".utf8.contains(byte) {
                output.append(byte)
            } else {
                output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
