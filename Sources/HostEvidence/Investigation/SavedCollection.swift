import AuditModel

extension EvidenceCollection {
    /// Collects the references anew for facts that were saved, in which the tree's own lists, keys and archives are missing.
    mutating func run(on saved: Evidence) async {
        evidence = Evidence(tree: saved.tree)
        let artifacts = saved.tree.artifacts
        let lists = ListEvidence(artifacts: artifacts).lists
            .merging(StatusFolder.lists(from: artifacts)) { first, _ in first }
        announce(.indexes)
        await readIndexes()
        announce(.archives)
        await readReferences(lists: lists)
        let asked = evidence.references.listOmissions.values.flatMap { $0 } + comparedConffiles
        let index = OwnershipIndex(paths: Set(asked), ledger: evidence.tree.ledger)
        let claims = index.claims(in: lists.keys.sorted().map { ($0, lists[$0] ?? []) })
        evidence.tree.ledger.claims.merge(claims) { _, new in new }
        // The notes on the files themselves are facts of the tree and stay as they are.
        evidence.tree.recordedMD5 = Md5sumsRecords(infoArtifacts: artifacts, wanted: recordsWanted).recorded
        noteWhatWasNotSaved(saved)
        evidence.references.coverage.limits.append(
            """
            The tree was not read for these references: package lists, keys and archives of its own were not saved, and \
            nothing was compared with them.
            """)
    }

    /// A file that only these references bring up was not looked at when the tree was, so that nobody knows of it.
    private mutating func noteWhatWasNotSaved(_ saved: Evidence) {
        let looked = ScopeFiles.paths(of: saved.tree.ledger, references: saved.references.archives)
            .union(saved.references.listOmissions.values.joined())
            .union(saved.tree.recordedOmissions.values.flatMap(\.omitted))
            .union(saved.tree.artifacts.map(\.path))
        let wanted = ScopeFiles.paths(of: evidence.tree.ledger, references: evidence.references.archives)
            .union(evidence.references.listOmissions.values.joined())
        evidence.references.coverage.gaps += wanted.subtracting(looked).sorted().map {
            CoverageGap(path: $0, reason: "its facts are not in the saved evidence")
        }
    }
}
