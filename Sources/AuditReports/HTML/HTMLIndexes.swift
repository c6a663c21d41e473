import AuditModel

/// Who signed for what: every Release that was verified, with its indexes and its key.
struct HTMLIndexes {
    let report: AuditReport

    var markup: Markup {
        var seen: Set<ReleaseIdentity> = []
        let chains = report.indexes.filter { seen.insert($0.release).inserted }
        let entries = Dictionary(grouping: report.indexes, by: \.release)
        let head: Markup = "<thead><tr><th>Release</th><th>Indexes</th><th>Signed by</th></tr></thead>"
        let rows = chains.map { row($0, entries[$0.release] ?? []) }
        let body: Markup =
            chains.isEmpty
            ? "<p class=\"card empty\">No signed index was verified: no file can reach a rung above archive-only.</p>"
            : "<div class=\"card\"><table>\(head)<tbody>\(rows)</tbody></table></div>"
        return HTMLParts.section(
            "signatures", "Signatures", "The signed indexes that archives were held against, and the keys behind them.",
            body)
    }

    private func row(_ chain: IndexChain, _ indexes: [IndexChain]) -> Markup {
        let release = chain.release
        let date: Markup? = release.date.map { "dated \(HTMLTime.day($0))" }
        let until: Markup? = release.validUntil.map { ", valid until \(HTMLTime.day($0))" }
        let trust: Markup = chain.trust == .pinned ? "a pinned key" : "a key that is <b>not pinned</b>"
        return """
            <tr><td class="w">\(HTMLParts.sentence(release.text))<small>\(date)\(until)</small><small><code>\(release.location)</code></small></td><td class="w">\(indexes.map { "<small><code>\($0.entry)</code></small>" as Markup })</td><td class="w">\(trust)<small><code>\(chain.key.hex)</code></small></td></tr>

            """
    }
}
