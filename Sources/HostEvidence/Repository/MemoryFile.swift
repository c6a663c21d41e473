import CHostCalls
import Glibc
import TreeReading

/// Bytes that another program can read by a path, without a file on any disk (memfd_create(2)).
struct MemoryFile: ~Copyable {
    private let descriptor: Descriptor

    private init(descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// Nil where the system has no room for it.
    static func holding(_ bytes: [UInt8]) -> MemoryFile? {
        let number = unsafe debvouch_memfd("debvouch")
        if number < 0 { return nil }
        let file = MemoryFile(descriptor: Descriptor(owning: number))
        guard write(bytes, to: number) else { return nil }
        return file
    }

    private static func write(_ bytes: [UInt8], to number: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { room in
                unsafe Glibc.write(
                    number, UnsafeRawBufferPointer(rebasing: room[done...]).baseAddress, room.count - done)
            }
            if count > 0 {
                done += count
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    /// Valid while this value lives, for programs of the same user.
    var path: String { "/proc/\(getpid())/fd/\(descriptor.number)" }
}
