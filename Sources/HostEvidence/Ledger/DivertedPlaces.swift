import AuditModel
import Digests
import TreeReading

/// Looks at what stands at the names that nobody's package diverted: such a diversion survives every upgrade.
struct DivertedPlaces {
    private(set) var places: [HostPath: DivertedPlace] = [:]
    private(set) var gaps: [CoverageGap] = []

    /// Bytes of a file whose words are kept.
    private static let kept = 4096
    /// Diversions that are looked at, and links that are followed from one.
    private static let limit = 10_000
    private static let hops = 16

    init(tree: HostTree, ledger: Ledger, limits: Limits) {
        let wanted = ledger.diversions.filter { diversion in
            guard let owner = diversion.package else { return true }
            return ledger.packages(named: owner).allSatisfy { $0.status == .notInstalled }
        }
        for diversion in wanted.prefix(Self.limit) {
            look(at: ledger.resolvingAliases(diversion.from), tree: tree, ledger: ledger, cap: limits.controlMember)
        }
        if let next = wanted.dropFirst(Self.limit).first {
            gaps.append(
                CoverageGap(
                    path: next.from, reason: "more than \(Self.limit) local diversions; the rest was not looked at"))
        }
    }

    /// The ends of all links, which claims are asked for.
    var ends: Set<HostPath> { Set(places.values.map(\.end)) }

    private mutating func look(at path: HostPath, tree: HostTree, ledger: Ledger, cap: UInt64) {
        do throws(HostAccessError) {
            let facts = try tree.facts(of: path)
            let end = Self.end(of: path, tree: tree, ledger: ledger)
            let endFacts = try? tree.facts(of: end)
            guard endFacts?.kind == .regular else {
                places[path] = DivertedPlace(facts: facts, end: end, endFacts: endFacts)
                return
            }
            let bytes = try tree.read(end, cap: cap).bytes
            places[path] = DivertedPlace(
                facts: facts, end: end, endFacts: endFacts, md5: ContentHasher.md5(bytes),
                content: bytes.count <= Self.kept ? bytes : nil)
        } catch {
            if error.isAbsence {
                places[path] = DivertedPlace(facts: nil, end: path, endFacts: nil)
            } else {
                gaps.append(error.gap)
            }
        }
    }

    /// Where links lead from a path, as far as they do.
    static func end(of path: HostPath, tree: HostTree, ledger: Ledger) -> HostPath {
        var path = path
        for _ in 0..<hops {
            guard let target = try? tree.facts(of: path).linkTarget else { break }
            path = ledger.resolvingAliases(path.parent.resolving(target))
        }
        return path
    }
}
