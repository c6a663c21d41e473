package import AuditModel

/// Why a file of a repository is not believed.
package struct RepositoryProblem: Error, Hashable, Sendable {
    package let link: ChainLink
    /// Bytes from the start of the file; nil where no one place is meant.
    package let offset: Int?
    package let reason: ReportText

    package init(_ link: ChainLink, offset: Int? = nil, _ reason: ReportText) {
        self.link = link
        self.offset = offset
        self.reason = offset.map { "\(reason), at byte \($0)" } ?? reason
    }
}
