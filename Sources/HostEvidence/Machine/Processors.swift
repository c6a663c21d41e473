import Glibc

/// The processors of this machine, and how they share work.
package enum Processors {
    /// At least one.
    package static var count: Int { max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }

    /// For event files: beyond four threads the one that judges has no more to give them.
    package static var readingPlan: ReadingPlan { ReadingPlan(threads: min(count, 4) - 1) }
}
