import AuditModel
import Glibc

/// One structured entry for the system's journal.
package struct JournalEntry {
    /// Severities of syslog(3).
    package enum Priority: Int {
        case critical = 2
        case error = 3
        case warning = 4
        case notice = 5
        case info = 6
    }

    /// Which kind of entry this is, by an id that never changes (systemd.journal-fields(7)).
    package enum Kind: String {
        case finding = "6a1e8a9c2f0b4c7d9e5f3b8d1c4a7e60"
        case summary = "0d7c5b3e9a1f48d2b6c8e4f7a2d95b13"
        case trouble = "c3f2a8d46b9e4175a0d3e7b1f58c2946"
    }

    package let kind: Kind
    package let priority: Priority
    /// One line, escaped.
    package let message: String
    /// Names in upper case, values escaped.
    package var fields: [(name: String, value: String)]

    package init(kind: Kind, priority: Priority, message: String, fields: [(name: String, value: String)] = []) {
        self.kind = kind
        self.priority = priority
        self.message = message
        self.fields = fields
    }
}

/// Where entries go: to journald's own socket (systemd.io/JOURNAL_NATIVE_PROTOCOL), or to standard error without one.
package final class Journal: Sendable {
    private static let socketPath = "/run/systemd/journal/socket"
    /// Bytes of one value; a datagram has to fit into the socket's buffer.
    private static let longestValue = 4096

    private let descriptor: Int32?

    package init() {
        descriptor = Self.connected()
    }

    deinit {
        if let descriptor { close(descriptor) }
    }

    package func write(_ entry: JournalEntry) {
        if let descriptor, Self.send(Self.datagram(of: entry), over: descriptor) { return }
        _ = AtomicFile.writeAll(Array("debvouch: \(entry.message)\n".utf8), to: STDERR_FILENO)
    }

    private static func connected() -> Int32? {
        let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
            unsafe room.copyBytes(from: socketPath.utf8)
        }
        // A journal that does not read must not hold up an audit.
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        unsafe setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(number, $0, length) }
        }
        if status == 0 { return number }
        close(number)
        return nil
    }

    private static func send(_ bytes: [UInt8], over descriptor: Int32) -> Bool {
        unsafe bytes.withUnsafeBytes {
            unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
            == bytes.count
    }

    /// `NAME=value` lines; no value of ours holds a line end, since all of them are escaped.
    private static func datagram(of entry: JournalEntry) -> [UInt8] {
        let fixed = [
            ("MESSAGE", entry.message), ("PRIORITY", String(entry.priority.rawValue)),
            ("MESSAGE_ID", entry.kind.rawValue), ("SYSLOG_IDENTIFIER", "debvouch"),
        ]
        return (fixed + entry.fields).flatMap { name, value in
            Array("\(name)=".utf8) + value.utf8.filter { $0 != 0x0A }.prefix(longestValue) + [0x0A]
        }
    }
}
