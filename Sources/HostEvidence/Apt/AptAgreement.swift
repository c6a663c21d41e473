package import AuditModel
package import FileFormats

/// Puts libapt-pkg's answer and our positions together, and says where the two differ.
package enum AptAgreement {
    /// Differences that are told one by one.
    private static let limit = 20

    /// The settings in force as libapt-pkg decides, with the place of each where our reader found the same.
    ///
    /// Where libapt-pkg gave no answer the settings are ours, and that is the one disagreement.
    package static func merge(
        _ sources: [AptConfSource],
        answer: Result<AptBridge.EffectiveConfiguration, AptBridgeError>,
        about file: HostPath
    ) -> (effective: [AptSetting], disagreements: [ParseProblem]) {
        let ours = AptConfEvaluator.tree(of: sources)
        switch answer {
        case .failure(let error):
            let problem = ParseProblem(
                file: file, line: nil, kind: .aptRefuses,
                reason: "libapt-pkg was not able to read this configuration: \(error.reason)")
            return (ours.filter { $0.position != nil }, [problem])
        case .success(let theirs):
            let verdicts = differingVerdicts(sources, theirs.failures)
            let isSame = ours.elementsEqual(theirs.nodes) { $0.key == $1.key && $0.value == $1.value }
            if isSame { return (ours.filter { $0.position != nil }, verdicts) }
            let matched = match(theirs.nodes, with: ours, about: file)
            return (matched.effective, verdicts + matched.disagreements)
        }
    }

    private static func differingVerdicts(_ sources: [AptConfSource], _ failures: [UntrustedText?]) -> [ParseProblem] {
        zip(sources, failures).compactMap { source, failure in
            if source.hasSyntaxError == (failure != nil) { return nil }
            let reason: ReportText =
                failure.map { "libapt-pkg stops here: \($0)" }
                ?? "libapt-pkg reads all of this file, our reader does not"
            return ParseProblem(
                file: source.file, line: nil, kind: failure == nil ? .aptGoesOn : .aptStops, reason: reason)
        }
    }

    /// One key with one value, which a list can hold more than once.
    private struct Pair: Hashable {
        let key: UntrustedText
        let value: UntrustedText
    }

    private static func match(
        _ theirs: [AptBridge.EffectiveConfiguration.Node], with ours: [AptSetting], about file: HostPath
    ) -> (effective: [AptSetting], disagreements: [ParseProblem]) {
        var positions: [Pair: [SourcePosition]] = [:]
        for setting in ours.reversed() {
            guard let position = setting.position else { continue }
            positions[Pair(key: setting.key, value: setting.value), default: []].append(position)
        }
        var effective: [AptSetting] = []
        var problems: [ParseProblem] = []
        for node in theirs {
            let position = positions[Pair(key: node.key, value: node.value)]?.popLast()
            if position == nil, node.value.isEmpty { continue }
            effective.append(AptSetting(key: node.key, value: node.value, position: position))
            if position == nil {
                problems.append(
                    ParseProblem(
                        file: file, line: nil, kind: .onlyAptFinds,
                        reason: "only libapt-pkg finds \(node.key) = \(node.value)"))
            }
        }
        for setting in ours {
            guard let position = setting.position,
                positions[Pair(key: setting.key, value: setting.value)]?.popLast() != nil
            else { continue }
            problems.append(
                ParseProblem(
                    file: position.file, line: position.line, kind: .aptDoesNotFind,
                    reason: "libapt-pkg does not find \(setting.key) = \(setting.value)"))
        }
        if problems.isEmpty {
            problems.append(
                ParseProblem(file: file, line: nil, kind: .otherOrder, reason: "libapt-pkg finds another order"))
        }
        if problems.count > limit {
            let more = problems.count - limit
            problems.removeLast(more)
            problems.append(
                ParseProblem(
                    file: file, line: nil, kind: .moreDifferences,
                    reason: "\(more) more differences from libapt-pkg"))
        }
        return (effective, problems)
    }
}
