import AuditModel

/// When a value makes a key do what its rule says.
enum AptValueCondition: Sendable {
    case always
    case isTrue
    case isFalse
    case isRoot
    case isNotEmpty
    /// `$` or a backtick, which a shell expands again.
    case holdsExpansion
    /// A list of folders that holds one outside the usual six.
    case leavesUsualFolders
    /// Not one of these words.
    case isNone(of: [UntrustedText])

    private static let usualFolders: Set<UntrustedText> = [
        "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
    ]

    func holds(for value: UntrustedText) -> Bool {
        switch self {
        case .always: true
        case .isTrue: AptBoolean.parse(value) == true
        case .isFalse: AptBoolean.parse(value) == false
        case .isRoot: value == "root" || value == "0"
        case .isNotEmpty: !value.isEmpty
        case .holdsExpansion: value.holds("$") || value.holds("`")
        case .leavesUsualFolders:
            !value.bytes.split(separator: 0x3A).allSatisfy { Self.usualFolders.contains(UntrustedText($0)) }
        case .isNone(let words): !words.contains(value.asciiLowercased)
        }
    }
}

/// How far below its pattern a rule reaches.
enum AptKeyReach: Sendable {
    case exact
    /// Members of a list: apt runs the children of a hook key, not a value of the key itself.
    case list
    /// The key and everything below it.
    case subtree
}

/// One row of the table of keys.
struct AptKeyRule: Sendable {
    /// Lower case, `*` for any one component.
    let pattern: [UntrustedText]
    let reach: AptKeyReach
    let condition: AptValueCondition
    let judgement: ConfigurationJudgement

    init(
        _ pattern: UntrustedText, _ reach: AptKeyReach = .exact, when condition: AptValueCondition = .always,
        _ judgement: ConfigurationJudgement
    ) {
        self.pattern = AptKey.components(of: pattern)
        self.reach = reach
        self.condition = condition
        self.judgement = judgement
    }

    func matches(_ key: [UntrustedText]) -> Bool {
        guard key.count >= pattern.count, reach != .exact || key.count == pattern.count else { return false }
        return zip(pattern, key).allSatisfy { $0 == "*" || $0 == $1 }
    }
}

/// The parts of a configuration key (apt.conf(5)).
enum AptKey {
    /// Lower case, split at `::`, empty parts dropped.
    static func components(of key: UntrustedText) -> [UntrustedText] {
        var parts: [UntrustedText] = []
        var part: [UInt8] = []
        var at = 0
        let bytes = key.asciiLowercased.bytes
        while at < bytes.count {
            if bytes[at] == 0x3A, at + 1 < bytes.count, bytes[at + 1] == 0x3A {
                if !part.isEmpty { parts.append(UntrustedText(part)) }
                part = []
                at += 2
            } else {
                part.append(bytes[at])
                at += 1
            }
        }
        if !part.isEmpty { parts.append(UntrustedText(part)) }
        return parts
    }

    /// As `components`, without `Binary::PROGRAM`, whose subtree PROGRAM moves to the root (apt-private's
    /// private-cmndline.cc).
    static func effectiveComponents(of key: UntrustedText) -> [UntrustedText] {
        var parts = components(of: key)[...]
        while parts.count > 2, parts.first == "binary" { parts = parts.dropFirst(2) }
        return Array(parts)
    }
}

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
