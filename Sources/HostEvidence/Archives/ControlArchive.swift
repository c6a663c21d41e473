import AuditModel
import Digests
import FileFormats

/// What one control.tar holds, once every rule on names, kinds and framing was met.
struct ControlArchive {
    let file: ControlFile
    /// Every regular file but `control`, sorted by name.
    let members: [ControlMember]
    let md5sums: [UInt8]?
    let conffiles: [UInt8]?

    /// dpkg's MAXCONTROLFILENAME, in bytes.
    private static let longestName = 100
    private static let kept: Set<UntrustedText> = ["control", "md5sums", "conffiles"]

    /// Reads the member from its compressed bytes, keeping `wanted` in addition to what every reader needs.
    init(
        _ member: DebMember, packed: any ByteProducer, limits: ArchiveLimits, wanted: UntrustedText? = nil,
        found: (([UInt8]) -> Void)? = nil
    ) throws(ArchiveProblem) {
        let ceiling = OutputCeiling(
            name: "control.tar", bytes: limits.controlBytes, packed: member.size, limits: limits)
        var tar = try TarReader.opened(
            "control.tar", compression: member.compression, from: packed, ceiling: ceiling,
            entryLimit: limits.controlEntries)
        var members: [ControlMember] = []
        var seen: Set<UntrustedText> = []
        var contents: [UntrustedText: [UInt8]] = [:]
        while let entry = try tar.next() {
            guard let name = try Self.name(of: entry, tar) else { continue }
            guard seen.insert(name).inserted else { throw tar.malformed("it holds \(name) twice") }
            var digest = StreamingDigest(.sha256)
            if Self.kept.contains(name) || name == wanted {
                let bytes = try Self.kept(entry, from: &tar, limits: limits)
                digest.update(bytes)
                contents[name] = bytes
            } else {
                unsafe try tar.content(of: entry) { unsafe digest.update($0) }
            }
            guard name != "control", let sha256 = digest.finish().sha256 else { continue }
            members.append(
                ControlMember(
                    name: name, kind: .regular, sha256: sha256, size: entry.size, mode: entry.mode,
                    modified: entry.modified))
        }
        guard let control = contents["control"] else { throw tar.malformed("it holds no control file") }
        file = try ControlFile(control)
        md5sums = contents["md5sums"]
        conffiles = contents["conffiles"]
        self.members = members.sorted { $0.name < $1.name }
        if let wanted, let bytes = contents[wanted] { found?(bytes) }
    }

    /// The plain name of a control member; nil for the folder `./` itself.
    private static func name(
        of entry: TarEntry, _ tar: borrowing TarReader
    ) throws(ArchiveProblem) -> UntrustedText? {
        let bytes = entry.name.bytes
        if entry.kind == .directory {
            guard bytes == Array("./".utf8) || bytes == Array(".".utf8) else {
                throw tar.malformed("it holds the folder \(entry.name)")
            }
            return nil
        }
        guard entry.kind == .regular, entry.hardLinkTarget == nil else {
            throw tar.malformed("\(entry.name) is not a plain file")
        }
        let name = bytes.starts(with: "./".utf8) ? bytes.dropFirst(2) : bytes[...]
        guard !name.isEmpty, name.count <= longestName, !name.contains(UInt8(ascii: "/")),
            !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8)
        else { throw tar.malformed("the name \(entry.name) is not that of a control member") }
        return UntrustedText(name)
    }

    private static func kept(
        _ entry: TarEntry, from tar: inout TarReader, limits: ArchiveLimits
    ) throws(ArchiveProblem) -> [UInt8] {
        guard entry.size <= limits.keptMemberBytes else {
            throw tar.malformed("\(entry.name) is over the limit of \(limits.keptMemberBytes) bytes")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(min(entry.size, 1 << 20)))
        unsafe try tar.content(of: entry) { unsafe bytes.append(contentsOf: $0) }
        return bytes
    }
}
