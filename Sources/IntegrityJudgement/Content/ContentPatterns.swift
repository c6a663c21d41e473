package import AuditModel
package import ShellReading

/// A pattern of attack seen in a line of code.
package struct ContentMatch: Hashable, Sendable {
    /// Stable kebab-case name of the pattern.
    package let pattern: String
    package let severity: Severity
    /// Counted from 1.
    package let line: Int
    /// The line itself, cut to 200 bytes.
    package let quoted: UntrustedText
    package let reason: ReportText

    package init(pattern: String, severity: Severity, line: ShellLine, reason: ReportText) {
        self.pattern = pattern
        self.severity = severity
        self.line = line.number
        quoted = UntrustedText(line.bytes[...].trimmingASCIISpace.prefix(Self.quoteLimit))
        self.reason = reason
    }

    private static let quoteLimit = 200
}

/// One kind of attack and the shapes it takes.
protocol ContentFamily: Sendable {
    static func matches(in script: ScriptReading) -> [ContentMatch]
}

/// Judges code by what it does, whoever vouches for it.
package enum ContentPatterns {
    private static let families: [any ContentFamily.Type] = [
        NetworkDevice.self, DownloadedCode.self, EncodedPayload.self, RemoteShell.self, UntrustedProgramPath.self,
        LoosePermissions.self, AccountTampering.self, PersistenceWrite.self, TrackCovering.self,
        LoaderTampering.self, CompiledScript.self, GrantedCapability.self, OddInterpreter.self, UnsignedSource.self,
        UnreadCode.self,
    ]

    /// Every pattern in a script file, in the order of its lines.
    ///
    /// The package's name says what is the script's own.
    package static func matches(in bytes: [UInt8], package: UntrustedText = "") -> [ContentMatch] {
        let language = ScriptLanguage(of: bytes)
        return matches(in: ScriptReading(bytes: bytes, language: language, isHook: false, package: package))
    }

    /// Every pattern in a command that apt or dpkg gives to `sh -c`.
    package static func matches(inHook command: UntrustedText) -> [ContentMatch] {
        matches(in: ScriptReading(bytes: command.bytes, language: .shell, isHook: true))
    }

    private static func matches(in script: ScriptReading) -> [ContentMatch] {
        var seen: Set<ContentMatch> = []
        let all = families.flatMap { $0.matches(in: script) }.filter { seen.insert($0).inserted }
        return all.sorted { ($0.line, $1.severity, $0.pattern) < ($1.line, $0.severity, $1.pattern) }
    }
}
