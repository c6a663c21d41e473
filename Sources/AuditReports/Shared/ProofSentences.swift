import AuditModel

/// Sentences about what runs as root and is not proven, and about the ways that lead to proof.
struct ProofSentences {
    let report: AuditReport
    private let unproven: [JudgedArtifact]

    /// Checks that are named before the rest is only counted.
    private static let shown = 8

    init(report: AuditReport) {
        self.report = report
        unproven = report.belowRequired
    }

    /// How much is not proven, of how many packages and why; nil where all is.
    var shortfall: String? {
        if unproven.isEmpty { return nil }
        let scripts = unproven.count { $0.role == .maintainerScript }
        let others = unproven.count - scripts
        let packages = Set(unproven.compactMap(\.package)).count
        let counts = [
            scripts > 0 ? Formats.count(scripts, "maintainer script") : nil,
            others > 0 ? "\(Formats.count(others, scripts > 0 ? "other file" : "file")) deciding what runs" : nil,
        ]
        let what = counts.compactMap(\.self).joined(separator: " and ")
        let owners = packages > 0 ? " of \(Formats.count(packages, "package"))" : ""
        let verb = unproven.count == 1 ? "is" : "are"
        guard let rung = report.policy.requiredRung else {
            return "Proof not asked for: \(what)\(owners) \(verb) not proven (\(reasons))."
        }
        return "\(what)\(owners) \(verb) not proven to \(rung.rawValue) (\(reasons))."
    }

    /// `no archive at hand 10, superseded 2`: files by the reason that stands against proof.
    private var reasons: String {
        EvidenceLack.allCases.compactMap { lack in
            let count = unproven.count { $0.lack == lack }
            return count == 0 ? nil : "\(lack.rawValue) \(Formats.grouped(count))"
        }.joined(separator: ", ")
    }

    /// What was left out and could hold more; nil where nothing was.
    var notAsked: String? {
        if report.notAsked.isEmpty { return nil }
        let names = report.notAsked.prefix(Self.shown).map(\.rawValue).joined(separator: ", ")
        let more = report.notAsked.count - Self.shown
        return "Not asked: \(names)\(more > 0 ? " and \(Formats.count(more, "check")) more" : "")."
    }

    /// What counts without proof; nil where nothing does.
    var accepted: String? {
        let count = report.required.accepted.count
        return count == 0 ? nil : "\(Formats.count(count, "file")) \(count == 1 ? "counts" : "count") as accepted."
    }

    /// One line for each way that leads on, none of which was gone already.
    var advice: [ReportText] {
        EvidenceLack.allCases.filter { lack in unproven.contains { $0.lack == lack } }.map(advice(for:))
    }

    private func advice(for lack: EvidenceLack) -> ReportText {
        let way: ReportText =
            switch lack {
            case .noArchive: archives
            case .superseded:
                "upgrade these packages and audit again, or give the installed versions from another source: \(give)"
            case .unknownToIndex:
                """
                pin the key of the vendor and give its archives: \(audit) --keyring FILE --index DIR --archives DIR; or \
                accept the files by their digests with debvouch accept --package NAME
                """
            case .noIndex: indexes
            case .unsettled: "let dpkg finish what it began on the host (dpkg --audit names it), and audit again"
            case .unowned:
                "read these files; remove them, or accept them by their digests with debvouch accept PATH"
            }
        return "\(ours: lack.rawValue): \(way)"
    }

    private var audit: ReportText {
        report.host.isLive ? "debvouch audit" : "debvouch audit --root \(report.host.root)"
    }

    private var give: ReportText { "\(audit) --archives DIR" }

    private var archives: ReportText {
        let files = report.archiveCount > 0 ? "the .deb files that are missing" : "their .deb files"
        let given: ReportText = "\(give) with \(ours: files)"
        if report.wasFetched { return "the fetch did not bring them; \(given)" }
        return report.host.isLive
            ? "\(audit) --fetch, which uses the network, or \(given)" : "\(given), or \(audit) --fetch --sources FILE"
    }

    private var indexes: ReportText {
        let given: ReportText = "\(audit) --index DIR with a signed index of their release"
        let asked = report.policy.requiredRung ?? .archiveOnly
        let compared: ReportText = asked > .archiveOnly ? given : "\(give) with their .deb files, or \(given)"
        if report.wasFetched { return "the fetch brought none; \(compared)" }
        return report.host.isLive
            ? "\(audit) --fetch, which uses the network, or \(compared)"
            : "\(compared), or \(audit) --fetch --sources FILE"
    }
}
