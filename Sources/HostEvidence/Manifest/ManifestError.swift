package import AuditModel

/// Why a known-good store cannot be used.
package struct ManifestError: Error, Sendable {
    /// What kind of obstacle it was.
    package enum Code: Sendable {
        /// The file cannot be opened or read.
        case unreadable
        /// The file is no store of ours, or is damaged.
        case malformed
        /// The signature beside it does not fit its bytes, or is of nobody's key.
        case badSignature
        /// A program for signatures is missing.
        case missingProgram
        /// The file cannot be written.
        case unwritable
    }

    package let code: Code
    package let path: UntrustedText
    package let reason: ReportText

    package init(_ code: Code, _ path: UntrustedText, _ reason: ReportText) {
        self.code = code
        self.path = path
        self.reason = reason
    }
}
