import AuditModel

/// One group of findings and alerts that belong together, before anything is said of it.
struct CaseGroup {
    /// Indexes into the report's findings, in report order.
    var findings: [Int] = []
    /// Indexes into the matched alerts, in order of time.
    var alerts: [Int] = []
    var links: [CaseLink] = []
    /// Every path that the group is about, sorted.
    var paths: [HostPath] = []
    var packages: Set<PackageKey> = []
}

/// Sorts findings and alerts into groups by what they share: a path, a package, a process, a session, the same bytes.
///
/// Time alone joins nothing.
struct CaseGroups {
    private let evidence: CaseEvidence
    /// Findings and then alerts, each with a number of its own.
    private var parents: [Int]
    private var links: [(member: Int, link: CaseLink)] = []
    private var firstOwner: [Tie: (member: Int, strength: Confidence)] = [:]
    private var pathsOf: [Int: [HostPath]] = [:]

    /// What two members may have in common.
    private enum Tie: Hashable {
        case path(HostPath)
        case package(PackageKey)
        case process(ProcessKey)
        case session(ProcessKey)
        case digest(SHA256Digest)
    }

    static func groups(of evidence: CaseEvidence) -> [CaseGroup] {
        var work = CaseGroups(evidence)
        for index in evidence.judgement.findings.indices { work.add(finding: index) }
        for index in evidence.events.alerts.indices { work.add(alert: index) }
        work.joinDescendants()
        return work.groups()
    }

    private init(_ evidence: CaseEvidence) {
        self.evidence = evidence
        parents = Array(0..<(evidence.judgement.findings.count + evidence.events.alerts.count))
    }

    private func member(ofAlert index: Int) -> Int { evidence.judgement.findings.count + index }

    private func name(of member: Int) -> UntrustedText {
        let findings = evidence.judgement.findings
        let id = member < findings.count ? findings[member].id : evidence.events.alerts[member - findings.count].id
        return UntrustedText(id.utf8)
    }

    private mutating func add(finding index: Int) {
        let judged = evidence.judgement.findings[index]
        guard judged.mayOpenCase else { return }
        if let path = evidence.judgement.subjectPath(of: judged.finding) {
            pathsOf[index] = [path]
            tie(index, .path(path), .path, .high)
            // Empty files are alike without having to do with each other.
            if let artifact = evidence.judgement.artifact(at: path), artifact.facts?.size ?? 0 > 0,
                let digest = artifact.sha256
            {
                tie(index, .digest(digest), .digest, .high)
            }
        }
        if let package = judged.finding.package { tie(index, .package(package), .package, .medium) }
    }

    /// Only alerts that a rule raised can join things; what an exclusion silenced is added to a case that is there.
    private mutating func add(alert index: Int) {
        let alert = evidence.events.alerts[index]
        guard alert.opensCase else { return }
        let member = member(ofAlert: index)
        let facts = alert.facts
        let mentions = facts.mentions { Judgement.isInScope($0) || evidence.judgement.artifact(at: $0) != nil }
        pathsOf[member] = mentions.map(\.path)
        for mention in mentions {
            tie(member, .path(mention.path), mention.basis, mention.strength)
            if let package = evidence.judgement.artifact(at: mention.path)?.package {
                tie(member, .package(package), .package, .medium)
            }
        }
        for digest in [facts.fileSHA256, facts.process.sha256].compactMap(\.self)
        where firstOwner[.digest(digest)] != nil {
            tie(member, .digest(digest), .digest, .high)
        }
        if let key = facts.processKey { tie(member, .process(key), .process, .high) }
        if let key = facts.sessionKey, facts.sessionLeader.isOwnSession {
            tie(member, .session(key), .session, .medium)
        }
        if let key = facts.parentKey, facts.parent.isOwnSession { tie(member, .process(key), .process, .medium) }
    }

    private mutating func tie(_ member: Int, _ tie: Tie, _ basis: LinkBasis, _ strength: Confidence) {
        guard let first = firstOwner[tie] else {
            firstOwner[tie] = (member, strength)
            return
        }
        join(first.member, member, basis, min(first.strength, strength))
    }

    private mutating func join(_ first: Int, _ second: Int, _ basis: LinkBasis, _ strength: Confidence) {
        let (left, right) = (root(of: first), root(of: second))
        if first != second {
            links.append(
                (second, CaseLink(from: name(of: second), to: name(of: first), basis: basis, strength: strength)))
        }
        if left != right { parents[max(left, right)] = min(left, right) }
    }

    /// An alert on a process below the process of another alert.
    private mutating func joinDescendants() {
        for (index, alert) in evidence.events.alerts.enumerated() where alert.opensCase {
            for ancestor in ProcessLineage(of: alert.facts, in: evidence.events).keys {
                guard let owner = firstOwner[.process(ancestor)], ownsProcess(owner.member, ancestor) else { continue }
                join(owner.member, member(ofAlert: index), .process, .high)
            }
        }
    }

    private func ownsProcess(_ member: Int, _ key: ProcessKey) -> Bool {
        let index = member - evidence.judgement.findings.count
        return index >= 0 && evidence.events.alerts[index].facts.processKey == key
    }

    private mutating func root(of member: Int) -> Int {
        var root = member
        while parents[root] != root { root = parents[root] }
        var step = member
        while parents[step] != root { (step, parents[step]) = (parents[step], root) }
        return root
    }

    private mutating func groups() -> [CaseGroup] {
        var groups: [Int: CaseGroup] = [:]
        for (index, judged) in evidence.judgement.findings.enumerated() where judged.mayOpenCase {
            groups[root(of: index), default: CaseGroup()].findings.append(index)
            if let package = judged.finding.package { groups[root(of: index)]?.packages.insert(package) }
        }
        for (index, alert) in evidence.events.alerts.enumerated() where alert.opensCase {
            groups[root(of: member(ofAlert: index)), default: CaseGroup()].alerts.append(index)
        }
        for (member, paths) in pathsOf {
            groups[root(of: member)]?.paths += paths
            for path in paths {
                if let package = evidence.judgement.artifact(at: path)?.package {
                    groups[root(of: member)]?.packages.insert(package)
                }
            }
        }
        for (member, link) in links { groups[root(of: member)]?.links.append(link) }
        return groups.sorted { $0.key < $1.key }.map { _, group in
            var group = group
            group.paths = Set(group.paths).sorted()
            return group
        }
        .filter { group in opens(group) }
    }

    /// A case needs an alert or something at medium or worse; what is odd but explainable is told elsewhere.
    private func opens(_ group: CaseGroup) -> Bool {
        !group.alerts.isEmpty || group.findings.contains { evidence.judgement.findings[$0].finding.severity >= .medium }
    }
}

extension JudgedFinding {
    /// Inventory notes and what an exception silences open no case.
    var mayOpenCase: Bool { finding.severity > .info && exceptedBy == nil }
}

extension AlertRecord {
    /// Alerts of other hosts, silenced and excepted ones open no case.
    var opensCase: Bool { outcome == .matched && relation != .other && exceptedBy == nil }
}

extension ObservedProcess {
    /// Daemons that start work for everybody: to have one above them ties no two processes together.
    private static let shared: Set<UntrustedText> = [
        "systemd", "init", "cron", "crond", "anacron", "atd", "dockerd", "containerd", "containerd-shim",
        "containerd-shim-runc-v2", "runc", "crun", "conmon", "crio", "kubelet", "sshd", "sshd-session", "tini",
        "dumb-init",
        "supervisord", "runsvdir", "s6-svscan", "systemd-executor", "(systemd)", "login", "agetty", "salt-minion",
        "puppet",
        "chef-client", "elastic-agent", "elastic-endpoint", "gitlab-runner", "tmux", "screen", "gnome-shell",
    ]

    /// Whether the process belongs to one piece of work or one person.
    var isOwnSession: Bool {
        guard pid != 1 else { return false }
        let names = [name, executable?.name].compactMap(\.self)
        return !names.isEmpty && names.allSatisfy { !Self.shared.contains($0) }
    }
}
