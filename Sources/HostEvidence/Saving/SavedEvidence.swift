package import AuditModel

/// All that one audit collected, as a value that travels: what was judged, what was asked then, and what was answered.
package struct SavedEvidence: Sendable {
    /// The version of the program that saved it.
    package let version: String
    /// When it was saved.
    package let saved: Timestamp
    package let tree: TreeFacts
    package let references: References
    /// What the tree's logs and programs were searched for.
    package let inquiry: Inquiry
    package let testimony: Testimony

    package init(
        version: String, saved: Timestamp, evidence: Evidence, inquiry: Inquiry, testimony: Testimony
    ) {
        self.version = version
        self.saved = saved
        tree = evidence.tree
        references = evidence.references
        self.inquiry = inquiry
        self.testimony = testimony
    }

    package var evidence: Evidence { Evidence(tree: tree, references: references) }
}

/// The sections of a file of saved evidence, in their order.
package enum SavedSection: String, CaseIterable, Sendable {
    /// When it was saved.
    case saving
    case tree
    case references
    case inquiry
    case testimony
}

/// What the first section holds.
struct SavingFacts: Codable {
    let saved: Timestamp
}
