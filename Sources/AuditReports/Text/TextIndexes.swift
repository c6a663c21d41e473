import AuditModel

/// Who signed for what: one block a verified Release, with its indexes.
struct TextIndexes {
    let report: AuditReport

    func write(into lines: inout TextLines) {
        if report.indexes.isEmpty { return }
        lines.add()
        var shown: [ReleaseIdentity] = []
        for chain in report.indexes where !shown.contains(chain.release) {
            shown.append(chain.release)
            let release = chain.release
            let date = release.date.map { " of " + Formats.time($0).prefix(10) } ?? ""
            let until = release.validUntil.map { ", valid until " + Formats.time($0).prefix(10) } ?? ""
            let trust = chain.trust == .pinned ? "pinned key" : "key that is not pinned"
            lines.add("  \(Escaping.printable(release.text))\(date)\(until)")
            lines.add("      signed by the \(trust) \(chain.key.hex)")
            let entries = report.indexes.filter { $0.release == release }.map { Escaping.printable($0.entry) }
            lines.add("      \(Escaping.printable(release.location)): \(entries.joined(separator: ", "))")
        }
    }
}
