/// How much of an event file is held and examined at one time.
package struct ReadingPlan: Hashable, Sendable {
    /// Threads that examine lines ahead of the one that reads.
    package var threads: Int
    /// Bytes that a thread examines in one go, and that are read in one go.
    package var blockBytes: Int
    /// Bytes of text in memory; twice the limit of a document where that is more.
    package var bufferBytes: Int

    package init(threads: Int = 0, blockBytes: Int = 128 << 10, bufferBytes: Int = 8 << 20) {
        self.threads = threads
        self.blockBytes = blockBytes
        self.bufferBytes = bufferBytes
    }
}
