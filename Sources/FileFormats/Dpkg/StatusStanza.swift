package import AuditModel

/// Reads status stanzas (deb822(5), dpkg's lib/dpkg/fields.c) into packages.
package enum StatusStanza {
    /// The packages of a status or journal file in file order, and what could not be read.
    ///
    /// - Parameter assumesInstalled: whether a stanza without a Status field is that of an installed package, as in the
    ///   control files that a distroless image keeps.
    package static func packages(
        in file: ControlParagraphs, path: HostPath, assumesInstalled: Bool = false
    ) -> (packages: [InstalledPackage], problems: [ParseProblem]) {
        var packages: [InstalledPackage] = []
        var problems = file.problems
        for paragraph in file.paragraphs {
            var reader = StanzaReader(
                file: file, paragraph: paragraph, path: path, assumesInstalled: assumesInstalled)
            if let package = reader.package() { packages.append(package) }
            problems += reader.problems
        }
        return (packages, problems)
    }
}

/// Reads one stanza and collects its problems.
private struct StanzaReader {
    let file: ControlParagraphs
    let paragraph: ControlParagraph
    let path: HostPath
    let assumesInstalled: Bool
    var problems: [ParseProblem] = []

    init(file: ControlParagraphs, paragraph: ControlParagraph, path: HostPath, assumesInstalled: Bool) {
        self.file = file
        self.paragraph = paragraph
        self.path = path
        self.assumesInstalled = assumesInstalled
    }

    mutating func package() -> InstalledPackage? {
        guard let name = text("Package"), !name.isEmpty else {
            problem(.noPackage, "a stanza without a Package field")
            return nil
        }
        if !Self.isPackageName(name) {
            problem(.malformedPackageName, "\(name) is no package name (Debian Policy 5.6.1)")
        }
        guard let words = statusWords(of: name) else { return nil }
        let status = PackageStatus(rawValue: String(decoding: words.state.bytes, as: UTF8.self))
        if status == nil { problem(.unknownState, "unknown package state \(words.state) of \(name)") }
        let architecture = text("Architecture") ?? ""
        if architecture.isEmpty, status != .notInstalled {
            problem(.noArchitecture, "\(name) has no Architecture field")
        }
        let pending = !(text("Triggers-Pending") ?? "").isEmpty
        checkTriggers(of: name, status, pending: pending)
        return InstalledPackage(
            key: PackageKey(name: name, architecture: architecture),
            version: version(of: name),
            want: words.want,
            needsReinstall: words.flag == "reinstreq",
            status: status ?? .halfInstalled,
            isMultiArchSame: text("Multi-Arch") == "same",
            hasPendingTriggers: pending,
            configVersion: text("Config-Version").map(DebianVersion.canonical),
            source: text("Source").map { UntrustedText($0.bytes.prefix { !$0.isASCIISpace }) },
            conffiles: conffiles(),
            position: SourcePosition(file: path, line: paragraph.line)
        )
    }

    /// As dpkg reads it; another spelling than dpkg's own was written by something else.
    private mutating func version(of name: UntrustedText) -> UntrustedText {
        let written = text("Version") ?? ""
        let version = DebianVersion.canonical(written)
        if version != written {
            problem(
                .foreignSpelling,
                "the Version of \(name) is written as \(written), which dpkg reads as \(version) and never writes")
        }
        return version
    }

    /// dpkg stops at a state that its trigger fields do not bear out (lib/dpkg/parse.c:pkg_parse_verify).
    private mutating func checkTriggers(of name: UntrustedText, _ status: PackageStatus?, pending: Bool) {
        let awaited = !(text("Triggers-Awaited") ?? "").isEmpty
        if status == .triggersPending, !pending {
            problem(
                .stateWithoutTriggers,
                "\(name) is triggers-pending and names no pending trigger, at which dpkg stops")
        }
        if status == .triggersAwaited, !awaited {
            problem(
                .stateWithoutTriggers,
                "\(name) is triggers-awaited and names no package that it waits for, at which dpkg stops")
        }
    }

    /// What dpkg takes for a name: letters of either case, digits and `+-.`, the first a letter or digit
    /// (lib/dpkg/parsehelp.c:pkg_name_is_illegal).
    private static func isPackageName(_ name: UntrustedText) -> Bool {
        guard let first = name.bytes.first, first.isASCIIDigit || first.isASCIILetter else { return false }
        return name.bytes.allSatisfy { $0.isASCIIDigit || $0.isASCIILetter || "+-.".utf8.contains($0) }
    }

    private mutating func statusWords(
        of name: UntrustedText
    ) -> (want: UntrustedText, flag: UntrustedText, state: UntrustedText)? {
        guard let status = file.value("Status", in: paragraph) else {
            if assumesInstalled { return ("install", "ok", "installed") }
            problem(.noStatus, "\(name) has no Status field")
            return nil
        }
        let words = status.split(whereSeparator: \.isASCIISpace).map { UntrustedText($0) }
        guard words.count == 3 else {
            problem(.malformedStatus, "the Status of \(name) has not three words")
            return nil
        }
        return (words[0], words[1], words[2])
    }

    private func text(_ field: StaticString) -> UntrustedText? {
        file.value(field, in: paragraph).map { UntrustedText($0) }
    }

    /// `path md5 [obsolete] [remove-on-upgrade]`, one a line; a path may hold spaces, so the words are cut from the end
    /// (dpkg's lib/dpkg/fields.c:f_conffiles).
    private mutating func conffiles() -> [ConffileRecord] {
        guard let field = file.field("Conffiles", in: paragraph) else { return [] }
        var records: [ConffileRecord] = []
        for raw in ByteLines(file.bytes[field.value]) {
            var line = raw.trimmingASCIISpace
            if line.isEmpty { continue }
            var flags: Set<UntrustedText> = []
            while let word = Self.lastWord(of: line), word == "obsolete" || word == "remove-on-upgrade" {
                flags.insert(word)
                line = line.dropLast(word.bytes.count).trimmingASCIISpace
            }
            guard let hash = Self.lastWord(of: line), line.first == UInt8(ascii: "/") else {
                problem(
                    .malformedConffile,
                    "a Conffiles line without a path and a digest: \(UntrustedText(line.prefix(200)))")
                continue
            }
            records.append(
                ConffileRecord(
                    path: HostPath(line.dropLast(hash.bytes.count).trimmingASCIISpace),
                    shippedMD5: MD5Digest(hex: hash.bytes),
                    isObsolete: flags.contains("obsolete"),
                    removeOnUpgrade: flags.contains("remove-on-upgrade")
                ))
        }
        return records
    }

    /// The word after the last space; nil where there is no space.
    private static func lastWord(of line: ArraySlice<UInt8>) -> UntrustedText? {
        guard let cut = line.lastIndex(of: 0x20) else { return nil }
        return UntrustedText(line[(cut + 1)...])
    }

    private mutating func problem(_ kind: ParseProblem.Kind, _ reason: ReportText) {
        problems.append(ParseProblem(file: path, line: paragraph.line, kind: kind, reason: reason))
    }
}
