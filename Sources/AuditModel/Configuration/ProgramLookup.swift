/// Where a word that names a program leads, as a root shell below apt or dpkg would look for it.
package struct ProgramLookup: Codable, Hashable, Sendable {
    /// Paths at which a file stands, in the order of the search; one at most for an absolute path.
    package let candidates: [HostPath]
    /// Folders of the search, and on the way to them, in which others than root may put such a program: up to the first
    /// candidate that can be run.
    package let openFolders: [HostPath]

    package init(candidates: [HostPath], openFolders: [HostPath] = []) {
        self.candidates = candidates
        self.openFolders = openFolders
    }
}
