package import AuditModel

/// One configuration text that somebody has read, with what apt does with a file of that name.
package struct AptConfigurationText: Hashable, Sendable {
    package let path: HostPath
    package let reading: ConfigurationReading
    package let bytes: [UInt8]
    /// Why the bytes are not those of the file, where apt would read some that were not read here.
    package let unread: ParseProblem?

    package init(path: HostPath, reading: ConfigurationReading, bytes: [UInt8], unread: ParseProblem? = nil) {
        self.path = path
        self.reading = reading
        self.bytes = bytes
        self.unread = unread
    }
}

/// What an `#include` asks for.
package struct AptIncludeRequest: Hashable, Sendable {
    /// The target made absolute; apt itself resolves a relative one against the folder that it was started in.
    package let path: HostPath
    /// Whether the target ends in `/`, which makes apt read a folder.
    package let isFolder: Bool

    package init(path: HostPath, isFolder: Bool) {
        self.path = path
        self.isFolder = isFolder
    }
}

/// What stands where an `#include` points to.
package enum AptIncludeOutcome: Hashable, Sendable {
    case file([UInt8])
    /// Every entry in byte order with its reading; only the read ones take part.
    case folder([AptConfigurationText])
    /// Nothing is there: apt reports an error and leaves the including file.
    case missing
    /// Not followed: outside the root, no regular file, below /proc. What apt would do is not known.
    case refused(ReportText)
}
