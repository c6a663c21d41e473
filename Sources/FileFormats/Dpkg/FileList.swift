package import AuditModel

/// Reads the form of a package's `.list` as dpkg does (lib/dpkg/db-fsys-files.c, tried with dpkg 1.21.22).
///
/// dpkg reads all lists before it unpacks, verifies or searches anything; at a list that it refuses it stops, so that
/// nothing can be installed, upgraded or removed, security updates included.
package enum FileList {
    /// Problems that are kept of one list.
    private static let kept = 20

    /// What in a list dpkg refuses, or would never have written, in line order.
    package static func problems(in bytes: [UInt8], file: HostPath) -> [ParseProblem] {
        var problems: [ParseProblem] = []
        var number = 0
        for line in ByteLines(bytes) {
            number += 1
            if problems.count >= kept { break }
            if let problem = problem(with: line, number: number, in: file) { problems.append(problem) }
        }
        if let last = bytes.last, last != 0x0A {
            problems.append(
                ParseProblem(
                    file: file, line: nil, kind: .noFinalNewline,
                    reason: "its last line has no newline: dpkg stops at it and installs, upgrades and removes nothing"
                ))
        }
        return problems
    }

    private static func problem(with line: ArraySlice<UInt8>, number: Int, in file: HostPath) -> ParseProblem? {
        func problem(_ kind: ParseProblem.Kind, _ reason: ReportText) -> ParseProblem {
            ParseProblem(file: file, line: number, kind: kind, reason: reason)
        }
        guard let first = line.first else {
            return problem(.emptyName, "an empty name: dpkg stops at it and installs, upgrades and removes nothing")
        }
        if line.contains(0) { return problem(.nulByte, "a NUL byte, at which dpkg cuts the name off") }
        if first == UInt8(ascii: "/") { return nil }
        return problem(
            .relativeName,
            "a name without a leading slash, which dpkg never writes and reads as a path below the root")
    }
}
