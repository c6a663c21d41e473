/// The checkout that the tests were built from; fixtures and sources are found from here.
package enum Repository {
    /// Absolute path without a slash at the end.
    package static let root: String = {
        let levelsBelowRoot = 3
        return "/" + #filePath.split(separator: "/").dropLast(levelsBelowRoot).joined(separator: "/")
    }()
}
