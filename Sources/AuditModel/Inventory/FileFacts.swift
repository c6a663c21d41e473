/// A point in time: seconds and nanoseconds since 1970-01-01 UTC.
package struct Timestamp: Hashable, Comparable, Codable, Sendable {
    package let seconds: Int64
    package let nanoseconds: UInt32

    package init(seconds: Int64, nanoseconds: UInt32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    package static let distantPast = Timestamp(seconds: .min)
    package static let distantFuture = Timestamp(seconds: .max)

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.seconds == right.seconds ? left.nanoseconds < right.nanoseconds : left.seconds < right.seconds
    }
}

/// What kind of file system object stands at a path.
package enum FileKind: String, Codable, Sendable {
    case regular = "regular file"
    case directory
    case symlink = "symbolic link"
    case fifo = "FIFO"
    case socket
    case characterDevice = "character device"
    case blockDevice = "block device"
    case unknown = "object of unknown kind"
}

/// What the kernel says of one file, taken once by statx(2) on an open descriptor.
package struct FileFacts: Hashable, Codable, Sendable {
    package var kind: FileKind
    /// Bytes.
    package var size: UInt64
    /// Bytes that the file system holds for it; far below `size` for a sparse file.
    package var allocated: UInt64
    /// The twelve permission bits, 0 to 0o7777.
    package var mode: UInt16
    package var uid: UInt32
    package var gid: UInt32
    package var linkCount: UInt32
    package var inode: UInt64
    package var device: UInt64
    package var mountID: UInt64
    package var modified: Timestamp
    package var changed: Timestamp
    /// Nil where the file system records no birth time.
    package var born: Timestamp?
    /// Only for a symbolic link.
    package var linkTarget: UntrustedText?

    package init(
        kind: FileKind, size: UInt64 = 0, allocated: UInt64 = 0, mode: UInt16 = 0o644, uid: UInt32 = 0,
        gid: UInt32 = 0, linkCount: UInt32 = 1, inode: UInt64 = 0, device: UInt64 = 0, mountID: UInt64 = 0,
        modified: Timestamp = Timestamp(seconds: 0), changed: Timestamp = Timestamp(seconds: 0),
        born: Timestamp? = nil, linkTarget: UntrustedText? = nil
    ) {
        self.kind = kind
        self.size = size
        self.allocated = allocated
        self.mode = mode
        self.uid = uid
        self.gid = gid
        self.linkCount = linkCount
        self.inode = inode
        self.device = device
        self.mountID = mountID
        self.modified = modified
        self.changed = changed
        self.born = born
        self.linkTarget = linkTarget
    }
}
