import AuditModel

/// The value of one field, as what it has to be; anything else is a mistake with its place.
struct SettingsValue {
    let field: SettingsField
    let file: UntrustedText
    let vocabulary: SettingsVocabulary

    private func mistake(_ reason: ReportText, at line: Int? = nil) -> SettingsMistake {
        SettingsMistake(file: file, line: line ?? field.line, field: field.name, reason: reason)
    }

    private func requireWords() throws(SettingsMistake) {
        if field.words.isEmpty { throw mistake("it says nothing") }
    }

    func checks() throws(SettingsMistake) -> [UntrustedText] {
        try requireWords()
        for word in field.words where !vocabulary.checks.contains(word.text) {
            throw mistake("there is no check \(word.text)", at: word.line)
        }
        return field.words.map(\.text)
    }

    private func single() throws(SettingsMistake) -> SettingsWord {
        guard let word = field.words.first else { throw mistake("it says nothing") }
        if field.words.count > 1 { throw mistake("one word is wanted", at: field.words[1].line) }
        return word
    }

    private func absolute(_ word: SettingsWord) throws(SettingsMistake) -> UntrustedText {
        guard word.text.bytes.first == UInt8(ascii: "/") else {
            throw mistake("\(word.text) is no absolute path", at: word.line)
        }
        return word.text
    }

    func path() throws(SettingsMistake) -> UntrustedText { try absolute(single()) }

    func paths() throws(SettingsMistake) -> [UntrustedText] {
        try requireWords()
        var paths: [UntrustedText] = []
        for word in field.words { paths.append(try absolute(word)) }
        return paths
    }

    func fingerprints() throws(SettingsMistake) -> [KeyFingerprint] {
        try requireWords()
        var keys: [KeyFingerprint] = []
        for word in field.words {
            guard let key = KeyFingerprint(hex: word.text.bytes) else {
                throw mistake(
                    "\(word.text) is no full fingerprint of 40 or 64 hexadecimal digits", at: word.line)
            }
            keys.append(key)
        }
        return keys
    }

    func yesOrNo() throws(SettingsMistake) -> Bool {
        let word = try single()
        switch word.text {
        case "yes": return true
        case "no": return false
        default: throw mistake("\(word.text) is neither yes nor no", at: word.line)
        }
    }

    func number(_ range: ClosedRange<Int>) throws(SettingsMistake) -> Int {
        let word = try single()
        guard word.text.bytes.allSatisfy(\.isASCIIDigit), word.text.bytes.count < 10,
            let number = Int(String(decoding: word.text.bytes, as: UTF8.self)), range.contains(number)
        else {
            throw mistake(
                "\(word.text) is no number from \(range.lowerBound) to \(range.upperBound)", at: word.line)
        }
        return number
    }

    /// One word of a list of words; nil for `none`.
    func choice<Choice: RawRepresentable>(
        _ type: Choice.Type, _ what: StaticString, allowing isAllowed: (Choice) -> Bool = { _ in true }
    ) throws(SettingsMistake) -> Choice? where Choice.RawValue == String {
        let word = try single()
        if word.text == "none" { return nil }
        let choice = Choice(rawValue: String(decoding: word.text.bytes, as: UTF8.self))
        guard let choice, isAllowed(choice) else {
            throw mistake("\(word.text) is neither \(ours: what.description) nor none", at: word.line)
        }
        return choice
    }

    /// A verdict that is not clean.
    func verdict() throws(SettingsMistake) -> AuditVerdict {
        let word = try single()
        let verdict = AuditVerdict(rawValue: String(decoding: word.text.bytes, as: UTF8.self))
        guard let verdict, verdict != .clean else {
            throw mistake("\(word.text) is neither findings nor incomplete nor unproven", at: word.line)
        }
        return verdict
    }

    /// `format=name` words; a name is one in the state directory that nothing else of ours has.
    func outputs() throws(SettingsMistake) -> [CheckConfiguration.Output] {
        try requireWords()
        var outputs: [CheckConfiguration.Output] = []
        for word in field.words {
            let parts = word.text.bytes.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, Self.isName(parts[1]) else {
                throw mistake("\(word.text) is no format=name with a plain name", at: word.line)
            }
            let output = CheckConfiguration.Output(format: UntrustedText(parts[0]), name: UntrustedText(parts[1]))
            if !vocabulary.formats.contains(output.format) {
                throw mistake("there is no report format \(output.format)", at: word.line)
            }
            if outputs.contains(where: { $0.name == output.name }) {
                throw mistake("two reports are called \(output.name)", at: word.line)
            }
            outputs.append(output)
        }
        return outputs
    }

    /// Letters, digits and `._+-`, no dot in front, and none of the names that the check itself uses.
    private static func isName(_ name: ArraySlice<UInt8>) -> Bool {
        let text = UntrustedText(name)
        let isPlain = name.allSatisfy { $0.isASCIIDigit || $0.isASCIILetter || "._+-".utf8.contains($0) }
        return isPlain && !name.isEmpty && name.count <= 100 && name.first != UInt8(ascii: ".") && text != "lock"
            && text != "latest.json" && !(text.hasPrefix("report-") && text.hasSuffix(".json"))
    }
}
