import Foundation
import Glibc
import Synchronization

/// Folders of this run of the tests, all below one that is removed when the process ends.
package enum TestFolders {
    private static let count = Atomic<Int>(0)

    private static var path: String {
        FileManager.default.temporaryDirectory.appending(path: "debvouch-tests.\(getpid())").path(percentEncoded: false)
    }

    private static let top: String = {
        // One left by an earlier process of the same number.
        try? FileManager.default.removeItem(atPath: path)
        atexit { try? FileManager.default.removeItem(atPath: TestFolders.path) }
        return path
    }()

    /// A new folder that anybody may enter.
    package static func make(_ name: String) throws -> String {
        let number = count.add(1, ordering: .relaxed).newValue
        let path = "\(top)/\(number)-\(name)"
        try HostFiles.makeFolder(Array(path.utf8))
        return path
    }
}
