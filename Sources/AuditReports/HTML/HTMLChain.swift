import AuditModel

/// The chain of evidence of one file: what is there, what it is compared with, and what that is worth.
struct HTMLChain {
    let artifact: JudgedArtifact

    var markup: Markup {
        "<ol class=\"chain\">\([installed, member, archive, index, release, key, worth].compactMap(\.self))</ol>"
    }

    private var installed: Markup {
        guard let facts = artifact.facts else {
            return "<li class=\"breaks\"><b>Not there</b><small><code>\(artifact.path)</code></small></li>"
        }
        let digest: Markup? = artifact.sha256.map { "<small>sha256 <code>\($0.hex)</code></small>" }
        return """
            <li><b>The file</b>, \(Formats.grouped(Int(clamping: facts.size))) bytes, mode \(Formats.mode(facts.mode)), owner \(facts.uid):\(facts.gid)
            \(digest)<small>modified \(HTMLTime.short(facts.modified)), changed \(HTMLTime.short(facts.changed))</small></li>
            """
    }

    private var member: Markup? {
        guard let trail = artifact.assessment?.reference else { return nil }
        let digest: Markup? = trail.expectedSHA256.map { "<small>sha256 <code>\($0.hex)</code></small>" }
        let (tone, words) = comparison(with: trail)
        return "<li class=\"\(tone)\"><b>\(words)</b> <code>\(trail.member)</code>\(digest)</li>"
    }

    private func comparison(with trail: ReferenceTrail) -> (tone: String, words: String) {
        if artifact.facts == nil { return ("breaks", "Shipped as") }
        guard let mine = artifact.sha256, let expected = trail.expectedSHA256 else { return ("", "Compared with") }
        return mine == expected ? ("holds", "Equal to") : ("breaks", "Differs from")
    }

    private var archive: Markup? {
        guard let trail = artifact.assessment?.reference else { return nil }
        return """
            <li><b>Archive</b> <code>\(trail.location)</code>
            <small>\(trail.origin.rawValue), sha256 <code>\(trail.archiveSHA256.hex)</code></small></li>
            """
    }

    private var proof: ProofChain? { artifact.assessment?.reference?.proof }

    private var index: Markup? {
        guard let proof else { return nil }
        return """
            <li><b>Index</b> <code>\(proof.chain.entry)</code> lists that archive as <code>\(proof.stanza.filename)</code>
            <small><code>\(proof.chain.index)</code>, sha256 <code>\(proof.chain.indexSHA256.hex)</code></small></li>
            """
    }

    private var release: Markup? {
        guard let release = proof?.chain.release else { return nil }
        let date: Markup? = release.date.map { " of \(HTMLTime.day($0))" }
        return """
            <li><b>Release</b> \(HTMLParts.sentence(release.text))\(date) lists that index
            <small><code>\(release.location)</code>, sha256 <code>\(release.sha256.hex)</code></small></li>
            """
    }

    private var key: Markup? {
        guard let chain = proof?.chain else { return nil }
        let isPinned = chain.trust == .pinned
        let words = isPinned ? "pinned" : "only found lying about, not pinned"
        return "<li><b>Signed</b> by a key that is \(words)<small><code>\(chain.key.hex)</code></small></li>"
    }

    private var worth: Markup? {
        guard let assessment = artifact.assessment else { return nil }
        let tone: Markup
        switch assessment.rung {
        case .contradicted: tone = " class=\"breaks\""
        case .signed, .signedOtherVersion, .hostTrusted, .archiveOnly: tone = " class=\"holds\""
        case .baseline, .selfConsistent, .unverifiable: tone = ""
        }
        let against: Markup? = assessment.contradicts.map { " (evidence at rung \($0.rawValue))" }
        return """
            <li\(tone)><b>\(assessment.rung.rawValue)</b>: \(assessment.rung.meaning)\(against)
            <small>\(HTMLParts.sentence(assessment.reason))</small></li>
            """
    }
}
