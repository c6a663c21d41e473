import AuditModel
import Digests
import FileFormats
import TreeReading

/// One OpenPGP certificate: a primary key with its subkeys and self-signatures.
struct Certificate: Hashable, Sendable {
    let primary: KeyFingerprint
    /// Binary packets, as gpgv reads them.
    let bytes: [UInt8]
    /// Eight-byte key identifiers of the primary key and the subkeys.
    let keyIDs: Set<[UInt8]>
    /// The fingerprints of keys that apt's defaults would refuse for their algorithm or length.
    let weakKeys: Set<KeyFingerprint>

    /// Nil where the first packet is no usable primary key.
    init?(_ packets: [OpenPGPPacket]) {
        var keyIDs: Set<[UInt8]> = []
        var weakKeys: Set<KeyFingerprint> = []
        var primary: KeyFingerprint?
        for packet in packets {
            guard let key = PublicKeyPacket(packet), let fingerprint = Self.fingerprint(of: key) else { continue }
            if packet.tag == OpenPGPPacket.publicKey { primary = fingerprint }
            keyIDs.insert(Array(key.version == 4 ? fingerprint.bytes.suffix(8) : fingerprint.bytes.prefix(8)))
            if !key.isStrong { weakKeys.insert(fingerprint) }
        }
        guard let primary else { return nil }
        self.primary = primary
        self.keyIDs = keyIDs
        self.weakKeys = weakKeys
        bytes = packets.flatMap(\.bytes)
    }

    private static func fingerprint(of key: PublicKeyPacket) -> KeyFingerprint? {
        key.version == 4
            ? KeyFingerprint(bytes: ContentHasher.sha1(key.fingerprintInput))
            : KeyFingerprint(hex: ContentHasher.sha256(key.fingerprintInput).hex.utf8)
    }
}

/// A keyring that the operator gave; one that lies in the audited tree pins nothing.
typealias GivenKeyring = (file: UntrustedText, isPinned: Bool)

/// All key material at hand; where it lies gives it no trust, only a pinned fingerprint does.
struct KeyMaterial: Sendable {
    /// No two with the same bytes; the auditing machine's before the tree's.
    private(set) var certificates: [Certificate] = []
    private(set) var gaps: [CoverageGap] = []
    /// Primary keys of the operator's own keyrings.
    private(set) var operatorKeys: Set<KeyFingerprint> = []

    private static let fileLimit: UInt64 = 8 << 20
    private static let certificateLimit = 2_000
    private static let keyrings: HostPath = "/usr/share/keyrings"
    private static let treeFolders = [keyrings, DebianPaths.aptKeyrings, DebianPaths.aptTrustedKeys]

    init(tree: HostTree, keyrings: [GivenKeyring]) {
        for (file, isPinned) in keyrings { addOperatorKeyring(file, isPinned: isPinned) }
        if let machine = try? HostTree(root: [UInt8(ascii: "/")]) { addFolder(Self.keyrings, of: machine) }
        for folder in Self.treeFolders { addFolder(folder, of: tree) }
        if let file = try? tree.read(DebianPaths.aptKeyring, cap: Self.fileLimit, followingLink: true) {
            _ = add(file.bytes)
        }
        addSignedBy(of: tree)
    }

    /// The certificates that hold the key a signature names; all of them where it names none.
    func candidates(for claim: SignatureClaim) -> [Certificate] {
        claim.issuer.isEmpty ? certificates : certificates.filter { $0.keyIDs.contains(claim.issuer) }
    }

    private mutating func addOperatorKeyring(_ file: UntrustedText, isPinned: Bool) {
        let cut = file.bytes.lastIndex(of: UInt8(ascii: "/"))
        let folder = cut.map { Array(file.bytes[...$0]) } ?? Array(".".utf8)
        let name = file.bytes[(cut.map { $0 + 1 } ?? 0)...]
        do throws(HostAccessError) {
            // A keyring may be a link that leads out of its folder, so the whole machine is the root of the last step.
            let place = try HostTree(root: folder)
            let read = try place.read(HostPath(name), cap: Self.fileLimit, followingLink: true)
            let added = add(read.bytes)
            if added.isEmpty {
                gaps.append(CoverageGap(path: HostPath(file.bytes), reason: "this keyring holds no OpenPGP key"))
            }
            if isPinned {
                operatorKeys.formUnion(added)
            } else {
                gaps.append(
                    CoverageGap(
                        path: HostPath(file.bytes),
                        reason: "this keyring lies in the audited tree, so its keys are not pinned; --trust pins one"))
            }
        } catch {
            gaps.append(CoverageGap(path: HostPath(file.bytes), reason: error.reason, errno: error.errno))
        }
    }

    private mutating func addFolder(_ folder: HostPath, of tree: HostTree) {
        guard let names = try? tree.folder(folder).names().names else { return }
        for name in names where name.hasSuffix(".gpg") || name.hasSuffix(".asc") || name.hasSuffix(".pgp") {
            guard let file = try? tree.read(folder.appending(name), cap: Self.fileLimit, followingLink: true) else {
                continue
            }
            _ = add(file.bytes)
        }
    }

    private mutating func addSignedBy(of tree: HostTree) {
        let folder = DebianPaths.aptSourceParts
        let names = (try? tree.folder(folder).names().names) ?? []
        for path in [DebianPaths.aptSources] + names.map({ folder.appending($0) }) {
            guard let file = try? tree.read(path, cap: 1 << 20, followingLink: true) else { continue }
            let places =
                path.text.hasSuffix(".sources")
                ? SignedBy.places(inSources: file.bytes, file: path) : SignedBy.places(inList: file.bytes)
            for place in places {
                switch place {
                case .inline(let block): _ = add(block)
                case .file(let path):
                    if let key = try? tree.read(path, cap: Self.fileLimit, followingLink: true) { _ = add(key.bytes) }
                }
            }
        }
    }

    /// The primary keys of the file; a file that holds none is nobody's fault here.
    private mutating func add(_ bytes: [UInt8]) -> Set<KeyFingerprint> {
        guard let found = try? ArmouredKey.certificates(in: bytes) else { return [] }
        var primaries: Set<KeyFingerprint> = []
        for certificate in found.compactMap({ Certificate($0) }) {
            primaries.insert(certificate.primary)
            if certificates.count < Self.certificateLimit, !certificates.contains(certificate) {
                certificates.append(certificate)
            }
        }
        return primaries
    }
}
