import AuditModel

/// Puts findings of one check and one file together where they are very many.
enum FindingBundles {
    /// Findings of one path and one severity that stand by themselves.
    private static let few = 20
    private static let shown = 8

    /// - Parameter findings: of one check; those of a path and severity with many become one, with a count.
    static func bundled(_ findings: [Finding]) -> [Finding] {
        if findings.count <= few { return findings }
        struct Place: Hashable {
            let path: HostPath
            let severity: Severity
        }
        let places = Dictionary(grouping: findings.indices) {
            Place(path: findings[$0].path, severity: findings[$0].severity)
        }
        return places.values.sorted { $0[0] < $1[0] }.flatMap { members -> [Finding] in
            if members.count <= few { return members.map { findings[$0] } }
            return [bundle(members.map { findings[$0] })]
        }
    }

    /// The rarest statements first, so that one of its own kind is never lost among many that are alike.
    private static func bundle(_ members: [Finding]) -> Finding {
        let alike = Dictionary(grouping: members.indices) { members[$0].title }
        let rare = alike.values.sorted { ($0.count, $0[0]) < ($1.count, $1[0]) }.prefix(shown)
        let lines = rare.map { places -> ReportText in
            let first = members[places[0]]
            let line: ReportText = first.evidence.first.map { "\(first.title): \($0)" } ?? first.title
            return places.count == 1 ? line : "\(line), and \(places.count - 1) more of this kind"
        }
        let first = members[0]
        let more: [ReportText] = alike.count > shown ? ["and \(alike.count - shown) more kinds"] : []
        return Finding(
            check: first.check, severity: first.severity, path: first.path, package: first.package,
            subject: UntrustedText("all: \(first.severity.rawValue)".utf8),
            title: "\(members.count) statements of this file, the rarest kinds first", evidence: lines + more)
    }
}
