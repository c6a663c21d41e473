package import AuditModel
import FileFormats
import Glibc

/// The .deb files below one folder of the auditing machine, as the operator named it.
package struct ArchiveFolder: Sendable {
    /// A folder or file that could not be read.
    package struct Failure: Hashable, Sendable {
        package let path: UntrustedText
        package let errno: Int32
    }

    /// Paths below the folder as given, sorted by bytes.
    package let archives: [UntrustedText]
    /// Sorted by path.
    package let failures: [Failure]

    private static let deepest = 64

    /// Lists `folder`, or takes it as the one archive where it is a file.
    ///
    /// The folder itself and single archives may be symbolic links, since the operator put them there; linked
    /// folders below it are not entered. Blocks on the file system only.
    package init(_ folder: UntrustedText) {
        var listing = Listing()
        if Self.isRegularFile(folder) {
            listing.archives = [folder]
        } else {
            listing.visit(folder)
        }
        archives = listing.archives.sorted()
        failures = listing.failures.sorted { $0.path < $1.path }
    }

    /// The archives as candidates of an `ArchiveCatalog`.
    ///
    /// - Parameter origin: of an archive at a path; one in a folder from outside may be a link into the tree.
    package func candidates(
        origin: (UntrustedText) -> ArchiveOrigin = { _ in .supplied }
    ) -> [ArchiveCandidate] {
        archives.map { path in
            ArchiveCandidate(origin: origin(path), location: path) { () throws(ArchiveProblem) in
                // O_NONBLOCK: a FIFO named like an archive must not hold up the audit.
                let descriptor = Self.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
                guard descriptor >= 0 else { throw ArchiveFile.systemProblem(Glibc.errno) }
                return descriptor
            }
        }
    }

    private static func open(_ path: UntrustedText, _ flags: Int32) -> Int32 {
        let terminated = path.bytes.map { CChar(bitPattern: $0) } + [0]
        return unsafe Glibc.open(terminated, flags)
    }

    private static func isRegularFile(_ path: UntrustedText) -> Bool {
        let terminated = path.bytes.map { CChar(bitPattern: $0) } + [0]
        var facts = stat()
        return unsafe stat(terminated, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    }

    /// The state of one walk.
    private struct Listing {
        var archives: [UntrustedText] = []
        var failures: [Failure] = []

        mutating func visit(_ top: UntrustedText) {
            var pending: [(path: UntrustedText, depth: Int)] = [(top, 0)]
            while let (path, depth) = pending.popLast() {
                guard depth <= deepest else {
                    failures.append(Failure(path: path, errno: ELOOP))
                    continue
                }
                let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (depth == 0 ? 0 : O_NOFOLLOW)
                let descriptor = ArchiveFolder.open(path, flags)
                guard descriptor >= 0, let stream = unsafe fdopendir(descriptor) else {
                    failures.append(Failure(path: path, errno: Glibc.errno))
                    if descriptor >= 0 { close(descriptor) }
                    continue
                }
                defer { unsafe closedir(stream) }
                unsafe read(stream, path, depth, &pending)
            }
        }

        private mutating func read(
            _ stream: OpaquePointer, _ path: UntrustedText, _ depth: Int,
            _ pending: inout [(path: UntrustedText, depth: Int)]
        ) {
            while true {
                Glibc.errno = 0
                guard let entry = unsafe readdir(stream) else {
                    if Glibc.errno != 0 { failures.append(Failure(path: path, errno: Glibc.errno)) }
                    return
                }
                let name = unsafe Self.name(of: entry)
                // apt keeps unfinished downloads under their final names in a folder `partial`.
                if name == "." || name == ".." || name == "partial" { continue }
                let full = UntrustedText(path.bytes + (path.hasSuffix("/") ? [] : [0x2F]) + name.bytes)
                if Self.isFolder(full, type: unsafe entry.pointee.d_type) {
                    pending.append((full, depth + 1))
                } else if name.hasSuffix(".deb") {
                    archives.append(full)
                }
            }
        }

        private static func name(of entry: UnsafeMutablePointer<dirent>) -> UntrustedText {
            let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
            let start = unsafe UnsafeRawPointer(entry) + offset
            let length = unsafe strlen(start.assumingMemoryBound(to: CChar.self))
            return unsafe UntrustedText(UnsafeRawBufferPointer(start: start, count: length))
        }

        /// Asks the file system only where the folder does not say.
        private static func isFolder(_ path: UntrustedText, type: UInt8) -> Bool {
            guard Int(type) == Int(DT_UNKNOWN) else { return Int(type) == Int(DT_DIR) }
            let terminated = path.bytes.map { CChar(bitPattern: $0) } + [0]
            var facts = stat()
            return unsafe lstat(terminated, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
        }
    }
}
