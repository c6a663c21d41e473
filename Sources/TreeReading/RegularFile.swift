package import AuditModel
import Glibc

/// The bytes of one file, and the facts that held before and after they were read.
package struct FileReading: Sendable {
    package let facts: FileFacts
    package let bytes: [UInt8]
}

/// Reading one regular file: looked at before it is opened for reading, and again after.
enum RegularFile {
    static let readFlags = O_RDONLY | O_NONBLOCK | O_NOCTTY

    /// Reads a file twice at most: a change of size, inode or change time between the looks makes the first reading void.
    ///
    /// - Throws: `notRegular`, `tooLarge`, `changedWhileRead`, or the number of the call that failed.
    static func read(
        _ path: HostPath, cap: UInt64, opening open: (Int32) throws(HostAccessError) -> Descriptor
    ) throws(HostAccessError) -> FileReading {
        for _ in 0..<2 {
            let looked = try open(OpenFlag.path).facts(for: path)
            if looked.kind != .regular { throw HostAccessError(path: path, code: .notRegular(looked.kind)) }
            if looked.size > cap { throw HostAccessError(path: path, code: .tooLarge(limit: cap)) }
            let file = try open(readFlags)
            let before = try file.facts(for: path)
            if before.kind != .regular { throw HostAccessError(path: path, code: .notRegular(before.kind)) }
            guard before.isSameState(as: looked) else { continue }
            let bytes = try contents(of: file, size: before.size, cap: cap, path: path)
            let after = try file.facts(for: path)
            if after.isSameState(as: before), UInt64(bytes.count) == after.size {
                return FileReading(facts: after, bytes: bytes)
            }
        }
        throw HostAccessError(path: path, code: .changedWhileRead)
    }

    /// Reads to the end whatever the size says, but never more than `cap` bytes.
    private static func contents(
        of file: borrowing Descriptor, size: UInt64, cap: UInt64, path: HostPath
    ) throws(HostAccessError) -> [UInt8] {
        var bytes: [UInt8] = []
        // One byte more than the size, so that the read that finds the end is the first one.
        var room = Int(min(size, cap)) + 1
        while true {
            if UInt64(bytes.count) > cap { throw HostAccessError(path: path, code: .tooLarge(limit: cap)) }
            var failure: Int32 = 0
            let chunk = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                let got = retrying { unsafe Glibc.read(file.number, buffer.baseAddress, buffer.count) }
                if got < 0 { failure = Glibc.errno }
                count = max(got, 0)
            }
            if failure != 0 { throw HostAccessError(path: path, code: .system(failure)) }
            if chunk.isEmpty { return bytes }
            let sawEnd = chunk.count < room && UInt64(bytes.count + chunk.count) == size
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            if sawEnd { return bytes }
            room = 64 * 1024
        }
    }

    private static func retrying(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || Glibc.errno != EINTR { return result }
        }
    }
}
