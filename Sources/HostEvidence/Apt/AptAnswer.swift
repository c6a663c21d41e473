import AuditModel
import CAptPkg

/// Reads the row of items that CAptPkg answers with (captpkg.h); a wrong count is an error, never a trap.
struct AptAnswer {
    private let bytes: [UInt8]
    private var cursor = 0

    /// Takes the bytes out of a C answer and gives them back to it.
    init(_ answer: debvouch_apt_answer) throws(AptBridgeError) {
        bytes = unsafe Array(UnsafeBufferPointer(start: answer.bytes, count: answer.count))
        unsafe debvouch_apt_free(answer.bytes)
        try Self.check(unsafe answer.status, code: unsafe answer.code, message: bytes)
    }

    static func check(
        _ status: debvouch_apt_status, code: Int32 = 0, message: [UInt8] = []
    ) throws(AptBridgeError) {
        switch status {
        case DEBVOUCH_APT_OK: return
        case DEBVOUCH_APT_SYSTEM: throw .system(code: code)
        case DEBVOUCH_APT_NO_PROC: throw .noProc
        case DEBVOUCH_APT_TOO_LARGE: throw .answerTooLarge
        case DEBVOUCH_APT_NO_MEMORY: throw .outOfMemory
        case DEBVOUCH_APT_FAILED: throw .refused(message: UntrustedText(message.prefix(1000)))
        default: throw .internalFault
        }
    }

    var isAtEnd: Bool { cursor == bytes.count }

    mutating func number() throws(AptBridgeError) -> Int {
        let width = MemoryLayout<UInt64>.size
        guard bytes.count - cursor >= width else { throw .internalFault }
        var value: UInt64 = 0
        for offset in 0..<width {
            // The C side writes the machine's own order; Debian's big-endian ports count from the other end.
            let place = UInt64(1).littleEndian == 1 ? offset : width - 1 - offset
            value |= UInt64(bytes[cursor + offset]) << UInt64(8 * place)
        }
        cursor += width
        guard let number = Int(exactly: value) else { throw .internalFault }
        return number
    }

    mutating func text() throws(AptBridgeError) -> UntrustedText {
        let count = try number()
        guard bytes.count - cursor >= count else { throw .internalFault }
        defer { cursor += count }
        return UntrustedText(bytes[cursor..<(cursor + count)])
    }
}
