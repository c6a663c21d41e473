import AuditModel
import Digests
import FileFormats

/// Reads one data.tar front to back; memory grows with the number of names, never with the content.
struct PayloadReader: ~Copyable {
    private var tar: TarReader
    /// Where each path stands in `entries`, for duplicates and hard links.
    private var places: [HostPath: Int] = [:]
    private(set) var entries: [PayloadEntry] = []
    /// The file that each hard link is another name of; never itself a hard link.
    private(set) var originals: [HostPath: HostPath] = [:]

    init(_ member: DebMember, packed: any ByteProducer, limits: ArchiveLimits) throws(ArchiveProblem) {
        let ceiling = OutputCeiling(name: "data.tar", bytes: limits.payloadBytes, packed: member.size, limits: limits)
        tar = try TarReader.opened(
            "data.tar", compression: member.compression, from: packed, ceiling: ceiling,
            entryLimit: limits.payloadEntries)
    }

    /// Reads to the end, hashes every regular file, and hands the content of `shown` to `take` as it passes.
    mutating func readAll(
        digests: DigestSet = .both, showing shown: HostPath? = nil,
        _ take: (UnsafeRawBufferPointer) -> Void = { _ in }
    ) throws(ArchiveProblem) {
        while let entry = try tar.next() {
            let path = try Self.path(of: entry, tar)
            guard places.updateValue(entries.count, forKey: path) == nil else {
                throw tar.malformed("it holds \(path) twice")
            }
            if let target = entry.hardLinkTarget {
                entries.append(try linked(path, entry, target))
            } else if entry.kind == .regular {
                var digest = StreamingDigest(digests)
                unsafe try tar.content(of: entry) { piece in
                    unsafe digest.update(piece)
                    if path == shown { unsafe take(piece) }
                }
                entries.append(Self.payloadEntry(path, entry, digest.finish()))
            } else {
                entries.append(Self.payloadEntry(path, entry, ContentDigests(sha256: nil, md5: nil)))
            }
        }
    }

    private static func payloadEntry(_ path: HostPath, _ entry: TarEntry, _ digests: ContentDigests) -> PayloadEntry {
        PayloadEntry(
            path: path, kind: entry.kind, size: entry.kind == .regular ? entry.size : 0, mode: entry.mode,
            uid: entry.uid, gid: entry.gid, modified: entry.modified, md5: digests.md5, sha256: digests.sha256,
            linkTarget: entry.symlinkTarget)
    }

    /// A hard link is the same file under another name, so it gets the size and digests of the entry it names.
    private mutating func linked(
        _ path: HostPath, _ entry: TarEntry, _ target: UntrustedText
    ) throws(ArchiveProblem) -> PayloadEntry {
        guard let targetPath = Self.plainPath(target, isDirectory: false), let place = places[targetPath],
            place < entries.count, entries[place].kind == .regular, entry.size == 0
        else { throw tar.malformed("\(path) is a hard link to \(target), which is no earlier file") }
        let original = entries[place]
        originals[path] = originals[targetPath] ?? targetPath
        return PayloadEntry(
            path: path, kind: .regular, size: original.size, mode: original.mode, uid: original.uid,
            gid: original.gid, modified: original.modified, md5: original.md5, sha256: original.sha256)
    }

    private static func path(of entry: TarEntry, _ tar: borrowing TarReader) throws(ArchiveProblem) -> HostPath {
        guard let path = plainPath(entry.name, isDirectory: entry.kind == .directory) else {
            throw tar.malformed("the name \(entry.name) is spelled in a way that dpkg-deb does not write")
        }
        return path
    }

    /// `./a/b`, `a/b`, or with a final `/` for folders; nil for any other spelling.
    static func plainPath(_ name: UntrustedText, isDirectory: Bool) -> HostPath? {
        let slash = UInt8(ascii: "/")
        var rest = name.bytes[...]
        if isDirectory, rest.elementsEqual("./".utf8) || rest.elementsEqual(".".utf8) { return "/" }
        if rest.starts(with: "./".utf8) { rest = rest.dropFirst(2) }
        if isDirectory, rest.last == slash { rest = rest.dropLast() }
        let components = rest.split(separator: slash, omittingEmptySubsequences: false)
        let arePlain = components.allSatisfy {
            !$0.isEmpty && !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8)
        }
        return arePlain ? HostPath(rest) : nil
    }
}
