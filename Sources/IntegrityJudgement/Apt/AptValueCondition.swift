import AuditModel

/// When a value makes a key do what its rule says.
enum AptValueCondition: Sendable {
    case always
    case isTrue
    case isFalse
    case isNotEmpty
    /// `$`, a backtick, a quote, a blank or an operator: what a shell does not take as part of one word.
    case holdsShellText
    /// White space, at which an unquoted variable falls apart.
    case holdsBlank
    /// A list of folders that holds one outside the usual six.
    case leavesUsualFolders
    /// A path at which a file is obeyed by the system, or code is sought.
    case landsWhereThingsRun
    /// A regular expression that begins to match at any name.
    case matchesEveryName
    /// Neither a number with an optional unit nor `always` (apt.systemd.daily).
    case isNoInterval
    /// No name or number of a day of the week.
    case isNoWeekday
    case begins(with: UntrustedText)
    case isOne(of: [UntrustedText])
    /// Not one of these words.
    case isNone(of: [UntrustedText])

    func holds(for value: UntrustedText) -> Bool {
        switch self {
        case .always: true
        case .isTrue: AptBoolean.parse(value) == true
        case .isFalse: AptBoolean.parse(value) == false
        case .isNotEmpty: !value.isEmpty
        case .holdsShellText: value.bytes.contains(where: Self.shellBytes.contains)
        case .holdsBlank: value.bytes.contains(where: \.isASCIISpace)
        case .leavesUsualFolders: Self.leavesUsualFolders(value)
        case .landsWhereThingsRun: LivePlaces.holds(value)
        case .matchesEveryName: Self.matchesEveryName(value)
        case .isNoInterval: Self.isNoInterval(value)
        case .isNoWeekday: !Self.isWeekday(value)
        case .begins(let prefix): value.begins(with: prefix)
        case .isOne(let words): words.contains(value.asciiLowercased)
        case .isNone(let words): !words.contains(value.asciiLowercased)
        }
    }

    private static let shellBytes = Set(" \t\n\r\u{0B}\u{0C}$`\"'\\;&|()<>".utf8)

    private static let usualFolders: Set<UntrustedText> = [
        "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
    ]

    /// An empty part is the folder that the caller is in.
    private static func leavesUsualFolders(_ value: UntrustedText) -> Bool {
        if value.isEmpty { return false }
        return !value.bytes.split(separator: 0x3A, omittingEmptySubsequences: false).allSatisfy { part in
            let bare = part.last == 0x2F ? part.dropLast() : part
            return usualFolders.contains(UntrustedText(bare))
        }
    }

    /// Python's `re.match`, which anchors at the start only; a few spellings of anything.
    private static func matchesEveryName(_ value: UntrustedText) -> Bool {
        let start = value.bytes.first == 0x5E ? value.bytes.dropFirst() : value.bytes[...]
        let words: [StaticString] = [
            "", ".", ".*", ".+", ".*$", ".+$", "(.*)", "[a-z]", "[a-z0-9]", "\\w", "\\S", "$|.",
        ]
        return words.contains { start.elementsEqual($0.description.utf8) }
            || (start.starts(with: ".*".utf8) && start.dropFirst(2).allSatisfy { ".*+?$".utf8.contains($0) })
    }

    private static func isNoInterval(_ value: UntrustedText) -> Bool {
        if value.isEmpty || value == "always" { return false }
        let digits =
            value.bytes.last.map { "smhd".utf8.contains($0) } == true ? value.bytes.dropLast() : value.bytes[...]
        return digits.isEmpty || !digits.allSatisfy(\.isASCIIDigit)
    }

    private static let weekdays: Set<UntrustedText> = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday",
        "saturday", "sunday", "0", "1", "2", "3", "4", "5", "6", "",
    ]

    private static func isWeekday(_ value: UntrustedText) -> Bool { weekdays.contains(value.asciiLowercased) }
}

/// Places at which a file that root writes is run, obeyed or believed.
enum LivePlaces {
    private static let tops: Set<UntrustedText> = [
        "etc", "usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "root", "home", "boot", "proc", "sys", "dev",
    ]
    private static let deeper: [UntrustedText] = [
        "/var/spool/", "/var/lib/dpkg", "/var/cache/debconf", "/var/www", "/run/systemd", "/run/udev", "/snap/",
    ]
    /// Of the places above, those where apt itself keeps or throws away its files.
    private static let harmless: [UntrustedText] = ["/dev/null", "/dev/stdout", "/dev/stderr", "/dev/shm/"]

    /// Whether a path of a setting leads there; one that climbs out of its folder may lead anywhere.
    static func holds(_ path: UntrustedText) -> Bool {
        let parts = path.bytes.split(separator: 0x2F)
        if parts.contains(where: { $0.elementsEqual("..".utf8) }) { return true }
        // What does not start at the root stands below Dir, which is the root unless a finding says so.
        guard let first = parts.first, path.bytes.first == 0x2F || parts.count > 1 else { return false }
        if path.beginsAny(harmless) { return false }
        return tops.contains(UntrustedText(first)) || path.beginsAny(deeper)
    }
}
