package import AuditModel

/// Chooses which archives may decide over a package.
package enum ReferenceSelection {
    /// The archives of the strongest rung present, those from outside the tree before its own cache.
    ///
    /// A pinned chain outweighs all else wherever the archive lies. Below that whoever owned the tree could have made the
    /// chain of its cache too: such an archive may then strengthen what one from outside says, and contradict only where
    /// nothing from outside speaks.
    package static func deciding(among archives: [PackageArchive]) -> [PackageArchive] {
        guard let best = archives.map(\.rung).max() else { return [] }
        let outside = archives.filter { $0.origin != .auditedRootCache }
        let cached = archives.filter { $0.origin == .auditedRootCache && $0.rung == best }
        guard let bestOutside = outside.map(\.rung).max() else { return cached }
        if best == .signed {
            let signed = outside.filter { $0.rung == .signed }
            return signed.isEmpty ? cached : signed
        }
        let supplied = outside.filter { $0.rung == bestOutside }
        return bestOutside == best ? supplied : supplied + cached
    }
}

/// Compares one file with what every deciding archive says of it.
///
/// At one rung a single archive that disagrees is enough: calling a script sound because one of two archives in a
/// responder's folder agrees with it would let a planted archive vouch for a planted script. The tree's own cache,
/// where it stands beside archives from outside, is heard only once those have agreed.
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
        var agreed: (trail: ReferenceTrail, rung: EvidenceRung, origin: ArchiveOrigin)?
        for archive in archives {
            let answer = ask(archive)
            if let earlier = agreed, earlier.origin != .auditedRootCache, archive.origin == .auditedRootCache {
                if case .equal(let trail) = answer { agreed = (trail, archive.rung, earlier.origin) }
                continue
            }
            switch answer {
            case .equal(let trail):
                if agreed == nil { agreed = (trail, archive.rung, archive.origin) }
            case .differs(let trail):
                return Assessment(
                    verdict: .modified, rung: .contradicted, contradicts: archive.rung, reference: trail,
                    agreeing: agreeing(except: archive, ask),
                    reason: "differs from \(trail.member) of \(trail.location)")
            case .notShipped(let trail):
                return Assessment(
                    verdict: .extra, rung: .contradicted, contradicts: archive.rung, reference: trail,
                    agreeing: agreeing(except: archive, ask), reason: "\(trail.location) ships no such file")
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

extension ReferenceComparison {
    /// The first archive that agrees where another one does not, so that both can be named.
    private func agreeing(
        except decider: PackageArchive, _ ask: (PackageArchive) -> Answer
    ) -> ReferenceTrail? {
        for archive in archives where archive != decider {
            if case .equal(let trail) = ask(archive) { return trail }
        }
        return nil
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
