import Foundation
import Synchronization

/// A folder with a `tree` and its `archives`, built from a description; removed with `remove`.
package struct BuiltTree: Sendable {
    /// Programs run here, so that reports say `tree` and `archives` wherever the tests run.
    package let folder: String
    private let mounts: [[UInt8]]

    package init(folder: String, mounts: [[UInt8]] = []) {
        self.folder = folder
        self.mounts = mounts
    }

    package var tree: String { folder + "/tree" }
    package var archives: String { folder + "/archives" }
    /// The key that signed the tree's index, where the description made one.
    package var keyring: String { folder + "/keyring.gpg" }

    package func remove() {
        for mount in mounts.reversed() { try? HostFiles.unmount(mount) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Trees that descriptions start from, each built once in a run; a base may start from another one.
    private static let known = Mutex<[String: Result<BuiltTree, any Error>]>([:])
    private static let building = NSRecursiveLock()

    static func base(_ name: String) throws -> BuiltTree {
        try building.withLock {
            if let built = known.withLock({ $0[name] }) { return try built.get() }
            let built = Result { try TreeBuilder.build(TreeDescription(fixture: "trees/\(name)/tree")) }
            known.withLock { $0[name] = built }
            return try built.get()
        }
    }
}
