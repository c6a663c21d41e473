package import AuditModel

/// Chooses which archives may decide over a package.
package enum ReferenceSelection {
    /// The archives of the strongest rung present among those from outside the tree; without any, all that the tree holds.
    ///
    /// A chain to a pinned key makes an archive one from outside wherever it lies. What the tree itself holds is heard
    /// only where nothing from outside speaks, and then all of it, so that no further file can outvote one that differs.
    package static func deciding(among archives: [PackageArchive]) -> [PackageArchive] {
        let outside = archives.filter(\.isOutside)
        guard let best = outside.map(\.rung).max() else { return archives }
        return outside.filter { $0.rung == best }
    }
}

/// Compares one file with what every deciding archive says of it.
///
/// A single archive that disagrees is enough: calling a script sound because one of two archives in a responder's folder
/// agrees with it would let a planted archive vouch for a planted script.
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
        var agreed: Assessment?
        for archive in archives {
            switch ask(archive) {
            case .equal(let trail):
                let equal = archive.agreeing(
                    trail, reason: "equal to \(trail.member) of \(trail.location)")
                if agreed.map({ $0.rung < equal.rung }) ?? true { agreed = equal }
            case .differs(let trail):
                return archive.disagreeing(
                    .modified, trail, agreeing: agreeing(except: archive, ask),
                    reason: "differs from \(trail.member) of \(trail.location)")
            case .notShipped(let trail):
                return archive.disagreeing(
                    .extra, trail, agreeing: agreeing(except: archive, ask),
                    reason: "\(trail.location) ships no such file")
            case .silent:
                continue
            }
        }
        return agreed
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
    /// What an equality is worth: an archive of the tree itself only shows that the tree agrees with itself.
    func agreeing(_ trail: ReferenceTrail, reason: ReportText) -> Assessment {
        if isOutside { return Assessment(verdict: .verified, rung: rung, reference: trail, reason: reason) }
        return Assessment(
            verdict: .unverifiable, rung: rung, reference: trail,
            reason: "\(reason), which is inside the tree; nothing from outside speaks")
    }

    /// What a difference is worth: one archive of the tree and one file of it cannot both be genuine, and no more is known.
    func disagreeing(
        _ verdict: Verdict, _ trail: ReferenceTrail, agreeing: ReferenceTrail? = nil, reason: ReportText
    ) -> Assessment {
        if isOutside {
            return Assessment(
                verdict: verdict, rung: .contradicted, contradicts: rung, reference: trail, agreeing: agreeing,
                reason: reason)
        }
        return Assessment(
            verdict: verdict, rung: .unverifiable, origin: .inside, reference: trail, agreeing: agreeing,
            reason: "\(reason), which is inside the tree; nothing from outside speaks")
    }

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
