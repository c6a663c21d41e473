/// Every ceiling of the reading of logs; each that is hit is named in the history.
package struct HistoryLimits: Sendable {
    /// Bytes of one log with its rotations, after decompression; the newest are read first.
    ///
    /// Each log has its own, so that a large one cannot keep another from being read.
    package var logBytes: UInt64 = 512 << 20
    /// Bytes of which at least one in 64 has to be stored: a log that is nearly all holes was not written by a logger.
    package var holeBytes: UInt64 = 16 << 20
    /// Bytes of one line; the rest of a longer one is passed over.
    package var lineBytes = 64 << 10
    /// Bytes of one line of apt's history, which lists every package of a release upgrade.
    package var aptLineBytes = 4 << 20
    /// Records that are kept of one source.
    package var recordsPerSource = 20_000
    /// Records about one package outside the windows, the newest.
    package var recordsPerPackage = 200
    /// Bytes of one file of cron, systemd or shell configuration.
    package var triggerFileBytes: UInt64 = 1 << 20
    /// Number of such files.
    package var triggerFiles = 10_000
    /// Bytes of all such files together.
    package var triggerBytes: UInt64 = 256 << 20
    /// Bytes of a process's command line.
    package var commandLineBytes = 32 << 10

    package init() {}
}
