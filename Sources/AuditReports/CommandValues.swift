import AuditModel

/// What fills the holes of commands: the values of one report and, where there is one, of one finding.
struct CommandValues {
    /// The root as a prefix for paths; nil where no report is at hand.
    private let root: [UInt8]?
    /// Whether commands that act on the machine on which they are typed act on the audited host.
    private let isHere: Bool
    private let finding: Finding?
    private let artifact: JudgedArtifact?
    private var program: UntrustedText?

    /// No values at all: every hole is named.
    init() {
        (root, isHere, finding, artifact) = (nil, false, nil, nil)
    }

    init(_ report: AuditReport, _ finding: Finding? = nil) {
        let place = report.host.root.bytes
        let prefix = place.last == UInt8(ascii: "/") ? Array(place.dropLast()) : place
        root = prefix
        isHere = report.host.isLive || prefix.isEmpty
        self.finding = finding
        artifact = finding.flatMap { report.artifact(at: $0.path) }
    }

    /// A command about a package or member means nothing for a finding that has none.
    func hasWhatItNeeds(_ command: CommandTemplate) -> Bool {
        command.holes.allSatisfy { hole in
            switch hole {
            case .package: finding?.package?.hasPackageName == true
            case .member: artifact?.member != nil
            default: true
            }
        }
    }

    /// The values with which a command is written: for one that is about programs, those of each that fits it.
    func each(of programs: [UntrustedText], for command: CommandTemplate) -> [CommandValues] {
        let holes = command.holes
        let fitting: [UntrustedText]
        if holes.contains(.program) {
            fitting = programs.filter { $0.hasPrefix("/") }
        } else if holes.contains(.bareProgram) {
            fitting = programs.filter { !$0.bytes.contains(UInt8(ascii: "/")) }
        } else {
            return [self]
        }
        return fitting.map { program in
            var values = self
            values.program = program
            return values
        }
    }

    /// Words of ours as they are, every other piece one word of the shell.
    ///
    /// A command with a value that a program would take for an option is a comment that says so.
    func write(_ command: CommandTemplate) -> String {
        var line = ShellLine()
        for piece in command.pieces {
            switch piece {
            case .ours(let words): line.add(words: words)
            case .theirs(let text): line.add(value: text.bytes)
            case .hole(let hole): fill(hole, into: &line)
            }
        }
        if line.holdsOption { return "# a value in it looks like an option: \(line.printable)" }
        return prefix(of: command.place) + line.text
    }

    /// An image has no processes, and the auditor's machine is neither to be cut off nor to be repaired.
    private func prefix(of place: CommandTemplate.Place) -> String {
        switch place {
        case .anywhere: ""
        case .host: isHere ? "" : "# on the host itself: "
        case .hostByHand: "# on the host itself: "
        }
    }

    private func fill(_ hole: CommandHole, into line: inout ShellLine) {
        switch hole {
        case .root: line.add(value: root.map { $0.isEmpty ? [UInt8(ascii: "/")] : $0 }, named: "ROOT")
        case .place(let path):
            if root == nil { line.add(words: "ROOT") }
            line.add(value: (root ?? []) + path.bytes)
        case .path: line.add(value: finding?.path.bytes, named: "PATH")
        case .rootedPath: line.add(value: rooted(finding?.path), named: "ROOTPATH")
        case .folder: line.add(value: finding?.path.parent.bytes, named: "FOLDER")
        case .rootedFolder: line.add(value: rooted(finding?.path.parent), named: "ROOTFOLDER")
        case .package:
            let name = finding?.package.flatMap { $0.hasPackageName ? $0.name.bytes : nil }
            line.add(value: name, named: "PACKAGE")
        case .member: line.add(value: artifact?.member?.bytes, named: "MEMBER")
        case .archive: line.add(value: artifact?.assessment?.reference?.location.bytes, named: "ARCHIVE")
        case .mode: line.add(words: mode)
        case .intact: line.add(words: intact)
        case .program: line.add(value: program?.bytes, named: "PROGRAM")
        case .bareProgram: line.add(value: program?.bytes, named: "COMMAND")
        case .evidence(let place): line.add(words: "evidence/\(place)")
        }
    }

    private func rooted(_ path: HostPath?) -> [UInt8]? {
        guard let root, let path else { return nil }
        return root + path.bytes
    }

    private var mode: String {
        artifact?.assessment?.reference?.expectedMode.map { "0" + String($0 & 0o7777, radix: 8) } ?? "0644"
    }

    /// Whether what came out of an archive is what was proven, or at least anything.
    private var intact: String {
        artifact?.assessment?.reference?.expectedSHA256.map { "echo '\($0.hex)  evidence/restored' | sha256sum -c" }
            ?? "test -s evidence/restored"
    }
}

/// A command line while it is put together: every value becomes one word or a part of one.
struct ShellLine {
    private(set) var text = ""
    /// The same line for people, where it cannot be typed.
    private(set) var printable = ""
    /// Whether a value that begins with a hyphen stands where a word begins.
    private(set) var holdsOption = false
    private var isAtStart = true

    mutating func add(words: String) {
        text += words
        printable += words
        if let last = words.utf8.last { isAtStart = last == UInt8(ascii: " ") }
    }

    mutating func add(value: [UInt8]) {
        text += Self.quoted(value)
        printable += Escaping.printable(UntrustedText(value))
        if isAtStart, value.first == UInt8(ascii: "-") { holdsOption = true }
        isAtStart = isAtStart && value.isEmpty
    }

    /// A value, or the name of what is missing.
    mutating func add(value: [UInt8]?, named name: String) {
        if let value { add(value: value) } else { add(words: name) }
    }

    /// Bare where every byte is harmless, else in single quotes, else in `$'...'` with escapes.
    private static func quoted(_ bytes: [UInt8]) -> String {
        if bytes.allSatisfy(isBare), !bytes.isEmpty { return String(decoding: bytes, as: UTF8.self) }
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "'") }) {
            return "'" + String(decoding: bytes, as: UTF8.self) + "'"
        }
        let escaped = bytes.map { byte -> String in
            let isPlain = byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\\")
            if isPlain { return String(UnicodeScalar(byte)) }
            let octal = String(byte, radix: 8)
            return "\\" + String(repeating: "0", count: 3 - octal.utf8.count) + octal
        }
        return "$'" + escaped.joined() + "'"
    }

    /// Whether a byte stands for itself in a word of the shell.
    static func isBare(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || byte.isASCIILetter || "/._-+:=@%,".utf8.contains(byte)
    }
}
