import TreeReading

/// The measured commands as a table: what each cost, how it stands to a named peer, and whether it keeps its limit.
enum ResultTable {
    /// Limits of the project for a hooks audit without archives.
    private static let processorLimit = 0.6
    private static let peakLimit = 120.0
    /// How much longer than grep -F a run of detect may take, and how much longer than it jq and eql at least do.
    private static let grepFactor = 3.0
    private static let jqFactor = 5.0
    private static let eqlFactor = 20.0
    private static let detectPeakLimit = 100.0

    static func lines(for results: [(command: MeasuredCommand, usage: Usage)]) -> [String] {
        let usages = Dictionary(uniqueKeysWithValues: results.map { ($0.command.role, $0.usage) })
        var rows = [["", "cpu s", "wall s", "peak MiB", "ratio", "limit"]]
        for (command, usage) in results {
            let (ratio, limit) = judgement(of: command.role, usage, among: usages)
            rows.append(
                [
                    command.role.rawValue, rounded(usage.processor, 3), rounded(usage.wall, 3), rounded(usage.peak, 1),
                    ratio, limit,
                ])
        }
        return aligned(rows)
    }

    private static func judgement(
        of role: MeasuredCommand.Role, _ usage: Usage, among usages: [MeasuredCommand.Role: Usage]
    ) -> (ratio: String, limit: String) {
        switch role {
        case .hooks:
            let share = usages[.dpkg].map { "\(rounded(usage.processor / $0.processor, 3)) of dpkg --verify's cpu" }
            let isKept = usage.processor <= processorLimit && usage.peak <= peakLimit
            return (share ?? "", "0.6 s cpu, 120 MiB: \(isKept ? "pass" : "over")")
        case .hooksWithArchives:
            guard let peer = usages[.digests] else { return ("", "") }
            return (
                "\(rounded(usage.wall / peer.wall, 3)) of sha256sum's wall",
                "1.0 of sha256sum: \(usage.wall <= peer.wall ? "pass" : "over")"
            )
        case .debsums:
            return (
                usages[.dpkg].map { "\(rounded(usage.processor / $0.processor, 3)) of dpkg --verify's cpu" } ?? "", ""
            )
        case .detect:
            guard let peer = usages[.grep] else { return ("", "") }
            let isKept = usage.wall <= peer.wall * grepFactor && usage.peak <= detectPeakLimit
            return (
                "\(rounded(usage.wall / peer.wall, 2)) of grep's wall",
                "\(rounded(grepFactor, 1)) of grep, 100 MiB: \(isKept ? "pass" : "over")"
            )
        case .jq, .eql:
            guard let subject = usages[.detect] else { return ("", "") }
            let factor = role == .jq ? jqFactor : eqlFactor
            let isKept = usage.wall >= subject.wall * factor
            return (
                "\(rounded(usage.wall / subject.wall, 1)) of detect's wall",
                "at least \(Int(factor)): \(isKept ? "pass" : "under")"
            )
        case .digests, .dpkg, .grep:
            return ("", "")
        }
    }

    /// Columns as wide as their widest cell, two spaces apart.
    static func aligned(_ rows: [[String]]) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column >= 1 && column <= 3 ? padding + cell : cell + padding
            }
            return cells.joined(separator: "  ")
        }
    }

    static func rounded(_ value: Double, _ digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let text = String(Int((value * scale).rounded()))
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return "\(padded.dropLast(digits)).\(padded.suffix(digits))"
    }
}
