package import AuditModel

/// One record of wtmp or btmp, utmp(5).
package struct WtmpRecord: Sendable {
    /// The types of utmp(5) that say something of the past.
    package enum Kind: Sendable {
        case empty
        case runLevel
        case boot
        case clockSet
        /// A getty or login program that waits; sshd writes failed attempts with this type.
        case waiting
        case login
        case logout
    }

    package let kind: Kind
    package let processID: Int
    package let line: UntrustedText
    package let user: UntrustedText
    package let host: UntrustedText
    package let time: Timestamp
}

/// How the structs of glibc lie in a file: their size differs between architectures, not with the file's name.
package enum WtmpLayout: Int, CaseIterable, Sendable {
    /// 384 bytes with times of 32 bits: amd64 and every architecture that also runs 32-bit programs.
    case compatible = 384
    /// 400 bytes with times of 64 bits: arm64 and other architectures that never did.
    case wide = 400

    package var size: Int { rawValue }

    /// The layout in which more of a file's first records make sense.
    package init(guessing head: ArraySlice<UInt8>) {
        let scores = Self.allCases.map { layout in
            Wtmp.records(in: head.prefix(layout.size * 16), layout).count { $0 != nil }
        }
        self = scores[1] > scores[0] ? .wide : .compatible
    }
}

/// Cuts wtmp and btmp into records.
package enum Wtmp {
    /// The whole records in the bytes; nil for each that makes no sense.
    package static func records(in bytes: ArraySlice<UInt8>, _ layout: WtmpLayout) -> [WtmpRecord?] {
        stride(from: bytes.startIndex, through: bytes.endIndex - layout.size, by: layout.size).map {
            record(bytes[$0..<($0 + layout.size)], layout)
        }
    }

    /// A type, pid, line, id, user, host, exit status, session, time and address, in this order.
    private static func record(_ bytes: ArraySlice<UInt8>, _ layout: WtmpLayout) -> WtmpRecord? {
        guard let kind = kind(number(bytes, 0, 2)) else { return nil }
        let seconds = layout == .wide ? number(bytes, 344, 8) : number(bytes, 340, 4)
        let microseconds = layout == .wide ? number(bytes, 352, 8) : number(bytes, 344, 4)
        guard kind == .empty || (seconds > 0 && seconds < 1 << 40), (0..<1_000_000).contains(microseconds) else {
            return nil
        }
        return WtmpRecord(
            kind: kind, processID: Int(number(bytes, 4, 4)), line: text(bytes, 8, 32), user: text(bytes, 44, 32),
            host: text(bytes, 76, 256),
            time: Timestamp(seconds: seconds, nanoseconds: UInt32(microseconds) * 1_000))
    }

    private static func kind(_ type: Int64) -> WtmpRecord.Kind? {
        switch type {
        case 0, 9: .empty
        case 1: .runLevel
        case 2: .boot
        case 3, 4: .clockSet
        case 5, 6: .waiting
        case 7: .login
        case 8: .logout
        default: nil
        }
    }

    /// A little-endian signed number, as on every architecture that Debian 12 and later release.
    private static func number(_ bytes: ArraySlice<UInt8>, _ offset: Int, _ width: Int) -> Int64 {
        let start = bytes.startIndex + offset
        let raw = bytes[start..<(start + width)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let unused = 64 - width * 8
        return Int64(bitPattern: raw << UInt64(unused)) >> Int64(unused)
    }

    /// A fixed field that ends at its first zero byte.
    private static func text(_ bytes: ArraySlice<UInt8>, _ offset: Int, _ width: Int) -> UntrustedText {
        let start = bytes.startIndex + offset
        return UntrustedText(bytes[start..<(start + width)].prefix { $0 != 0 })
    }
}
