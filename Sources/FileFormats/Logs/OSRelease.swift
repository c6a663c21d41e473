package import AuditModel

/// Reads os-release(5).
package enum OSRelease {
    /// The value of PRETTY_NAME without its quotes; nil where there is none.
    package static func prettyName(in bytes: [UInt8]) -> UntrustedText? {
        for line in ByteLines(bytes) where line.starts(with: "PRETTY_NAME=".utf8) {
            let value = line.dropFirst(12).filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
            return UntrustedText(value.prefix(200))
        }
        return nil
    }
}
