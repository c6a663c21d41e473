import AuditModel

/// What directives of one file have in common where they are too many to be reported one by one.
struct DirectiveKind: Hashable {
    let severity: Severity
    /// As the end of "10 statements of this file ...".
    let meaning: String
}

/// Keeps a file of very many directives from becoming as many findings, and a rare one among them from being lost.
enum DirectiveGroups {
    /// Directives of one file and one check that are reported one by one.
    private static let fewInFile = 20
    /// In a file with more, those of one kind that are still reported one by one.
    private static let fewOfKind = 3
    private static let shown = 8

    /// - Parameters:
    ///   - kind: cheap, since it is asked about every directive.
    ///   - each: makes the finding about one directive that is reported alone.
    static func findings(
        _ check: CheckID, of directives: [JudgedDirective], kind: (JudgedDirective) -> DirectiveKind,
        each: (JudgedDirective) -> Finding
    ) -> [Finding] {
        var findings: [Finding] = []
        var rest = directives[...]
        while let first = rest.first {
            let end = rest.firstIndex { $0.file != first.file } ?? rest.endIndex
            let ofFile = rest[..<end]
            rest = rest[end...]
            if ofFile.count <= fewInFile {
                findings += ofFile.map(each)
                continue
            }
            let kinds = Dictionary(grouping: ofFile, by: kind)
            for (kind, members) in kinds.sorted(by: {
                ($0.value.count, $0.key.meaning) < ($1.value.count, $1.key.meaning)
            }) {
                findings += members.count <= fewOfKind ? members.map(each) : [group(check, kind, members, first)]
            }
        }
        return findings
    }

    private struct RunWord: Hashable {
        let when: String
        let word: UntrustedText
    }

    private static func group(
        _ check: CheckID, _ kind: DirectiveKind, _ members: [JudgedDirective], _ first: JudgedDirective
    ) -> Finding {
        let lines = rareFirst(members).prefix(shown).map { $0.evidence[0] }
        let more: [ReportText] = members.count > shown ? ["and \(members.count - shown) more"] : []
        return Finding(
            check: check, severity: kind.severity, path: first.file, package: first.standing.owner,
            subject: UntrustedText("all: \(kind.severity.rawValue): \(kind.meaning)".utf8),
            title: "\(members.count) statements, each of which \(ours: kind.meaning)",
            evidence: [first.standing.sentence] + lines + more)
    }

    /// One of each first word and time of running, the rarest first, then the others in their order.
    private static func rareFirst(_ members: [JudgedDirective]) -> [JudgedDirective] {
        let groups = Dictionary(grouping: members.indices) { index in
            RunWord(
                when: members[index].judgement.when,
                word: UntrustedText(members[index].value.bytes.prefix { !$0.isASCIISpace }))
        }
        let chosen = groups.values.sorted { ($0.count, $0[0]) < ($1.count, $1[0]) }.prefix(shown).map { members[$0[0]] }
        if chosen.count >= shown { return chosen }
        let places = Set(chosen.map(\.position))
        return chosen + members.lazy.filter { !places.contains($0.position) }.prefix(shown - chosen.count)
    }
}
