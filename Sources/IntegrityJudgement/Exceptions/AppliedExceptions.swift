package import AuditModel

/// Exceptions at work: says what each of them silences and keeps the record.
///
/// An exception that has expired or that cannot be decided silences nothing.
package struct AppliedExceptions {
    private let exceptions: [AuditException]
    private let usable: [Int]
    /// Asked by an exception's place.
    private var evaluator: RuleEvaluator
    private let now: Timestamp
    private var uses: [[ExceptionUse]]
    private var counts: [Int]
    private let pins: ProgramPins
    /// Exceptions that name one path, by that path.
    private let byPath: [HostPath: [Int]]
    /// What was seen not to be as an exception pins it.
    private var changes: [Int: ReportText] = [:]

    /// Uses that are remembered of each exception; beyond them they are only counted.
    package static let remembered = 1_000

    /// - Parameters:
    ///   - exceptions: of every scope; those of another scope take no part and get no standing.
    ///   - now: when the run started.
    ///   - evidence: says what the commands of a file run now; without it no exception that pins programs holds.
    package init(
        _ exceptions: [AuditException], scope: ExceptionScope, now: Timestamp, evidence: Evidence? = nil
    ) {
        let own = exceptions.filter { $0.scope == scope }
        self.exceptions = own
        self.now = now
        pins = ProgramPins(own.contains { $0.programs != nil } ? evidence : nil)
        usable = own.indices.filter { own[$0].unsupported == nil && !own[$0].isExpired(at: now) }
        evaluator = RuleEvaluator(statements: own.map(\.statement))
        uses = Array(repeating: [], count: own.count)
        counts = Array(repeating: 0, count: own.count)
        byPath = Dictionary(
            own.indices.compactMap { place in own[place].namedPath.map { ($0, [place]) } }, uniquingKeysWith: +)
    }

    package var isEmpty: Bool { exceptions.isEmpty }

    /// The first exception that silences an alert; nil for an alert that stands.
    package mutating func silencing(_ alert: Alert) -> UntrustedText? {
        if usable.isEmpty { return nil }
        evaluator.take(alert.event)
        let rule = alert.rule
        let silencing = usable.filter { place in
            let rules = exceptions[place].rules
            let concerns = rules.isEmpty || rules.contains { $0 == rule.ruleID || $0 == rule.id }
            return concerns && evaluator.holds(statementAt: place)
        }
        return record(.alert(rule: rule.ruleID, event: alert.event.identifier), of: silencing)
    }

    /// The first exception that silences a finding; nil for a finding that stands.
    ///
    /// - Parameter artifact: what stands at the finding's path; nil where the finding is about something else.
    package mutating func silencing(_ judged: JudgedFinding, at artifact: JudgedArtifact?) -> UntrustedText? {
        // Without its content nobody can have looked at it.
        guard !usable.isEmpty, let digest = artifact?.sha256 else { return nil }
        let finding = judged.finding
        evaluator.take(finding.asEvent(digest))
        let check = UntrustedText(finding.check.rawValue.utf8)
        let silencing = usable.filter { place in
            let exception = exceptions[place]
            // Who accepted a file did not know then of a proof that it is another one.
            if exception.accepts, finding.severity == .critical, artifact?.assessment?.rung == .contradicted {
                return false
            }
            return exception.concerns(check) && holds(place, at: finding.path, digest)
        }
        return record(.finding(id: judged.id), of: silencing)
    }

    /// The first exception that accepts a file of this very content as it is; nil for one that nobody accepted.
    ///
    /// Only one that says so, or that speaks of no check: who silences one finding about a file has not vouched for it.
    package mutating func accepting(_ artifact: JudgedArtifact) -> UntrustedText? {
        guard artifact.lack != nil, artifact.assessment?.rung != .contradicted, !usable.isEmpty,
            let digest = artifact.sha256
        else { return nil }
        evaluator.take(artifact.asEvent(digest))
        let accepting = usable.filter { place in
            (exceptions[place].accepts || exceptions[place].rules.isEmpty) && holds(place, at: artifact.path, digest)
        }
        for place in accepting { counts[place] += 1 }
        return accepting.first.map { exceptions[$0].id }
    }

    private func holds(_ place: Int, at path: HostPath, _ digest: SHA256Digest) -> Bool {
        exceptions[place].pins(digest) && evaluator.holds(statementAt: place)
            && change(of: place, at: path) == nil
    }

    /// What the commands of a file run that an exception does not pin as it is now.
    private func change(of place: Int, at path: HostPath) -> ReportText? {
        exceptions[place].programs.flatMap { pins.change(at: path, from: $0) }
    }

    /// Looks for exceptions of one path whose file or programs are not as they were pinned.
    package mutating func compare(with artifacts: [JudgedArtifact]) {
        for (path, places) in byPath {
            guard let artifact = artifacts.artifact(at: path), let digest = artifact.sha256 else { continue }
            for place in places where usable.contains(place) {
                changes[place] =
                    exceptions[place].pins(digest)
                    ? change(of: place, at: path) : "\(path) does not hold what it pins"
            }
        }
    }

    /// Why exceptions that were made for the path of a finding do not silence it, one sentence each.
    package func lapses(at path: HostPath) -> [ReportText] {
        (byPath[path] ?? []).compactMap { place in
            let exception = exceptions[place]
            let reason: ReportText
            if let change = changes[place] {
                reason = "has ended: \(change)"
            } else if exception.isExpired(at: now) {
                reason = "has expired (\(exception.expiry?.written ?? ""))"
            } else {
                return nil
            }
            return "the exception \(exception.id) of \(exception.owner) \(reason)"
        }
    }

    /// Every one that holds has been of use, though the first alone would do; its id.
    private mutating func record(_ use: ExceptionUse, of silencing: [Int]) -> UntrustedText? {
        for place in silencing {
            counts[place] += 1
            if uses[place].count < Self.remembered { uses[place].append(use) }
        }
        return silencing.first.map { exceptions[$0].id }
    }

    /// What became of each exception so far, in the order in which they were given.
    package var standings: [ExceptionStanding] {
        exceptions.indices.map { index in
            let exception = exceptions[index]
            return ExceptionStanding(
                exception: exception, state: state(of: index), breadth: ExceptionBreadth.reason(for: exception),
                change: state(of: index) == .ended ? changes[index] : nil, uses: uses[index], useCount: counts[index])
        }
    }

    private func state(of index: Int) -> ExceptionState {
        if exceptions[index].unsupported != nil { return .unsupported }
        if exceptions[index].isExpired(at: now) { return .expired }
        if counts[index] > 0 { return .used }
        return changes[index] == nil ? .unused : .ended
    }
}

extension AuditException {
    fileprivate var statement: Predicate { .all(conditions.map(\.predicate)) }
}

extension Finding {
    /// The fields that an exception can ask about, so that they mean the same as those of an event.
    fileprivate func asEvent(_ digest: SHA256Digest) -> HostEvent {
        HostEvent(at: path, digest, package: package, check: check)
    }
}

extension JudgedArtifact {
    /// The same fields but for the check, of which there is none.
    fileprivate func asEvent(_ digest: SHA256Digest) -> HostEvent {
        HostEvent(at: path, digest, package: package, check: nil)
    }
}

extension HostEvent {
    fileprivate init(at path: HostPath, _ digest: SHA256Digest, package: PackageKey?, check: CheckID?) {
        var members = [
            EventMember(key: ExceptionField.path.bytes, value: .string(path.bytes)),
            EventMember(key: ExceptionField.sha256.bytes, value: .string(Array(digest.hex.utf8))),
        ]
        if let check {
            members.append(EventMember(key: ExceptionField.check.bytes, value: .string(Array(check.rawValue.utf8))))
        }
        if let package {
            members.append(EventMember(key: ExceptionField.package.bytes, value: .string(package.name.bytes)))
        }
        self.init(body: .object(members), position: EventPosition(input: path.text, line: 1, offset: 0))
    }
}
