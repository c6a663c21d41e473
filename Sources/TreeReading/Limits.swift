/// Every ceiling of the collector, as one value; each that is hit is named in the report.
package struct Limits: Sendable {
    /// Bytes of a maintainer script or another control member.
    package var controlMember: UInt64 = 64 << 20
    /// Bytes of the status file and of one journal file.
    package var status: UInt64 = 512 << 20
    /// Bytes of one apt or dpkg configuration file.
    package var configuration: UInt64 = 16 << 20
    /// Bytes of all apt and dpkg configuration files together.
    package var allConfiguration: UInt64 = 256 << 20
    /// Bytes of another database file, of a log after decompression, or of an owned file in scope.
    package var database: UInt64 = 256 << 20
    /// Of the reading of logs.
    package var history = HistoryLimits()
    /// Number of artifacts that are read at one time.
    package var jobs = 2

    package init() {}
}
