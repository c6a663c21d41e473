/// What one run of the detection leaves for the next.
package struct DetectionState: Hashable, Sendable {
    /// When the last run started; nil before the first.
    package var lastRun: Timestamp?
    /// How far each input was read, by the name that it was given.
    package var inputs: [UntrustedText: InputCursor] = [:]
    /// Events that were judged, by the digest of their name, with their time in seconds since 1970.
    package var seen: [SHA256Digest: Int64] = [:]

    package init() {}
}

/// How far a file was read, and how to tell that it is still the same file.
package struct InputCursor: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64
    /// Where the first byte stands that was not judged; 0 for a file that can only be read whole.
    package let offset: UInt64
    /// The line of that byte, counted from 1.
    package let line: Int
    /// Of the bytes at the start of the file, up to the offset and at most `headLimit`.
    package let head: SHA256Digest
    package let headLength: Int
    /// Size and time of a file that can only be read whole, such as a compressed one; nil for lines.
    package let whole: WholeFile?

    /// Bytes at the start of a file by which one with the same inode is told from another.
    package static let headLimit = 4_096

    /// The state of a file at the time that it was read whole.
    package struct WholeFile: Hashable, Sendable {
        package let size: UInt64
        package let modified: Timestamp

        package init(size: UInt64, modified: Timestamp) {
            self.size = size
            self.modified = modified
        }
    }

    package init(
        device: UInt64, inode: UInt64, offset: UInt64, line: Int, head: SHA256Digest, headLength: Int,
        whole: WholeFile? = nil
    ) {
        self.device = device
        self.inode = inode
        self.offset = offset
        self.line = line
        self.head = head
        self.headLength = headLength
        self.whole = whole
    }
}
