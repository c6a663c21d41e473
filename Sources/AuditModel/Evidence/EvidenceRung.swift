/// How strong the best evidence for an artifact is, strongest first in `order`.
package enum EvidenceRung: String, CaseIterable, Comparable, Sendable {
    /// Bytes equal a member of a .deb that a Release signed by a pinned key covers.
    case signed
    /// Bytes equal the same member in a signed build of another version.
    case signedOtherVersion = "signed-other-version"
    /// The chain holds, but only to a key found in the audited root.
    case hostTrusted = "host-trusted"
    /// Bytes equal a .deb that was supplied or cached; the .deb itself is unproven.
    case archiveOnly = "archive-only"
    /// Bytes equal an earlier recorded state.
    case baseline
    /// Local records agree with each other; nothing external.
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

    /// What a person should take from the rung, in one sentence.
    package var meaning: String {
        switch self {
        case .signed: "equal to a member of an archive that a pinned key signs for"
        case .signedOtherVersion: "equal to the same member in a signed build of another version"
        case .hostTrusted: "the chain holds, but only to a key found in the audited tree"
        case .archiveOnly: "equal to a package archive that was supplied or cached; that archive itself is unproven"
        case .baseline: "equal to an earlier recorded state"
        case .selfConsistent: "the tree's own records agree with each other; nothing from outside speaks"
        case .unverifiable: "nothing to compare with"
        case .contradicted: "differs from the evidence, or cannot be as it is"
        }
    }
}
