import Glibc

/// A system call on a fixture's file failed.
package struct HostFileError: Error, CustomStringConvertible {
    package let description: String

    init(_ call: String, _ path: [UInt8]) {
        description = "\(call) \(String(decoding: path, as: UTF8.self)): \(unsafe String(cString: strerror(errno)))"
    }
}

/// File system calls on paths that are bytes, as names in a hostile tree are.
package enum HostFiles {
    private static func terminated(_ path: [UInt8]) -> [CChar] {
        path.map { CChar(bitPattern: $0) } + [0]
    }

    private static func check(_ result: Int32, _ call: String, _ path: [UInt8]) throws(HostFileError) {
        if result != 0 { throw HostFileError(call, path) }
    }

    static func facts(_ path: [UInt8]) throws(HostFileError) -> stat {
        var facts = stat()
        try check(unsafe lstat(terminated(path), &facts), "lstat", path)
        return facts
    }

    package static func exists(_ path: [UInt8]) -> Bool {
        (try? facts(path)) != nil
    }

    /// Makes a folder and those above it.
    package static func makeFolder(_ path: [UInt8]) throws(HostFileError) {
        if path.isEmpty || exists(path) { return }
        try makeFolder(parent(of: path))
        try check(unsafe mkdir(terminated(path), 0o755), "mkdir", path)
    }

    package static func parent(of path: [UInt8]) -> [UInt8] {
        path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[..<$0]) } ?? []
    }

    package static func read(_ path: [UInt8]) throws(HostFileError) -> [UInt8] {
        let descriptor = unsafe open(terminated(path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0 { throw HostFileError("open", path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 { throw HostFileError("read", path) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    /// Replaces the bytes of a file, or makes it with mode 0644; an old file keeps its inode and mode.
    package static func write(_ bytes: [UInt8], to path: [UInt8]) throws(HostFileError) {
        let descriptor = unsafe open(terminated(path), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw HostFileError("open", path) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 { throw HostFileError("write", path) }
            rest = rest.dropFirst(count)
        }
    }

    package static func setMode(_ mode: UInt32, of path: [UInt8]) throws(HostFileError) {
        try check(unsafe chmod(terminated(path), mode), "chmod", path)
    }

    package static func setOwner(_ uid: UInt32, _ gid: UInt32, of path: [UInt8]) throws(HostFileError) {
        try check(unsafe lchown(terminated(path), uid, gid), "lchown", path)
    }

    /// Sets the modification time; the access time stays.
    package static func setTime(_ seconds: Int64, of path: [UInt8]) throws(HostFileError) {
        let times = [timespec(tv_sec: 0, tv_nsec: omittedTime), timespec(tv_sec: Int(seconds), tv_nsec: 0)]
        try check(
            unsafe utimensat(AT_FDCWD, terminated(path), times, AT_SYMLINK_NOFOLLOW), "utimensat", path)
    }

    /// The macro UTIME_OMIT, which Swift does not import.
    private static let omittedTime = (1 << 30) - 2

    package static func makeLink(_ path: [UInt8], to target: [UInt8]) throws(HostFileError) {
        try check(unsafe symlink(terminated(target), terminated(path)), "symlink", path)
    }

    package static func makeHardLink(_ path: [UInt8], to target: [UInt8]) throws(HostFileError) {
        try check(unsafe link(terminated(target), terminated(path)), "link", path)
    }

    package static func makeFIFO(_ path: [UInt8]) throws(HostFileError) {
        try check(unsafe mkfifo(terminated(path), 0o644), "mkfifo", path)
    }

    package static func move(_ path: [UInt8], to target: [UInt8]) throws(HostFileError) {
        try check(unsafe rename(terminated(path), terminated(target)), "rename", path)
    }

    package static func cut(_ path: [UInt8], to size: Int) throws(HostFileError) {
        try check(unsafe truncate(terminated(path), size), "truncate", path)
    }

    package static func bind(_ source: [UInt8], over path: [UInt8]) throws(HostFileError) {
        try check(
            unsafe mount(terminated(source), terminated(path), nil, UInt(MS_BIND), nil), "mount", path)
    }

    package static func unmount(_ path: [UInt8]) throws(HostFileError) {
        try check(unsafe umount2(terminated(path), Int32(MNT_DETACH)), "umount", path)
    }

    package static func linkTarget(_ path: [UInt8]) throws(HostFileError) -> [UInt8] {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink(terminated(path), &buffer, buffer.count)
        if count < 0 { throw HostFileError("readlink", path) }
        return buffer[..<count].map { UInt8(bitPattern: $0) }
    }

    /// Names in a folder, in byte order.
    package static func names(in path: [UInt8]) throws(HostFileError) -> [[UInt8]] {
        guard let stream = unsafe opendir(terminated(path)) else { throw HostFileError("opendir", path) }
        defer { unsafe closedir(stream) }
        var names: [[UInt8]] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe Array(bytes.prefix { $0 != 0 })
            }
            if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// A folder and everything below it, parents first.
    package static func walk(_ path: [UInt8]) throws(HostFileError) -> [[UInt8]] {
        var paths = [path]
        guard try facts(path).st_mode & S_IFMT == S_IFDIR else { return paths }
        for name in try names(in: path) { paths += try walk(path + [UInt8(ascii: "/")] + name) }
        return paths
    }
}
