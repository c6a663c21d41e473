package import AuditModel

/// Why a package archive is no reference.
package struct ArchiveProblem: Error, Hashable, Sendable {
    /// Bytes from the start of the archive; nil where no one place is meant.
    package let offset: UInt64?
    package let reason: ReportText
    /// True where the archive breaks a rule on purpose or by damage; false where it only could not be read.
    package let isMalformed: Bool

    package init(offset: UInt64? = nil, reason: ReportText, isMalformed: Bool = true) {
        self.offset = offset
        self.reason = reason
        self.isMalformed = isMalformed
    }

    package func unusable(origin: ArchiveOrigin, location: UntrustedText) -> UnusableArchive {
        UnusableArchive(
            origin: origin, location: location, offset: offset, reason: reason, isMalformed: isMalformed)
    }
}
