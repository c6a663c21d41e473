import AuditModel

/// The quoted texts in code of perl, python, awk and the like: what such code hands to a shell stands in one.
enum QuotedTexts {
    static func texts(in bytes: [UInt8]) -> [[UInt8]] {
        var codes: [[UInt8]] = []
        var quote: UInt8?
        var text: [UInt8] = []
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if let open = quote {
                if byte == 0x5C, at + 1 < bytes.count {
                    text.append(bytes[at + 1])
                    at += 1
                } else if byte == open {
                    if text.contains(0x20) { codes.append(text) }
                    quote = nil
                } else {
                    text.append(byte)
                }
            } else if byte == 0x22 || byte == 0x27 || byte == 0x60 {
                quote = byte
                text = []
            }
            at += 1
        }
        return codes
    }
}
