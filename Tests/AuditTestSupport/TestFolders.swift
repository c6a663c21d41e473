import Foundation
import Glibc
import Synchronization

/// Folders of this run of the tests, all below one that is removed when the process ends.
package enum TestFolders {
    private static let count = Atomic<Int>(0)

    private static var path: String {
        FileManager.default.temporaryDirectory.appending(path: "debvouch-tests.\(padded(Int(getpid()), 7))")
            .path(percentEncoded: false)
    }

    private static let top: String = {
        // One left by an earlier process of the same number.
        try? FileManager.default.removeItem(atPath: path)
        // Made here, once: two tests that both make it would trip over each other.
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: TestFolders.path) }
        return path
    }()

    /// Reports wrap their lines, so a path must be as long in every run for golden files to hold.
    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// A new folder that anybody may enter.
    package static func make(_ name: String) throws -> String {
        let number = count.add(1, ordering: .relaxed).newValue
        let path = "\(top)/\(padded(number, 4))-\(name)"
        try HostFiles.makeFolder(Array(path.utf8))
        return path
    }
}
