package import AuditModel
import FileFormats

extension EventReadSummary {
    /// One sentence for each reason for which something was not evaluated.
    package var complaints: [ReportText] { reasons.map { "\(input): \($0)" } }

    /// The same as gaps of an audit; the path is one of the machine that runs it, not of the tree.
    package var gaps: [CoverageGap] {
        let once: [ReportText] =
            EventReader.canRepeat(input) || failure != nil
            ? [] : ["it is no regular file and was read once, so processes behind its alerts were not looked for"]
        let path = input == "-" ? "/dev/stdin" : MachinePath.absolute(input)
        return (reasons + once).map { CoverageGap(path: HostPath(path.bytes), reason: "event file: \($0)") }
    }

    private var reasons: [ReportText] {
        let tallies = unusable.map { tally -> ReportText in
            let places = tally.first.map { "\($0.line) (byte \($0.offset))" }.joined(separator: ", ")
            let more = tally.count > tally.first.count ? ", ..." : ""
            return
                "\(tally.count) unusable, \(tally.reason)\(Self.shapes(of: tally)): line \(ours: places)\(ours: more)"
        }
        guard let failure else { return tallies }
        return tallies + [failure]
    }

    /// What they looked like, in brackets.
    private static func shapes(of tally: UnusableTally) -> ReportText {
        guard let first = tally.shapes.first else { return "" }
        let all = tally.shapes.dropFirst().reduce(first) { "\($0); \($1)" }
        return " (\(all))"
    }
}
