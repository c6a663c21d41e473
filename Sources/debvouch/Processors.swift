import Glibc
import HostEvidence

/// The processors of this machine, and how they share work.
enum Processors {
    /// At least one.
    static var count: Int { max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }

    /// For event files: beyond four threads the one that judges has no more to give them.
    static var readingPlan: ReadingPlan { ReadingPlan(threads: min(count, 4) - 1) }
}
