import AuditModel
import Digests
import FileFormats
import TreeReading

/// A Release whose signature holds.
struct VerifiedRelease: Sendable {
    let candidate: ReleaseCandidate
    let file: ReleaseFile
    let signature: ReleaseSignature
    let identity: ReleaseIdentity
    /// Of the text without the white space that clear-signing takes from the ends of lines.
    let textSHA256: SHA256Digest

    static func textSHA256(of text: [UInt8]) -> SHA256Digest {
        var words: [UInt8] = []
        for line in ByteLines(text) {
            let end = line.lastIndex { !$0.isASCIISpace }.map { $0 + 1 } ?? line.startIndex
            words += line[..<end]
            words.append(0x0A)
        }
        return ContentHasher.sha256(words)
    }

    init(candidate: ReleaseCandidate, file: ReleaseFile, text: [UInt8], signature: ReleaseSignature) {
        self.candidate = candidate
        self.file = file
        self.signature = signature
        textSHA256 = Self.textSHA256(of: text)
        var identity = ReleaseIdentity(
            location: candidate.location, isOfTree: candidate.place.isOfTree, sha256: ContentHasher.sha256(text))
        identity.origin = file.origin
        identity.suite = file.suite
        identity.codename = file.codename
        identity.date = file.date
        identity.validUntil = file.validUntil
        self.identity = identity
    }
}

/// What one index gave.
struct IndexOutcome: Sendable {
    var chain: IndexChain?
    var stanzas: [IndexStanza] = []
    var problems: [ChainProblem] = []
    var gaps: [CoverageGap] = []
}

/// One index of a verified Release, with the files that may hold it.
struct IndexWork: Sendable {
    private let release: VerifiedRelease
    /// `main/binary-amd64/Packages`.
    private let entry: UntrustedText
    private let files: [(path: HostPath, suffix: StaticString)]

    var locations: [UntrustedText] { files.map { release.candidate.place.location(of: $0.path) } }

    /// Every Packages index of the Release that is here and may speak of the tree's architectures.
    static func all(
        for release: VerifiedRelease, present: [(place: RepositoryPlace, path: HostPath)],
        architectures: Set<UntrustedText>
    ) -> [IndexWork] {
        let candidate = release.candidate
        let here = Set(present.map { $0.place.location(of: $0.path) })
        return plainEntries(of: release.file).compactMap { entry in
            guard isWanted(entry, architectures) else { return nil }
            var files: [(path: HostPath, suffix: StaticString)] = []
            for suffix in IndexLocator.suffixes {
                let name = UntrustedText(entry.bytes + Array(suffix.description.utf8))
                let path = candidate.file(for: name.bytes)
                if here.contains(candidate.place.location(of: path)) { files.append((path, suffix)) }
                if release.file.acquireByHash, let listed = release.file.entries[name],
                    let path = candidate.byHash(listed),
                    (try? candidate.place.tree.followedFacts(of: path).kind) == .regular
                {
                    files.append((path, suffix))
                }
            }
            return files.isEmpty ? nil : IndexWork(release: release, entry: entry, files: files)
        }
    }

    /// The names of Packages indexes without their suffix, sorted.
    private static func plainEntries(of file: ReleaseFile) -> [UntrustedText] {
        let names = file.entries.keys.compactMap { path -> UntrustedText? in
            guard let suffix = IndexLocator.suffixes.last(where: { path.hasSuffix($0) }) else { return nil }
            let plain = UntrustedText(path.bytes.dropLast(suffix.utf8CodeUnitCount))
            return plain == "Packages" || plain.hasSuffix("/Packages") ? plain : nil
        }
        return Set(names).sorted()
    }

    /// Flat repositories name no architecture, and a tree of `all` packages alone tells none; the installer's own
    /// packages are never installed.
    private static func isWanted(_ entry: UntrustedText, _ architectures: Set<UntrustedText>) -> Bool {
        let components = entry.bytes.split(separator: UInt8(ascii: "/"))
        if components.contains(where: { $0.elementsEqual("debian-installer".utf8) }) { return false }
        if architectures == ["all"] { return true }
        return components.allSatisfy { component in
            !component.starts(with: "binary-".utf8) || architectures.contains(UntrustedText(component.dropFirst(7)))
        }
    }

    /// Reads the files until one is the index that the Release lists.
    func outcome(names: Set<UntrustedText>) -> IndexOutcome {
        var outcome = IndexOutcome()
        let place = release.candidate.place
        for (path, suffix) in files {
            let reader = IndexReader(place: place, release: release.file, entry: entry, suffix: suffix)
            do throws(IndexFailure) {
                take(try reader.verified(path), at: place.location(of: path), names: names, into: &outcome)
                return outcome
            } catch {
                note(error, at: place.location(of: path), into: &outcome)
            }
        }
        return outcome
    }

    private func take(
        _ verified: IndexReader.Verified, at location: UntrustedText, names: Set<UntrustedText>,
        into outcome: inout IndexOutcome
    ) {
        let index = PackagesIndex(verified.bytes, names: names)
        outcome.chain = IndexChain(
            trust: release.signature.trust, key: release.signature.key, release: release.identity, index: location,
            entry: entry, indexSHA256: verified.entry.sha256, architectures: index.architectures)
        outcome.stanzas = index.stanzas
        outcome.problems += index.problems.map { problem(.stanza, location, problem: $0.reason) }
    }

    private func note(_ failure: IndexFailure, at location: UntrustedText, into outcome: inout IndexOutcome) {
        switch failure {
        case .unreadable(let error):
            outcome.gaps.append(CoverageGap(path: HostPath(location.bytes), reason: error.reason, errno: error.errno))
        case .damaged(let reason):
            outcome.problems.append(problem(.indexDigest, location, problem: reason))
        case .mismatch:
            outcome.problems.append(
                problem(
                    .indexDigest, location,
                    problem: "its bytes are not the \(entry) that \(release.identity.location) lists"))
        }
    }

    private func problem(_ link: ChainLink, _ location: UntrustedText, problem: ReportText) -> ChainProblem {
        ChainProblem(link: link, location: location, isOfTree: release.candidate.place.isOfTree, reason: problem)
    }
}
