package import AuditModel
import Glibc

/// What a run takes from the machine it runs on, as one value.
package struct MachineIdentity: Sendable {
    /// Effective user of this process.
    package let uid: UInt32

    package static var current: MachineIdentity { MachineIdentity(uid: geteuid()) }
}

/// The wall clock, which only the run block of a report shows.
package enum Clock {
    package static func now() -> Timestamp {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: UInt32(clamping: time.tv_nsec))
    }
}

/// The environment of this process.
package enum MachineEnvironment {
    /// Nil where the variable is not set or empty.
    package static func value(of name: String) -> UntrustedText? {
        guard let text = unsafe getenv(name) else { return nil }
        let length = unsafe strlen(text)
        let bytes = unsafe UnsafeRawBufferPointer(start: text, count: length)
        return length == 0 ? nil : unsafe UntrustedText(Array(bytes))
    }
}
