/// What a check that took part in an audit says of itself, whether or not it found something.
package struct CheckDescription: Sendable {
    package let id: CheckID
    /// One line: what the check looks for.
    package let summary: String
    package let why: String
    package let references: [String]
    package let guidance: [GuidanceStep]

    package init(id: CheckID, summary: String, why: String, references: [String], guidance: [GuidanceStep]) {
        self.id = id
        self.summary = summary
        self.why = why
        self.references = references
        self.guidance = guidance
    }
}
