import AuditModel

/// The ties inside one case: those that made it one, and those to logs, logins and the network.
enum CaseLinks {
    /// Ties of one case that are told.
    private static let limit = 200

    static func links(of view: CaseView) -> [CaseLink] {
        let all = view.group.links + silenced(view) + network(view) + records(view) + triggers(view)
        var seen: Set<CaseLink> = []
        return told(all.filter { seen.insert($0).inserted }.sorted(by: precedes))
    }

    /// The strongest, with a share for each basis: hundreds of lines in a log must not displace the one tie to a file.
    private static func told(_ links: [CaseLink]) -> [CaseLink] {
        if links.count <= limit { return links }
        let share = limit / LinkBasis.allCases.count
        var counts: [LinkBasis: Int] = [:]
        var chosen: Set<CaseLink> = []
        for link in links where counts[link.basis, default: 0] < share {
            counts[link.basis, default: 0] += 1
            chosen.insert(link)
        }
        for link in links where chosen.count < limit { chosen.insert(link) }
        return links.filter(chosen.contains)
    }

    private static func precedes(_ left: CaseLink, _ right: CaseLink) -> Bool {
        if left.strength != right.strength { return left.strength > right.strength }
        if left.basis != right.basis {
            return left.basis.rawValue.utf8.lexicographicallyPrecedes(right.basis.rawValue.utf8)
        }
        return (left.from, left.to) < (right.from, right.to)
    }

    /// The name by which a case's own links call it: its first finding, else its first alert.
    private static func anchor(_ view: CaseView) -> UntrustedText {
        UntrustedText((view.findings.first?.id ?? view.alerts.first?.id ?? "").utf8)
    }

    private static func silenced(_ view: CaseView) -> [CaseLink] {
        let paths = Set(view.group.paths)
        let known = view.silenced.map { ($0.facts, UntrustedText($0.id.utf8)) }
        let other = view.touching.map { ($0, $0.identifier) }
        return (known + other).flatMap { facts, name in
            facts.mentions(of: paths.contains, commands: view.evidence.subjects.commands).map {
                CaseLink(from: name, to: $0.path.text, basis: $0.basis, strength: $0.strength)
            }
        }
    }

    private static func network(_ view: CaseView) -> [CaseLink] {
        view.network.compactMap { event in
            event.destination.map {
                CaseLink(from: event.identifier, to: $0, basis: .network, strength: .high)
            }
        }
    }

    private static func triggers(_ view: CaseView) -> [CaseLink] {
        view.triggers.flatMap { trigger in
            trigger.paths.map {
                CaseLink(from: place(trigger.position), to: $0.text, basis: .mention, strength: .high)
            }
        }
    }

    /// A log line ties by what it names, never by its time; a login only to a session that came from its address.
    private static func records(_ view: CaseView) -> [CaseLink] {
        let paths = Set(view.group.paths)
        let names = Set(view.group.packages.map(\.name))
        let sources = view.loginSources
        return view.records.compactMap { record in
            let from = place(record.position)
            if case .login(let login) = record.kind {
                guard sources.contains(login.host) else { return nil }
                return CaseLink(from: from, to: anchor(view), basis: .login, strength: .high)
            }
            if case .session = record.kind, record.line.names(oneOf: sources) {
                return CaseLink(from: from, to: anchor(view), basis: .login, strength: .high)
            }
            for subject in record.subjects {
                switch subject {
                case .path(let path) where paths.contains(path):
                    return CaseLink(from: from, to: path.text, basis: .mention, strength: .high)
                case .package(let name) where names.contains(name):
                    let isTransaction = record.source == .dpkgLog || record.source == .aptHistory
                    return CaseLink(
                        from: from, to: name, basis: isTransaction ? .transaction : .mention, strength: .medium)
                case .path, .package, .processID, .program: continue
                }
            }
            return nil
        }
    }

    private static func place(_ position: SourcePosition) -> UntrustedText {
        UntrustedText(position.file.bytes + [UInt8(ascii: ":")] + Array(String(position.line).utf8))
    }
}

extension UntrustedText {
    /// Whether one of some addresses stands in a line as a word of its own.
    func names(oneOf addresses: Set<UntrustedText>) -> Bool {
        if addresses.isEmpty { return false }
        return bytes.split { !$0.isASCIIDigit && !$0.isASCIILetter && !".:".utf8.contains($0) }.contains {
            addresses.contains(UntrustedText($0))
        }
    }
}
