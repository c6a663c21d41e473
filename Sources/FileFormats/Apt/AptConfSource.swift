package import AuditModel

/// One apt configuration file, read as apt.conf(5) files are read by libapt-pkg, with positions.
///
/// The behaviour is that of ReadConfigFile in apt 2.6 (apt-pkg/contrib/configuration.cc), the same in 3.0; a test
/// holds it against libapt-pkg itself. Nothing is carried out: an `#include` is a statement like any other.
package struct AptConfSource: Sendable {
    package let file: HostPath
    package let bytes: [UInt8]
    /// Everything apt would carry out, in order, up to the first syntax error.
    package let statements: [AptConfStatement]
    /// Syntax errors, and what apt accepts without a word: open scopes and comments, quotes over a line's end, NUL.
    package let problems: [ParseProblem]
    /// Whether apt stops in this file and reports an error; what stands before has its effect.
    package let hasSyntaxError: Bool
    /// Whether something was left out for its size, so that libapt-pkg may not see the file either.
    package let isOverLimits: Bool
    /// The same bytes with the statements that name files blanked, so that line numbers keep.
    package let textForApt: [UInt8]
    /// Bytes that libapt-pkg would look at more than once in search of comments.
    package let rescannedBytes: Int

    /// Whether `bytes` say what `statements` say; false for a stretch that could not be cut out of its file.
    package let standsAlone: Bool

    /// The statements in the words of the model.
    package var directives: [AptDirective] { statements.compactMap { $0.directive(in: file) } }

    package static func read(_ bytes: [UInt8], file: HostPath) -> AptConfSource {
        guard bytes.count <= AptConfLimits.fileBytes else {
            return AptConfSource(tooLarge: bytes, file: file)
        }
        var parser = AptConfParser(bytes, file: file)
        parser.run()
        return AptConfSource(parser, bytes: bytes, file: file)
    }

    private init(_ parser: AptConfParser, bytes: [UInt8], file: HostPath) {
        self.file = file
        self.bytes = bytes
        statements = parser.statements
        problems = parser.problems
        hasSyntaxError = parser.hasSyntaxError
        isOverLimits = parser.isOverLimits
        rescannedBytes = parser.rescannedBytes
        standsAlone = true
        var text = bytes
        for offset in parser.fileNamingBytes where text[Int(offset)] != 0x0A {
            text[Int(offset)] = 0x20
        }
        textForApt = text
    }

    private init(tooLarge bytes: [UInt8], file: HostPath) {
        self.file = file
        self.bytes = []
        statements = []
        problems = [
            ParseProblem(
                file: file, line: nil, kind: .tooLarge,
                reason: "\(bytes.count) bytes, more than the \(AptConfLimits.fileBytes) that are read")
        ]
        hasSyntaxError = false
        isOverLimits = true
        textForApt = []
        rescannedBytes = 0
        standsAlone = false
    }

    /// Some statements of a file without the bytes that they were read from.
    init(_ statements: ArraySlice<AptConfStatement>, of whole: AptConfSource, hasSyntaxError: Bool) {
        file = whole.file
        bytes = []
        self.statements = Array(statements)
        problems = []
        self.hasSyntaxError = hasSyntaxError
        isOverLimits = whole.isOverLimits
        textForApt = []
        rescannedBytes = 0
        standsAlone = false
    }
}

extension AptConfSource {
    /// Whether apt can be given these bytes and would open no other file on reading them.
    package var isFreeOfFileNames: Bool {
        standsAlone && statements.allSatisfy { $0.effect == .assign || $0.effect == .clear }
    }
}
