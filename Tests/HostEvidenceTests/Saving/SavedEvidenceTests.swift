import AuditModel
import AuditTestSupport
import Testing

@testable import HostEvidence

/// What is saved is read back exactly, and equal values give equal files.
@Suite struct `Saved evidence` {
    static func saved(_ seed: UInt64) -> SavedEvidence {
        var values = EvidenceGenerator(seed: seed)
        return SavedEvidence(
            version: "1.2.3", saved: values.time(),
            evidence: Evidence(tree: values.tree(), references: values.references()), inquiry: values.inquiry(),
            testimony: values.testimony())
    }

    /// A description of a value that names every part of it, with sets and tables in order.
    static func text(of value: Any) -> String {
        let mirror = Mirror(reflecting: value)
        let parts = mirror.children.map { "\($0.label ?? ""):\(text(of: $0.value))" }
        switch mirror.displayStyle {
        case .set, .dictionary: return "\(type(of: value))[\(parts.sorted().joined(separator: ","))]"
        case .none: return "\(value)"
        default: return "\(type(of: value))(\(parts.isEmpty ? "\(value)" : parts.joined(separator: ",")))"
        }
    }

    @Test func `generated values are read back exactly`() throws {
        let start = UInt64.random(in: 0 ... .max)
        for seed in (0..<40).map({ start &+ $0 }) {
            let saved = Self.saved(seed)
            let bytes = try SavedEvidenceWriter.bytes(of: saved)
            let again = try SavedEvidenceReader.read(bytes)
            #expect(Self.text(of: again) == Self.text(of: saved), "seed \(seed)")
            // The order of a set changes with the value in memory.
            #expect(try SavedEvidenceWriter.bytes(of: again) == bytes, "seed \(seed)")
        }
    }

    @Test func `a look-up table of packages is made anew and not taken from a file`() throws {
        var tree = TreeFacts(host: HostDescription(root: "/", isLive: false))
        let position = SourcePosition(file: "/var/lib/dpkg/status", line: 1)
        for name in ["b", "a"] as [UntrustedText] {
            tree.ledger.packages.append(
                InstalledPackage(
                    key: PackageKey(name: name, architecture: "all"), version: "1", status: .installed,
                    position: position))
        }
        let saved = SavedEvidence(
            version: "1", saved: Timestamp(seconds: 0), evidence: Evidence(tree: tree), inquiry: Inquiry(),
            testimony: Testimony())
        let ledger = try SavedEvidenceReader.read(SavedEvidenceWriter.bytes(of: saved)).tree.ledger
        #expect(ledger.packages.map(\.key.name) == ["a", "b"])
        #expect(ledger.packages(named: "b").count == 1)
    }
}
