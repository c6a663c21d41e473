import AuditModel
import Glibc

/// Tells what an operator gave from what whoever owned the audited tree could have put there.
///
/// On a mounted tree that is all below its top. On the running system everything lies below it, so that only what apt and
/// dpkg themselves fill is inside, and the rest is outside by the operator's word.
struct TreeBounds: Sendable {
    private let inside: [HostPath]

    private static let filledByTools: [HostPath] = ["/var/cache/apt", "/var/lib/apt", "/var/lib/dpkg"]

    /// - Parameter root: as the operator named it.
    init(root: UntrustedText) {
        let top = Self.resolved(root)
        inside = top == "/" ? Self.filledByTools.map { Self.resolved($0.text) } : [top]
    }

    /// Whether a file or folder of this machine lies inside, wherever links to it may stand.
    func hold(_ path: UntrustedText) -> Bool {
        let resolved = Self.resolved(path)
        return inside.contains { resolved == $0 || resolved.isBeneath($0) }
    }

    /// Refuses what would let a tree vouch for itself.
    ///
    /// - Throws: 64.
    func refuse(_ paths: [UntrustedText], as what: StaticString) throws(Failure) {
        guard let path = paths.first(where: hold) else { return }
        throw Failure(
            .usage,
            "\(path) lies in the audited tree and cannot serve as \(ours: what.description): copy it out and look at it first"
        )
    }

    /// The path without links; as it was given where nothing is there, which then is a gap elsewhere.
    private static func resolved(_ path: UntrustedText) -> HostPath {
        let terminated = path.bytes.map { CChar(bitPattern: $0) } + [0]
        guard let buffer = unsafe realpath(terminated, nil) else { return HostPath(path.bytes) }
        defer { unsafe free(buffer) }
        var bytes: [UInt8] = []
        var place = unsafe buffer
        while unsafe place.pointee != 0 {
            bytes.append(UInt8(bitPattern: unsafe place.pointee))
            unsafe place += 1
        }
        return HostPath(bytes)
    }
}
