import AuditModel

/// Truth as apt reads it (apt-pkg/contrib/strutl.cc, StringToBool).
enum AptBoolean {
    private static let falseWords: Set<UntrustedText> = ["no", "false", "without", "off", "disable"]
    private static let trueWords: Set<UntrustedText> = ["yes", "true", "with", "on", "enable"]

    /// Nil for a value that apt does not take for a truth value, so that the key's default stands.
    static func parse(_ value: UntrustedText) -> Bool? {
        if let number = number(value) { return number }
        let folded = value.asciiLowercased
        if falseWords.contains(folded) { return false }
        return trueWords.contains(folded) ? true : nil
    }

    /// 0 or 1 in any spelling that strtol(3) takes with base 0.
    private static func number(_ value: UntrustedText) -> Bool? {
        var digits = value.bytes.drop(while: \.isASCIISpace)
        if digits.first == 0x2B || digits.first == 0x2D {
            let isMinus = digits.first == 0x2D
            digits = digits.dropFirst()
            if isMinus, digits.contains(0x31) { return nil }
        }
        if digits.count > 2, digits.begins(with: "0x") || digits.begins(with: "0X") { digits = digits.dropFirst(2) }
        guard let last = digits.last, last == 0x30 || last == 0x31 else { return nil }
        guard digits.dropLast().allSatisfy({ $0 == 0x30 }) else { return nil }
        return last == 0x31
    }
}
