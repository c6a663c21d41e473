/// Where the best evidence for an artifact comes from; CONTRIBUTING.md says what counts as outside.
package enum EvidenceOrigin: String, CaseIterable, Sendable {
    /// What the operator gave from outside the tree, and every chain to a pinned key wherever its files lie.
    case outside
    /// What whoever owned the tree could have arranged in it.
    case inside
}

/// How strong the best evidence for an artifact is, strongest first in `order`.
package enum EvidenceRung: String, CaseIterable, Comparable, Codable, Sendable {
    /// Bytes equal a member of a .deb that a Release signed by a pinned key covers.
    case signed
    /// Bytes equal the same member in a signed build of another version.
    case signedOtherVersion = "signed-other-version"
    /// Bytes equal a .deb that the operator supplied from outside the tree; the .deb itself is unproven.
    case archiveOnly = "archive-only"
    /// Bytes equal a state that the operator accepted.
    case baseline
    /// The chain holds, but only to a key found in the audited tree.
    case hostTrusted = "host-trusted"
    /// Local records agree with each other, or the bytes equal a .deb of the tree's own cache.
    case selfConsistent = "self-consistent"
    /// Nothing to compare with.
    case unverifiable
    /// Differs from evidence at `archive-only` or better, or is impossible.
    case contradicted

    /// Higher is stronger; `contradicted` is below everything.
    package var strength: Int {
        Self.allCases.count - 1 - (Self.allCases.firstIndex(of: self) ?? 0)
    }

    package static func < (left: EvidenceRung, right: EvidenceRung) -> Bool {
        left.strength < right.strength
    }

    /// Nil where there is no evidence at all.
    package var origin: EvidenceOrigin? {
        switch self {
        case .signed, .signedOtherVersion, .archiveOnly, .baseline, .contradicted: .outside
        case .hostTrusted, .selfConsistent: .inside
        case .unverifiable: nil
        }
    }

    /// Whether evidence from outside the tree speaks for the bytes; all else is merely not contradicted.
    package var isVouched: Bool { self >= .baseline }

    /// The rungs that `--require` may name: what the tree says of itself never satisfies it.
    package static let requirable = allCases.filter(\.isVouched)

    /// What a person should take from the rung, in one sentence.
    package var meaning: String {
        switch self {
        case .signed: "equal to a member of an archive that a pinned key signs for"
        case .signedOtherVersion: "equal to the same member in a signed build of another version"
        case .archiveOnly: "equal to a package archive that was supplied; that archive itself is unproven"
        case .baseline: "equal to a state that was accepted"
        case .hostTrusted: "the chain holds, but only to a key found in the audited tree"
        case .selfConsistent: "the tree's own records agree with each other; nothing from outside speaks"
        case .unverifiable: "nothing to compare with"
        case .contradicted: "differs from the evidence, or cannot be as it is"
        }
    }
}
