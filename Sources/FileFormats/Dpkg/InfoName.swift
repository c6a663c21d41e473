package import AuditModel

/// Takes an info folder name apart as dpkg does (lib/dpkg/db-ctrl-access.c: split at the last dot).
package enum InfoName {
    /// The standing of a name among the packages of a ledger.
    package static func entry(_ name: UntrustedText, in ledger: Ledger) -> InfoEntry {
        if name == "format" || name == "format-new" { return InfoEntry(stem: name, member: "", standing: .ofDpkg) }
        guard let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")) else {
            return InfoEntry(stem: name, member: "", standing: .nameless)
        }
        let stem = UntrustedText(name.bytes[..<dot])
        let member = UntrustedText(name.bytes[(dot + 1)...])
        if name.bytes.first == UInt8(ascii: ".") {
            return InfoEntry(stem: stem, member: member, standing: .hidden)
        }
        return InfoEntry(stem: stem, member: member, standing: standing(of: stem, in: ledger))
    }

    private static func standing(of stem: UntrustedText, in ledger: Ledger) -> InfoStanding {
        let parts = stem.bytes.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        let name = UntrustedText(parts.first ?? [])
        let known = ledger.packages(named: name).filter { $0.status != .notInstalled }
        // A removed instance of another architecture keeps no name that an installed one has.
        let candidates = known.filter(\.status.hasFullControlSet) + known.filter { !$0.status.hasFullControlSet }
        if let owner = candidates.first(where: { $0.infoStem(formatIsQualified: ledger.formatIsQualified) == stem }) {
            return .owned(owner.key)
        }
        if parts.count == 2 {
            let architecture = UntrustedText(parts[1])
            guard let other = candidates.first(where: { $0.key.architecture == architecture }) else { return .orphan }
            return .wrongNameForm(other.key)
        }
        return candidates.first.map { .wrongNameForm($0.key) } ?? .orphan
    }
}
