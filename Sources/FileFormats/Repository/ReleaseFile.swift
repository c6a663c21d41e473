package import AuditModel

/// The fields of a Release file that a proof needs (repository format of the Debian wiki, `Release` files).
package struct ReleaseFile: Hashable, Sendable {
    /// One line of the SHA256 list.
    package struct Entry: Hashable, Sendable {
        /// Below the folder of the Release file.
        package let path: UntrustedText
        package let sha256: SHA256Digest
        /// Bytes.
        package let size: UInt64
    }

    package private(set) var origin: UntrustedText?
    package private(set) var suite: UntrustedText?
    package private(set) var codename: UntrustedText?
    package private(set) var date: Timestamp?
    package private(set) var validUntil: Timestamp?
    package private(set) var acquireByHash = false
    /// By path; MD5 and SHA-1 lists are skipped, since they prove nothing.
    package private(set) var entries: [UntrustedText: Entry] = [:]

    /// Reads the first paragraph, as apt does.
    ///
    /// Throws where a field that counts stands twice, where the SHA256 list is absent, has a malformed line, or gives
    /// one path two digests.
    package init(_ text: [UInt8]) throws(RepositoryProblem) {
        var field: UntrustedText = ""
        var seen: Set<UntrustedText> = []
        for line in ByteLines(text) {
            if line.allSatisfy(\.isASCIISpace) {
                if seen.isEmpty { continue } else { break }
            }
            if line.first == 0x20 || line.first == 0x09 {
                if field == "sha256" { try add(line) }
                continue
            }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
                throw RepositoryProblem(.release, offset: line.startIndex, "a line is no field")
            }
            field = UntrustedText(line[..<colon]).asciiLowercased
            let isNew = seen.insert(field).inserted
            guard isNew || !Self.counted.contains(field) else {
                throw RepositoryProblem(.release, offset: line.startIndex, "the field \(field) stands twice")
            }
            read(field, line[(colon + 1)...].trimmingASCIISpace)
        }
        guard !entries.isEmpty else { throw RepositoryProblem(.release, "it lists nothing by SHA-256") }
    }

    private static let counted: Set<UntrustedText> = [
        "sha256", "origin", "suite", "codename", "date", "valid-until", "acquire-by-hash",
    ]

    private mutating func read(_ field: UntrustedText, _ value: ArraySlice<UInt8>) {
        switch field {
        case "origin": origin = UntrustedText(value)
        case "suite": suite = UntrustedText(value)
        case "codename": codename = UntrustedText(value)
        case "date": date = MailDate.timestamp(of: value)
        case "valid-until": validUntil = MailDate.timestamp(of: value)
        case "acquire-by-hash": acquireByHash = UntrustedText(value).asciiLowercased == "yes"
        default: break
        }
    }

    private mutating func add(_ line: ArraySlice<UInt8>) throws(RepositoryProblem) {
        let words = line.split(whereSeparator: \.isASCIISpace)
        guard words.count == 3, let digest = SHA256Digest(hex: words[0]), let size = Decimal.value(words[1]) else {
            throw RepositoryProblem(.release, offset: line.startIndex, "a line of the SHA256 list is malformed")
        }
        let path = UntrustedText(words[2].starts(with: "./".utf8) ? words[2].dropFirst(2) : words[2])
        let entry = Entry(path: path, sha256: digest, size: size)
        if let earlier = entries.updateValue(entry, forKey: path), earlier != entry {
            throw RepositoryProblem(.release, offset: line.startIndex, "it gives \(path) two digests")
        }
    }
}

/// Whole numbers in decimal.
enum Decimal {
    /// Nil for anything but 1 to 19 digits.
    static func value(_ digits: some Collection<UInt8>) -> UInt64? {
        guard (1...19).contains(digits.count), digits.allSatisfy(\.isASCIIDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + UInt64($1 - 0x30) }
    }
}

/// The date form of Release files: `Sat, 11 Jul 2026 10:16:37 UTC` (RFC 5322 section 3.3 with UTC spelled out).
package enum MailDate {
    private static let months: [UntrustedText] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Nil for any other form; the zone must be UTC, GMT, Z or +0000.
    package static func timestamp(of value: ArraySlice<UInt8>) -> Timestamp? {
        let words = value.split(whereSeparator: \.isASCIISpace)
        guard words.count == 6, let day = Decimal.value(words[1]), (1...31).contains(day),
            let month = months.firstIndex(of: UntrustedText(words[2]).asciiLowercased),
            let year = Decimal.value(words[3]), (1970...9999).contains(year),
            ["utc", "gmt", "z", "+0000"].contains(UntrustedText(words[5]).asciiLowercased)
        else { return nil }
        let clock = words[4].split(separator: UInt8(ascii: ":")).compactMap { Decimal.value($0) }
        guard clock.count == 3, clock[0] < 24, clock[1] < 60, clock[2] <= 60 else { return nil }
        let days = CivilDate.days(year: Int64(year), month: Int64(month) + 1, day: Int64(day))
        return Timestamp(seconds: days * 86_400 + Int64(clock[0] * 3600 + clock[1] * 60 + clock[2]))
    }
}
