/// What stands in a command for a value that only a report, a finding or its package knows.
package enum CommandHole: Hashable, Sendable {
    /// The root of the tree, as an option's value.
    case root
    /// A path of the tree as the auditing machine sees it.
    case place(HostPath)
    /// The finding's path, in the tree.
    case path
    /// The finding's path as the auditing machine sees it.
    case rootedPath
    /// The folder of the finding's path, in the tree.
    case folder
    /// The folder of the finding's path as the auditing machine sees it.
    case rootedFolder
    /// The finding's package; a command with it means nothing for a finding that has none.
    case package
    /// The control member that the finding is about; a command with it means nothing for a finding that has none.
    case member
    /// The archive that holds the genuine file.
    case archive
    /// The mode that the archive gives the file, in octal.
    case mode
    /// A test that what came out of the archive is what was proven.
    case intact
    /// A program that the finding's file runs by its whole path; the command is written once for each.
    case program
    /// A program that the finding's file runs by its bare name; the command is written once for each.
    case bareProgram
    /// A place in the folder that the steps of a response write to.
    case evidence(String)

    /// Whether the value differs from finding to finding.
    package var isOfFinding: Bool {
        switch self {
        case .root, .place, .evidence: false
        case .path, .rootedPath, .folder, .rootedFolder, .package, .member, .archive, .mode, .intact, .program,
            .bareProgram:
            true
        }
    }

    /// Whether the value is the finding's path in one of its forms.
    package var isPath: Bool { self == .path || self == .rootedPath }
}

/// One command of a guidance step: words of ours, values of the tree, and holes that a renderer fills.
package struct CommandTemplate: Hashable, Sendable, ExpressibleByStringInterpolation {
    /// Where a command has its effect.
    package enum Place: Hashable, Sendable {
        /// On the tree that it names, from whatever machine it is typed on.
        case anywhere
        /// On the machine it is typed on, which has to be the audited host.
        case host
        /// As `host`, and never to be pasted unread, also where the audited host is this machine.
        case hostByHand
    }

    /// One run of a command.
    package enum Piece: Hashable, Sendable {
        /// Words of ours, as the shell reads them.
        case ours(String)
        /// Bytes of the audited tree, to become one word of the shell.
        case theirs(UntrustedText)
        case hole(CommandHole)
    }

    package let place: Place
    package let pieces: [Piece]

    private init(_ place: Place, _ pieces: [Piece]) {
        self.place = place
        self.pieces = pieces
    }

    package init(stringLiteral value: String) {
        self.init(.anywhere, value.isEmpty ? [] : [.ours(value)])
    }

    package init(stringInterpolation: Interpolation) {
        self.init(.anywhere, stringInterpolation.pieces)
    }

    /// A command that acts on the machine it is typed on.
    package static func onHost(_ command: CommandTemplate) -> CommandTemplate {
        CommandTemplate(.host, command.pieces)
    }

    /// A command that acts on the machine it is typed on, and that a person has to complete first.
    package static func onHostByHand(_ command: CommandTemplate) -> CommandTemplate {
        CommandTemplate(.hostByHand, command.pieces)
    }

    package var holes: [CommandHole] {
        pieces.compactMap { piece in
            if case .hole(let hole) = piece { hole } else { nil }
        }
    }

    /// Whether the command writes to, or reads from, the folder that the steps of a response share.
    package var usesEvidenceFolder: Bool {
        holes.contains { hole in
            if case .evidence = hole { true } else { false }
        }
    }

    /// Accepts only what is ours by type, values that stay marked, and holes.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount * 2 + 1)
        }

        package mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { pieces.append(.ours(literal)) }
        }

        package mutating func appendInterpolation(_ hole: CommandHole) {
            pieces.append(.hole(hole))
        }

        /// The text as it stands in a sentence; its untrusted parts stay marked.
        package mutating func appendInterpolation(_ text: ReportText) {
            pieces += text.pieces.map { piece in
                switch piece {
                case .ours(let words): .ours(words)
                case .theirs(let text): .theirs(text)
                }
            }
        }

        package mutating func appendInterpolation(_ text: UntrustedText) {
            pieces.append(.theirs(text))
        }

        package mutating func appendInterpolation(_ path: HostPath) {
            pieces.append(.theirs(path.text))
        }

        package mutating func appendInterpolation(_ number: some BinaryInteger) {
            pieces.append(.ours(String(number)))
        }

        /// A count with its noun, as in a sentence.
        package mutating func appendInterpolation(_ number: Int, _ noun: StaticString) {
            appendInterpolation("\(number, noun)" as ReportText)
        }

        package mutating func appendInterpolation(_ time: Timestamp) {
            appendInterpolation("\(time)" as ReportText)
        }

        package mutating func appendInterpolation(_ check: CheckID) {
            pieces.append(.ours(check.rawValue))
        }

        /// For strings that this program made itself and that hold nothing read from the tree.
        package mutating func appendInterpolation(ours words: String) {
            if !words.isEmpty { pieces.append(.ours(words)) }
        }
    }
}

/// A line that goes with a step, such as the one that verifies it.
package enum GuidanceLine: Hashable, Sendable {
    /// To be typed.
    case command(CommandTemplate)
    /// To be read.
    case sentence(String)
}
