/// The order of package versions, deb-version(7), over bytes of any kind.
package enum DebianVersion {
    /// Whether `left` is earlier than `right`: epoch, then upstream version, then revision.
    package static func isEarlier(_ left: UntrustedText, than right: UntrustedText) -> Bool {
        let (first, second) = (parts(of: left.bytes), parts(of: right.bytes))
        for (a, b) in zip(first, second) {
            let order = compare(a, b)
            if order != 0 { return order < 0 }
        }
        return false
    }

    /// The version as dpkg reads and would write it (lib/dpkg/parsehelp.c:parseversion): cut at a NUL byte, an epoch as
    /// strtol(3) reads it and left out where it is 0; a text that dpkg refuses stays as it is.
    package static func canonical(_ version: UntrustedText) -> UntrustedText {
        let whole = version.bytes
        let text = whole.prefix { $0 != 0 }
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
            return text.count == whole.count ? version : UntrustedText(text)
        }
        var digits = text[..<colon].drop(while: \.isASCIISpace)
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        let significant = digits.drop { $0 == 0x30 }
        guard !digits.isEmpty, digits.allSatisfy(\.isASCIIDigit), !isNegative || significant.isEmpty else {
            return UntrustedText(text)
        }
        let rest = text[(colon + 1)...]
        return UntrustedText(significant.isEmpty ? Array(rest) : Array(significant) + [UInt8(ascii: ":")] + rest)
    }

    /// Epoch, upstream version and revision; an absent epoch or revision counts as 0.
    private static func parts(of version: [UInt8]) -> [ArraySlice<UInt8>] {
        let colon = version.firstIndex(of: UInt8(ascii: ":"))
        let rest = version[(colon.map { $0 + 1 } ?? 0)...]
        let dash = rest.lastIndex(of: UInt8(ascii: "-"))
        return [
            version[..<(colon ?? 0)], rest[..<(dash ?? rest.endIndex)], rest[(dash.map { $0 + 1 } ?? rest.endIndex)...],
        ]
    }

    /// Runs of other bytes and runs of digits in turn, as dpkg's lib/dpkg/version.c:verrevcmp compares them.
    private static func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        var (left, right) = (left, right)
        while !left.isEmpty || !right.isEmpty {
            while left.first.map({ !$0.isASCIIDigit }) ?? false || right.first.map({ !$0.isASCIIDigit }) ?? false {
                let (a, b) = (weight(left.first), weight(right.first))
                if a != b { return a - b }
                left = left.dropFirst()
                right = right.dropFirst()
            }
            let a = left.prefix(while: \.isASCIIDigit)
            let b = right.prefix(while: \.isASCIIDigit)
            (left, right) = (left.dropFirst(a.count), right.dropFirst(b.count))
            let order = compareNumbers(a.drop { $0 == 0x30 }, b.drop { $0 == 0x30 })
            if order != 0 { return order }
        }
        return 0
    }

    /// `~` before the end, the end before letters, letters before anything else.
    private static func weight(_ byte: UInt8?) -> Int {
        guard let byte, !byte.isASCIIDigit else { return 0 }
        if byte == UInt8(ascii: "~") { return -1 }
        return byte.isASCIILetter ? Int(byte) : Int(byte) + 256
    }

    private static func compareNumbers(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        if left.count != right.count { return left.count - right.count }
        if left.elementsEqual(right) { return 0 }
        return left.lexicographicallyPrecedes(right) ? -1 : 1
    }
}
