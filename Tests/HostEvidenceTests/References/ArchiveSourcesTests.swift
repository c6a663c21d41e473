import AuditModel
import AuditTestSupport
import Testing
import TreeReading

@testable import HostEvidence

/// Where archives are looked for.
@Suite struct `Sources of archives` {
    /// One more of the kind: all that a new source has to be.
    private enum OneMore: ArchiveSource {
        static func offer(for search: ArchiveSearch) -> ArchiveOffer {
            ArchiveOffer(
                candidates: ArchiveFolder("/nowhere/else").candidates(),
                gaps: [CoverageGap(path: "/nowhere/else", reason: "nothing is there")])
        }
    }

    private func search(_ steps: String, folders: [UntrustedText] = [], _ body: (ArchiveSearch) -> Void) throws {
        let built = try TreeBuilder.build(TreeDescription(steps, file: "ArchiveSourcesTests"))
        defer { built.remove() }
        let tree = try HostTree(root: Array(built.tree.utf8))
        let bounds = TreeBounds(root: UntrustedText(built.tree.utf8))
        body(ArchiveSearch(tree: tree, folders: folders, manifests: [], bounds: bounds, versions: [:]))
    }

    @Test func `one more source adds to the others and changes none of them`() throws {
        try search("file /var/cache/apt/archives/a_1_all.deb <<END\nx\nEND\n") { search in
            let before = ArchiveSources.offer(for: search)
            let after = ArchiveSources.offer(for: search, from: ArchiveSources.all + [OneMore.self])
            #expect(before.candidates.map(\.origin) == [.auditedRootCache])
            #expect(after.candidates.map(\.location) == before.candidates.map(\.location))
            #expect(after.gaps.map(\.path) == before.gaps.map(\.path) + ["/nowhere/else"])
        }
    }

    @Test func `a folder of the operator that cannot be listed is a gap, an absent cache is none`() throws {
        try search("dir /etc\n", folders: ["/nowhere"]) { search in
            let offer = ArchiveSources.offer(for: search)
            #expect(offer.candidates.isEmpty)
            #expect(offer.gaps.map(\.path) == ["/nowhere"])
        }
    }

    @Test func `an unfinished download and what is no archive are nobody's reference`() throws {
        try search(
            """
            file /var/cache/apt/archives/partial/b_1_all.deb <<END
            x
            END
            file /var/cache/apt/archives/lock <<END
            END
            """
        ) { search in
            #expect(ArchiveSources.offer(for: search).candidates.isEmpty)
        }
    }
}
