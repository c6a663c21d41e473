import AuditModel

/// One named part of a rule's detection.
struct SigmaSelection {
    let name: [UInt8]
    let predicate: Predicate

    /// A mapping of fields that all have to hold, or a list of such mappings of which one has to; nil where a part of it
    /// cannot be read.
    init?(name: [UInt8], _ node: SigmaNode, _ mistakes: inout [SigmaMistake]) {
        self.name = name
        guard let predicate = Self.predicate(node, &mistakes) else { return nil }
        self.predicate = predicate
    }

    /// Goes on behind a mistake, so that all of them are told at one time.
    private static func predicate(_ node: SigmaNode, _ mistakes: inout [SigmaMistake]) -> Predicate? {
        var parts: [Predicate] = []
        let known = mistakes.count
        switch node.content {
        case .map(let members):
            for member in members {
                do throws(SigmaMistake) {
                    parts.append(try field(member.key, member.value))
                } catch {
                    mistakes.append(error)
                }
            }
        case .list(let elements):
            for element in elements {
                guard case .map = element.content else {
                    mistakes.append(
                        SigmaMistake(
                            line: element.line, reason: "a word without a field is not supported; name the field"))
                    continue
                }
                if let part = predicate(element, &mistakes) { parts.append(part) }
            }
        case .null, .text:
            mistakes.append(
                SigmaMistake(
                    line: node.line, reason: "a selection is a mapping of fields or a list of such mappings"))
        }
        guard mistakes.count == known else { return nil }
        guard let first = parts.first else {
            mistakes.append(SigmaMistake(line: node.line, reason: "the selection is empty"))
            return nil
        }
        if parts.count == 1 { return first }
        if case .map = node.content { return .all(parts) }
        return .any(parts)
    }

    private static func field(_ key: SigmaNode, _ value: SigmaNode) throws(SigmaMistake) -> Predicate {
        guard let text = key.text else { throw SigmaMistake(line: key.line, reason: "a field's name must be a text") }
        let parts = text.bytes.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
        let path = FieldPath(parts.first ?? [])
        try requireUsable(path, line: key.line)
        let modifiers = try SigmaModifiers(Array(parts.dropFirst()), line: key.line)
        if modifiers.asksExistence { return try existence(path, value) }
        guard !value.elements.isEmpty else {
            throw SigmaMistake(line: value.line, reason: "the list of values is empty")
        }
        var patterns: [ValuePattern] = []
        var canBeMissing = false
        for element in value.elements {
            if case .null = element.content, modifiers.allowNull {
                canBeMissing = true
            } else {
                patterns.append(try modifiers.pattern(element))
            }
        }
        if modifiers.wantsAll { return .field(FieldCondition(path, .allOf(patterns))) }
        let missing = Predicate.field(FieldCondition(path, .missing))
        if patterns.isEmpty { return missing }
        let present = Predicate.field(FieldCondition(path, .anyOf(patterns)))
        return canBeMissing ? .any([missing, present]) : present
    }

    private static func existence(_ path: FieldPath, _ value: SigmaNode) throws(SigmaMistake) -> Predicate {
        switch value.text {
        case "true": return .field(FieldCondition(path, .present))
        case "false": return .field(FieldCondition(path, .missing))
        default: throw SigmaMistake(line: value.line, reason: "exists takes true or false")
        }
    }

    private static func requireUsable(_ path: FieldPath, line: Int) throws(SigmaMistake) {
        if let instead = ecsNames.first(where: { path.bytes.elementsEqual($0.sigma.utf8) })?.ecs {
            throw SigmaMistake(line: line, reason: "no event has a field \(path.text); ECS calls it \(ours: instead)")
        }
        let parts = path.bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isUsable = parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
        }
        guard isUsable else { throw SigmaMistake(line: line, reason: "\(path.text) is no field name") }
    }

    /// Names of Sigma's own taxonomy, which match no event here, and what to write instead.
    private static let ecsNames: [(sigma: String, ecs: String)] = [
        ("Image", "process.executable"), ("CommandLine", "process.command_line"),
        ("ParentImage", "process.parent.executable"), ("ParentCommandLine", "process.parent.command_line"),
        ("CurrentDirectory", "process.working_directory"), ("TargetFilename", "file.path"), ("User", "user.name"),
        ("DestinationIp", "destination.ip"), ("DestinationPort", "destination.port"), ("SourceIp", "source.ip"),
    ]
}
