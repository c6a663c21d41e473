package import AuditModel

/// Paths as a command of the shell means them.
package enum ShellPath {
    /// The kernel takes no longer path (PATH_MAX).
    package static let lengthLimit = 4096

    /// The absolute path without empty, `.` and `..` parts; a text that begins with a variable or a substitution, and
    /// an option, stay as they are.
    package static func absolute(_ text: UntrustedText, in folder: UntrustedText) -> UntrustedText {
        guard let first = text.bytes.first, first != 0x24, first != 0x2D else { return text }
        if first == 0x2F { return isPlain(text.bytes) ? text : normalised(text.bytes[...]) }
        if first == 0x7E, text.bytes.count > 1, text.bytes[1] == 0x2F {
            return normalised("/root".utf8 + text.bytes[1...])
        }
        let joined = folder.bytes + [0x2F] + text.bytes
        return folder.bytes.first == 0x2F ? normalised(joined[...]) : relative(folder, text)
    }

    /// A name below a folder that only a variable knows.
    private static func relative(_ folder: UntrustedText, _ text: UntrustedText) -> UntrustedText {
        let name = text.begins(with: "./") ? UntrustedText(text.bytes.dropFirst(2)) : text
        return folder.isEmpty ? name : UntrustedText(folder.bytes + [0x2F] + name.bytes)
    }

    private static func isPlain(_ bytes: [UInt8]) -> Bool {
        var before: UInt8 = 0
        for byte in bytes {
            if before == 0x2F, byte == 0x2F || byte == 0x2E { return false }
            before = byte
        }
        return true
    }

    private static func normalised(_ bytes: ArraySlice<UInt8>) -> UntrustedText {
        var parts: [ArraySlice<UInt8>] = []
        for part in bytes.split(separator: 0x2F) {
            if part.elementsEqual([0x2E]) { continue }
            if part.elementsEqual([0x2E, 0x2E]) {
                _ = parts.popLast()
            } else {
                parts.append(part)
            }
        }
        let end: [UInt8] = bytes.last == 0x2F && !parts.isEmpty ? [0x2F] : []
        return UntrustedText([0x2F] + Array(parts.joined(separator: [0x2F])) + end)
    }
}
