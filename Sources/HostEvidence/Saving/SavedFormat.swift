package import AuditModel

/// What stands in front of every value of a section.
///
/// A section is one value. A number is a variable-length one of seven bits a byte, lowest first. A record holds fields, each
/// an index into the table of names (0 ends the record, an index one above the last is followed by a new name) and a
/// value; a list holds values and a table keys and values by turns, each up to an end mark.
enum SavedTag: UInt8 {
    case end = 0
    case no
    case yes
    /// Signed, in zigzag order.
    case integer
    case unsigned
    /// Length and bytes of UTF-8.
    case words
    /// Length and bytes.
    case bytes
    case null
    case record
    case list
    case table
}

/// What a file of saved evidence may hold at most.
package struct SavedLimits: Sendable {
    /// Bytes of the whole file.
    package var file = 512 << 20
    /// Bytes of the first line and of the line before each section.
    package var line = 256
    /// Values in one section, lists and records counted as one more.
    package var values = 50_000_000
    /// How deep values stand inside each other.
    package var depth = 64
    /// Names of fields in one section.
    package var names = 4_096

    package init() {}
}

/// Why a file of saved evidence cannot be used.
package struct SavedEvidenceError: Error, Sendable {
    /// What is wrong; the raw values are stable.
    package enum Kind: String, CaseIterable, Sendable {
        case unreadable
        case notEvidence = "not-evidence"
        case otherFormat = "other-format"
        case tooLarge = "too-large"
        /// The file ends before what it announces.
        case cut
        /// A section that is not the one expected here: doubled, missing, unknown or in another order.
        case sectionOrder = "section-order"
        /// The digest of a section is not that of its bytes.
        case damaged
        case tooManyValues = "too-many-values"
        case tooDeep = "too-deep"
        case tooManyNames = "too-many-names"
        /// A value of another kind or field than this version of the program writes.
        case unfitting
        /// A number or name that no reading of a tree gives.
        case implausible
        /// Bytes after the end of a section's value, or of the file.
        case surplus
    }

    package let kind: Kind
    /// The section that is concerned; nil for the file as a whole.
    package let section: String?
    /// Bytes from the start of the file.
    package let offset: Int
    package let reason: ReportText
}
