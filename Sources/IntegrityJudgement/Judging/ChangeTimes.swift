import AuditModel

/// Control members changed after everything that dpkg.log says of their package.
///
/// The change time cannot be set without moving the clock, but image builds and restores renew all of them. So only a
/// minority of a package's members, in under 5 % of packages, is worth a word.
struct ChangeTimes {
    let view: EvidenceView

    /// Seconds by which a change may follow the last line: dpkg writes the log before it is done.
    private static let slack: Int64 = 60

    func findings(_ id: CheckID) -> [Finding] {
        let families = Dictionary(grouping: view.ownedInfoEntries) { $0.package.key }
        var judged = 0
        var late: [(PackageKey, [Artifact])] = []
        for key in families.keys.sorted() {
            guard let family = families[key], let last = view.evidence.tree.lastLogged[key] else { continue }
            judged += 1
            let after = family.map(\.artifact).filter { $0.facts.changed.seconds > last.seconds + Self.slack }
            if after.isEmpty || after.count * 2 >= family.count { continue }
            late.append((key, after))
        }
        if late.count * 20 >= max(judged, 1) { return [] }
        return late.flatMap { key, artifacts in
            artifacts.map { artifact in
                Finding(
                    check: id, severity: .low, path: artifact.path, package: key, subject: "ctime",
                    title: "changed after the last thing that dpkg.log says of \(key.name)",
                    evidence: [
                        "changed at \(artifact.facts.changed.seconds), last logged at \(view.evidence.tree.lastLogged[key]?.seconds ?? 0) (seconds since 1970)",
                        "log times carry no zone; read with \(view.evidence.tree.host.logTimeZone ?? "UTC")",
                    ])
            }
        }
    }
}
