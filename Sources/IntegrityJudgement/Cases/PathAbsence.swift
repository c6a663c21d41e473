import AuditModel

/// What became of a path that an event names and that is not there now.
enum PathAbsence {
    /// Under another name in one of the folders that count, where something is.
    case renamed(HostPath)
    /// Made and deleted by one process within two seconds that started nothing, as editors do to try a folder.
    case momentary
    case transaction(ReportText)
    case unaccounted

    init(of path: HostPath, in view: CaseView) {
        let target = view.events.lazy.filter { $0.originalFile == path }.compactMap(\.file).first {
            Judgement.isInScope($0) && view.evidence.judgement.artifact(at: $0)?.facts != nil
        }
        if let target {
            self = .renamed(target)
        } else if Self.isMomentary(path, view) {
            self = .momentary
        } else if let transaction = Self.transaction(of: path, view) {
            self = .transaction(transaction)
        } else {
            self = .unaccounted
        }
    }

    private static func isMomentary(_ path: HostPath, _ view: CaseView) -> Bool {
        let events = view.events.filter { $0.file == path || $0.originalFile == path }
        let byProcess = Dictionary(grouping: events, by: \.processKey)
        return !events.isEmpty
            && byProcess.allSatisfy { key, events in
                let times = events.compactMap(\.time)
                guard let key, times.count == events.count, let first = times.min(), let last = times.max() else {
                    return false
                }
                return events.contains { $0.file == path && $0.actions.contains("deletion") }
                    && last <= first.advanced(by: 2) && view.index.processes(below: [key]).isEmpty
            }
    }

    /// A script goes with its package: the name has to be the whole one, since any file may begin with a package's name.
    private static func transaction(of path: HostPath, _ view: CaseView) -> ReportText? {
        guard let name = path.packageOfScript, let last = view.lastNamed[path] else { return nil }
        // The clocks of the sensor and of the log may differ, and the log tells whole seconds of when dpkg began.
        let earliest = last.advanced(by: -view.evidence.window.skew)
        for record in view.records {
            guard case .packageAction(let action) = record.kind, action.name == name, action.action.changesFiles,
                let time = record.time, earliest <= time
            else { continue }
            return "\(action.action) of \(name) at \(time)"
        }
        return nil
    }
}

extension PathMention {
    /// Whether the event is about this very path; a word further on may be a pattern, or something to look for.
    var isFirm: Bool {
        let isPattern = path.bytes.contains { "*?[$~".utf8.contains($0) }
        return strength == .high || (!isPattern && path.parent == DebianPaths.dpkgInfo)
    }
}

extension CaseView {
    /// Whether a path is a folder, or one above files that the audit knows.
    func isFolder(_ path: HostPath) -> Bool {
        if evidence.judgement.artifact(at: path)?.facts?.kind == .directory { return true }
        return evidence.judgement.hasArtifact(beneath: path)
    }
}

extension Judgement {
    /// Whether a known artifact lies below a folder, by binary search.
    func hasArtifact(beneath folder: HostPath) -> Bool {
        let start = HostPath(folder.bytes + [UInt8(ascii: "/"), 0x01])
        var low = 0
        var high = artifacts.count
        while low < high {
            let middle = (low + high) / 2
            if artifacts[middle].path < start { low = middle + 1 } else { high = middle }
        }
        return low < artifacts.count && artifacts[low].path.isBeneath(folder)
    }
}

extension EventFacts {
    private static let neighbours = blocks(["127.0.0.0/8", "169.254.0.0/16", "::1/128", "fe80::/10"])
    private static let homes = blocks(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"])

    private static func blocks(_ texts: [String]) -> [NetworkBlock] {
        texts.compactMap { NetworkBlock(UntrustedText($0.utf8)) }
    }

    /// Whether the other side is this host itself, or one that no router leads to, such as a cloud's own metadata.
    var isToNeighbour: Bool { isTo(Self.neighbours) }

    /// Whether the other side is in the operator's own network, where configuration management lives.
    var isToOwnNetwork: Bool { isTo(Self.homes) }

    private func isTo(_ blocks: [NetworkBlock]) -> Bool {
        guard let address = destinationAddress?.bytes else { return false }
        return blocks.contains { $0.contains(address) }
    }
}
