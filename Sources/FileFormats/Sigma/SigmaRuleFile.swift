import AuditModel

/// Reads Sigma rule files (the Sigma rules specification, version 2), each of which holds one rule.
///
/// What decides whether an event matches is read exactly or refused; nothing is guessed.
package enum SigmaRuleFile {
    /// A rule, or every mistake that could be told apart.
    package static func read(_ bytes: [UInt8]) -> SigmaReading {
        do throws(SigmaMistake) {
            var reader = SigmaRuleReader(try SigmaNode.read(bytes))
            return reader.read()
        } catch {
            return SigmaReading(rule: nil, mistakes: [error])
        }
    }
}

/// Reads the parts of one rule and gathers their mistakes.
private struct SigmaRuleReader {
    private let root: SigmaNode
    private var mistakes: [SigmaMistake] = []

    init(_ root: SigmaNode) {
        self.root = root
    }

    mutating func read() -> SigmaReading {
        guard case .map = root.content else {
            return SigmaReading(rule: nil, mistakes: [SigmaMistake(line: root.line, reason: "a rule is a mapping")])
        }
        let metadata = metadata()
        let detection = detection()
        if root.value("logsource")?.members.isEmpty ?? true {
            complain(root.value("logsource")?.line, "the rule needs a logsource")
        }
        let sorted = mistakes.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
        guard sorted.isEmpty, let detection else { return SigmaReading(rule: nil, mistakes: sorted) }
        let rule = CompiledRule(
            metadata: metadata, requirement: detection.requirement, exclusions: detection.exclusions)
        return SigmaReading(rule: rule, mistakes: [])
    }

    private mutating func complain(_ line: Int?, _ reason: ReportText) {
        mistakes.append(SigmaMistake(line: line, reason: reason))
    }

    private mutating func detection() -> (requirement: Predicate, exclusions: [RuleExclusion])? {
        guard let node = root.value("detection"), !node.members.isEmpty else {
            complain(root.value("detection")?.line, "the rule needs a detection with selections and a condition")
            return nil
        }
        var selections: [SigmaSelection] = []
        for (key, value) in node.members {
            switch key.text {
            case nil: complain(key.line, "a selection's name must be a text")
            case "condition": break
            case "timeframe": complain(key.line, "correlation over time is not supported")
            case .some(let name) where !SigmaCondition.isName(name.bytes):
                complain(key.line, "a selection's name is made of letters, digits, dots, hyphens and underscores")
            case .some(let name):
                if let selection = SigmaSelection(name: name.bytes, value, &mistakes) { selections.append(selection) }
            }
        }
        guard let condition = node.value("condition"), let text = condition.text else {
            complain(node.value("condition")?.line ?? node.line, "the detection needs one condition, as a text")
            return nil
        }
        return compile(selections, text, condition.line, node)
    }

    private mutating func compile(
        _ selections: [SigmaSelection], _ condition: UntrustedText, _ line: Int, _ node: SigmaNode
    ) -> (requirement: Predicate, exclusions: [RuleExclusion])? {
        // A selection that could not be read would only be reported as missing.
        guard mistakes.isEmpty else { return nil }
        do throws(SigmaMistake) {
            var compilation = SigmaCompilation(selections, line: line)
            let result = try compilation.split(try SigmaCondition.parse(condition.bytes, line: line))
            for (key, _) in node.members {
                guard let name = key.text, name != "condition", !compilation.used.contains(name.bytes) else { continue }
                complain(key.line, "the condition never uses the selection \(name)")
            }
            return result
        } catch {
            mistakes.append(error)
            return nil
        }
    }
}

extension SigmaRuleReader {
    private mutating func metadata() -> RuleMetadata {
        var metadata = RuleMetadata(id: identifier(), title: required("title"), level: level())
        metadata.description = root.value("description")?.text ?? ""
        metadata.status = root.value("status")?.text
        metadata.author = root.value("author")?.text
        metadata.date = root.value("modified")?.text ?? root.value("date")?.text
        metadata.tags = tags()
        metadata.falsePositives = texts("falsepositives")
        metadata.references = texts("references")
        metadata.related = (root.value("related")?.elements ?? []).compactMap { $0.value("id")?.text }
        extend(&metadata)
        return metadata
    }

    private mutating func required(_ key: StaticString) -> UntrustedText {
        if let text = root.value(key)?.text, !text.isEmpty { return text }
        complain(root.value(key)?.line, "the rule has no \(ours: key.description)")
        return ""
    }

    private mutating func identifier() -> UntrustedText {
        let id = required("id")
        let groups = id.bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isUUID =
            groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy { $0.allSatisfy { Hexadecimal.value($0) != nil } }
        if !id.isEmpty, !isUUID { complain(root.value("id")?.line, "the id \(id) is no UUID") }
        return id
    }

    private mutating func level() -> RuleLevel {
        let word = required("level")
        if let level = RuleLevel.allCases.first(where: { word.bytes.elementsEqual($0.rawValue.utf8) }) { return level }
        if !word.isEmpty { complain(root.value("level")?.line, "\(word) is no level") }
        return .medium
    }

    private func texts(_ key: StaticString) -> [UntrustedText] {
        (root.value(key)?.elements ?? []).compactMap(\.text)
    }

    private mutating func tags() -> [UntrustedText] {
        guard let node = root.value("tags") else { return [] }
        for element in node.elements {
            guard let tag = element.text else {
                complain(element.line, "a tag must be a text")
                continue
            }
            if tag.hasPrefix("attack."), !AttackCatalog.isWellFormed(tag) {
                complain(element.line, "\(tag) is no tactic or technique of ATT&CK")
            }
        }
        return texts("tags")
    }

    /// The mapping `debvouch`, which other Sigma programs pass over.
    private mutating func extend(_ metadata: inout RuleMetadata) {
        var rule: (id: UntrustedText?, version: Int?, name: UntrustedText?)
        let node = root.value("debvouch")
        for (key, value) in node?.members ?? [] {
            switch key.text {
            case "elastic_rule_id": rule.id = value.text
            case "elastic_rule_version": rule.version = number(value, unit: "", in: 1...100_000)
            case "elastic_rule_name": rule.name = value.text
            case "profile":
                metadata.profile = RuleProfile.allCases.first { value.text == UntrustedText($0.rawValue.utf8) }
                if metadata.profile == nil { complain(value.line, "profile takes seed or current") }
            case "risk_score": metadata.riskScore = number(value, unit: "", in: 0...100) ?? 0
            case "interval": metadata.interval = 60 * (number(value, unit: "m", in: 1...1_440) ?? 0)
            case "lookback": metadata.lookBack = 60 * (number(value, unit: "m", in: 1...1_440) ?? 0)
            case "max_alerts": metadata.alertCap = number(value, unit: "", in: 1...100_000) ?? 0
            default: complain(key.line, "\(key.text ?? "") is not known here")
            }
        }
        switch rule {
        case (nil, nil, nil): break
        case (let id?, let version?, let name?):
            metadata.published = PublishedRule(id: id, version: version, name: name)
        default:
            complain(node?.line, "a published rule needs elastic_rule_id, elastic_rule_version and elastic_rule_name")
        }
    }

    private mutating func number(_ node: SigmaNode, unit: StaticString, in range: ClosedRange<Int>) -> Int? {
        let text = String(decoding: node.text?.bytes ?? [], as: UTF8.self)
        if text.hasSuffix(unit.description), let value = Int(text.dropLast(unit.utf8CodeUnitCount)),
            range.contains(value)
        {
            return value
        }
        complain(
            node.line,
            "a number from \(range.lowerBound) to \(range.upperBound)\(ours: unit.description) is expected")
        return nil
    }
}
