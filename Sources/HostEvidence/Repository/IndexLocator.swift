import AuditModel
import FileFormats

/// One Release file with the files that may belong to it, none of them read yet.
struct ReleaseCandidate: Sendable {
    let place: RepositoryPlace
    /// `InRelease`, or `Release` where there is none.
    let path: HostPath
    /// `Release.gpg`; nil beside an InRelease and where there is none.
    let detached: HostPath?
    let isClearSigned: Bool
    /// Everything before the last `InRelease` or `Release` of the path.
    fileprivate let prefix: [UInt8]

    var location: UntrustedText { place.location(of: path) }

    /// The file that should hold an entry of the Release file.
    ///
    /// Beside a Release in a folder of its own the entry is a path below that folder. In apt's lists, where all names
    /// stand in one folder, it is the URI without scheme in apt's spelling (apt-pkg/contrib/strutl.cc:URItoFileName).
    func file(for entry: [UInt8]) -> HostPath {
        prefix.last == UInt8(ascii: "/") ? HostPath(prefix + entry) : HostPath(prefix + Self.aptName(entry))
    }

    /// Whether an index of this name belongs to this Release, whatever the Release lists.
    func mayCover(_ index: HostPath, in other: RepositoryPlace) -> Bool {
        other.isOfTree == place.isOfTree && index.bytes.starts(with: prefix)
    }

    /// Where a mirror keeps an entry under its digest (Acquire-By-Hash).
    func byHash(_ entry: ReleaseFile.Entry) -> HostPath? {
        guard prefix.last == UInt8(ascii: "/") else { return nil }
        let folder = entry.path.bytes.lastIndex(of: UInt8(ascii: "/")).map { Array(entry.path.bytes[...$0]) } ?? []
        return HostPath(prefix + folder + Array("by-hash/SHA256/\(entry.sha256.hex)".utf8))
    }

    private static let quoted = Set("\\|{}[]<>\"^~_=!@#$%^&*".utf8)

    private static func aptName(_ path: [UInt8]) -> [UInt8] {
        path.flatMap { byte -> [UInt8] in
            if byte == UInt8(ascii: "/") { return [UInt8(ascii: "_")] }
            guard quoted.contains(byte) || byte <= 0x20 || byte >= 0x7F else { return [byte] }
            return [UInt8(ascii: "%")] + Array(String(byte, radix: 16).utf8)
        }
    }
}

/// Finds Release files and indexes by their names.
struct IndexLocator {
    private(set) var candidates: [ReleaseCandidate] = []
    /// Every file that is named like a Packages index, with its place.
    private(set) var indexes: [(place: RepositoryPlace, path: HostPath)] = []
    /// Release files of the tree's lists that stand beside an InRelease of the same source.
    private(set) var passedOver: [ReleaseCandidate] = []
    private(set) var gaps: [CoverageGap] = []

    /// The endings under which apt and mirrors keep an index.
    static let suffixes: [StaticString] = ["", ".lz4", ".gz", ".xz", ".zst", ".bz2"]

    init(places: [RepositoryPlace]) {
        for place in places { look(in: place) }
    }

    private mutating func look(in place: RepositoryPlace) {
        let listing = place.paths(isWanted: Self.isOfRepository)
        gaps += listing.gaps
        let present = Set(listing.paths)
        for path in listing.paths {
            if let prefix = Self.prefix(of: path, ending: "InRelease") {
                candidates.append(
                    ReleaseCandidate(place: place, path: path, detached: nil, isClearSigned: true, prefix: prefix))
            } else if let prefix = Self.prefix(of: path, ending: "Release") {
                let detached = HostPath(path.bytes + Array(".gpg".utf8))
                let candidate = ReleaseCandidate(
                    place: place, path: path, detached: present.contains(detached) ? detached : nil,
                    isClearSigned: false, prefix: prefix)
                if !present.contains(HostPath(prefix + Array("InRelease".utf8))) {
                    candidates.append(candidate)
                } else if place.isOfTree {
                    // A mirror offers both; apt itself keeps one.
                    passedOver.append(candidate)
                }
            } else if !path.text.hasSuffix(".gpg") {
                indexes.append((place, path))
            }
        }
    }

    private static func isOfRepository(_ name: UntrustedText) -> Bool {
        [name, UntrustedText(name.bytes.dropLast(name.hasSuffix(".gpg") ? 4 : 0))].contains {
            prefix(of: HostPath($0.bytes), ending: "InRelease") != nil
                || prefix(of: HostPath($0.bytes), ending: "Release") != nil
        }
            || suffixes.contains { suffix in
                name.bytes.suffix(suffix.utf8CodeUnitCount).elementsEqual(suffix.description.utf8)
                    && prefix(of: HostPath(name.bytes.dropLast(suffix.utf8CodeUnitCount)), ending: "Packages") != nil
            }
    }

    /// What stands before `word`, where it is the whole name or follows a `_`.
    private static func prefix(of path: HostPath, ending word: StaticString) -> [UInt8]? {
        guard path.text.hasSuffix(word) else { return nil }
        let prefix = path.bytes.dropLast(word.utf8CodeUnitCount)
        return prefix.last == UInt8(ascii: "/") || prefix.last == UInt8(ascii: "_") ? Array(prefix) : nil
    }
}
