package import AuditModel

/// One dpkg.cfg(5) file, read as dpkg reads it (dpkg_options_load_file in lib/dpkg/options.c, dpkg 1.21 and 1.22).
///
/// dpkg stops with an error at the first line it cannot accept; this reader notes it and goes on.
package struct DpkgCfgSource: Sendable {
    package let directives: [DpkgDirective]
    package let problems: [ParseProblem]

    /// dpkg's line buffer without the byte for the NUL; a longer line comes back in pieces, each a line of its own.
    private static let pieceBytes = 1023
    /// Options of one file that are kept; dpkg has no limit.
    package static let optionLimit = 1 << 18
    /// Problems of one file that are listed one by one.
    private static let problemLimit = 200

    package static func read(_ bytes: [UInt8], file: HostPath) -> DpkgCfgSource {
        var directives: [DpkgDirective] = []
        var problems: [ParseProblem] = []
        for (number, line) in zip(1..., ByteLines(bytes)) {
            let position = SourcePosition(file: file, line: number)
            let pieces = pieces(of: line)
            if pieces.count > 1 {
                problems.append(problem(position, .splitLine, "dpkg reads this line in \(pieces.count) pieces"))
            }
            for piece in pieces {
                let text = piece.prefix { $0 != 0 }
                if text.count < piece.count {
                    problems.append(problem(position, .nulByte, "a NUL byte hides text from dpkg"))
                }
                do throws(Refusal) {
                    if let directive = try directive(in: text, at: position) { directives.append(directive) }
                } catch {
                    problems.append(problem(position, error.kind, error.reason))
                }
            }
            if directives.count > optionLimit {
                problems.append(
                    problem(
                        position, .tooManyEntries, "more options than are kept; the rest of the file was not read"))
                break
            }
        }
        return DpkgCfgSource(directives: directives, problems: bounded(problems, file))
    }

    private static func bounded(_ problems: [ParseProblem], _ file: HostPath) -> [ParseProblem] {
        if problems.count <= problemLimit { return problems }
        let more = ParseProblem(
            file: file, line: nil, kind: .tooManyProblems,
            reason: "\(problems.count - problemLimit) more problems than are listed")
        // The last one may say that a limit was reached.
        return problems.prefix(problemLimit) + (problems.suffix(1).filter { $0.kind == .tooManyEntries }) + [more]
    }

    /// Why dpkg would stop at a line.
    private struct Refusal: Error {
        let kind: ParseProblem.Kind
        let reason: ReportText
    }

    private static func problem(
        _ position: SourcePosition, _ kind: ParseProblem.Kind, _ reason: ReportText
    ) -> ParseProblem {
        ParseProblem(file: position.file, line: position.line, kind: kind, reason: reason)
    }

    /// fgets(3) counts the newline in; a line of exactly 1,023 bytes therefore leaves an empty piece behind.
    private static func pieces(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = line.startIndex
        while line.endIndex - start > pieceBytes {
            pieces.append(line[start..<(start + pieceBytes)])
            start += pieceBytes
        }
        pieces.append(line[start...])
        return pieces
    }

    /// The option of a line; nil for an empty line and for a comment, which starts in the first column.
    private static func directive(
        in line: ArraySlice<UInt8>, at position: SourcePosition
    ) throws(Refusal) -> DpkgDirective? {
        let end = line.lastIndex { !$0.isASCIISpace }.map { $0 + 1 } ?? line.startIndex
        let line = line[..<end]
        guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
        let name = line.prefix { $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "-") }
        guard let start = name.first else {
            throw Refusal(kind: .noOption, reason: "the line does not start with an option")
        }
        if start == UInt8(ascii: "-") {
            throw Refusal(
                kind: .dashedOption, reason: "the option starts with a dash, which dpkg does not know in a file")
        }
        guard name.count < line.count else {
            return DpkgDirective(option: UntrustedText(name), value: nil, position: position)
        }
        let value = try value(line[(name.endIndex + 1)...])
        return DpkgDirective(option: UntrustedText(name), value: value, position: position)
    }

    /// What follows the one byte behind the name, whatever that byte was: one `=`, white space, a pair of quotes.
    private static func value(_ rest: ArraySlice<UInt8>) throws(Refusal) -> UntrustedText {
        let behindSign = rest.first == UInt8(ascii: "=") ? rest.dropFirst() : rest
        let text = behindSign.drop(while: \.isASCIISpace)
        guard let quote = text.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return UntrustedText(text)
        }
        guard text.last == quote else { throw Refusal(kind: .unmatchedQuotes, reason: "quotes that do not match") }
        return UntrustedText(text.dropFirst().dropLast())
    }
}
