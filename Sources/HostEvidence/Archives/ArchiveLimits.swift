/// Ceilings for reading one package archive; an archive over any of them is no reference, and the reason names it.
package struct ArchiveLimits: Hashable, Sendable {
    /// Bytes of control.tar as compressed; it is held in memory.
    package var controlPacked: UInt64 = 64 << 20
    /// Bytes of control.tar when decompressed; it is streamed.
    package var controlBytes: UInt64 = 512 << 20
    package var controlEntries = 10_000
    /// Bytes of one control member that is kept for later parsing (control, md5sums, conffiles).
    package var keptMemberBytes: UInt64 = 64 << 20
    /// Bytes of data.tar when decompressed; it is streamed.
    package var payloadBytes: UInt64 = 16 << 30
    package var payloadEntries = 2_000_000
    /// Decompressed bytes for one compressed byte, once `ratioFloor` bytes have come out.
    package var ratio: UInt64 = 1000
    /// Bytes.
    package var ratioFloor: UInt64 = 64 << 20
    /// Bytes of an xz dictionary or zstd window, which a decoder allocates before it reads any data.
    package var window: UInt64 = 128 << 20
    /// Bytes of one payload file that is read whole for comparison.
    package var shownFileBytes: UInt64 = 64 << 20

    package init() {}

    package static let standard = ArchiveLimits()
}
