package import AuditModel

/// Chooses which archives may decide over a package.
package enum ReferenceSelection {
    /// The archives of the strongest rung present; at equal rung those from outside the tree, and its own cache only
    /// where nothing from outside speaks.
    package static func deciding(among archives: [PackageArchive]) -> [PackageArchive] {
        guard let best = archives.map(\.rung).max() else { return [] }
        let strongest = archives.filter { $0.rung == best }
        let supplied = strongest.filter { $0.origin != .auditedRootCache }
        return supplied.isEmpty ? strongest : supplied
    }
}

/// Compares one file with what every deciding archive says of it.
///
/// At one rung a single archive that disagrees is enough: calling a script sound because one of two archives in a
/// responder's folder agrees with it would let a planted archive vouch for a planted script.
struct ReferenceComparison {
    /// What one archive says.
    enum Answer {
        case equal(ReferenceTrail)
        case differs(ReferenceTrail)
        case notShipped(ReferenceTrail)
        /// The archive does not settle it, with the reason.
        case silent(ReportText)
    }

    let archives: [PackageArchive]

    /// The verdict over all archives; nil where none of them settles it.
    func assessment(_ ask: (PackageArchive) -> Answer) -> Assessment? {
        var agreed: (trail: ReferenceTrail, rung: EvidenceRung)?
        for archive in archives {
            switch ask(archive) {
            case .equal(let trail):
                if agreed == nil { agreed = (trail, archive.rung) }
            case .differs(let trail):
                return Assessment(
                    verdict: .modified, rung: .contradicted, contradicts: archive.rung, reference: trail,
                    reason: "differs from \(trail.member) of \(trail.location)")
            case .notShipped(let trail):
                return Assessment(
                    verdict: .extra, rung: .contradicted, contradicts: archive.rung, reference: trail,
                    reason: "\(trail.location) ships no such file")
            case .silent:
                continue
            }
        }
        return agreed.map {
            Assessment(
                verdict: .verified, rung: $0.rung, reference: $0.trail,
                reason: "equal to \($0.trail.member) of \($0.trail.location)")
        }
    }
}

extension PackageArchive {
    /// The trail to a member of control.tar, whether or not it exists.
    func trail(toMember name: UntrustedText) -> ReferenceTrail {
        let member = member(name)
        return ReferenceTrail(
            origin: origin, location: location, archiveSHA256: sha256,
            member: UntrustedText(Array("control.tar/".utf8) + name.bytes), expectedSHA256: member?.sha256,
            expectedMode: member?.mode, expectedModified: member?.modified, proof: proof)
    }

    /// The trail to a file of data.tar, whether or not it exists.
    func trail(toPayload path: HostPath) -> ReferenceTrail {
        let entry = payloadEntry(at: path)
        return ReferenceTrail(
            origin: origin, location: location, archiveSHA256: sha256,
            member: UntrustedText(Array("data.tar".utf8) + path.bytes), expectedSHA256: entry?.sha256,
            expectedMode: entry?.mode, expectedModified: entry?.modified, proof: proof)
    }
}
