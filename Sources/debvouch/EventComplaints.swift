import AuditModel
import HostEvidence

extension EventReadSummary {
    /// One sentence for each reason for which something was not evaluated.
    var complaints: [ReportText] {
        let tallies = unusable.map { tally -> ReportText in
            let places = tally.first.map { "\($0.line) (byte \($0.offset))" }.joined(separator: ", ")
            let more = tally.count > tally.first.count ? ", ..." : ""
            return "\(input): \(tally.count) unusable, \(tally.reason): line \(ours: places)\(ours: more)"
        }
        guard let failure else { return tallies }
        return tallies + ["\(input): \(failure)"]
    }
}
