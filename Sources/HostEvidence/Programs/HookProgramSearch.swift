import AuditModel
import ShellReading
import TreeReading

/// Seeks the programs that the values of apt's and dpkg's directives name, as a root shell below the two would.
struct HookProgramSearch {
    /// PATH of a root shell under apt and dpkg.
    static let path: [HostPath] = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    /// Names that are sought; a real host has about fifty.
    static let nameLimit = 2_000
    /// Bytes of all values that are read as commands.
    static let valueLimit = 4 << 20

    private(set) var lookups: [UntrustedText: ProgramLookup] = [:]
    /// The way to each candidate, by the path at which it was sought.
    private(set) var trails: [HostPath: ProgramTrail] = [:]
    private(set) var gaps: [CoverageGap] = []
    private var ways: ProgramTrails

    init(apt: AptConfiguration, dpkg: [DpkgConfigurationFile], tree: HostTree) {
        ways = ProgramTrails(tree: tree)
        let statements = apt.files.flatMap(\.directives).map { ($0.value, $0.position.file) }
        let options = dpkg.flatMap(\.directives).compactMap { option in
            option.value.map { ($0, option.position.file) }
        }
        let settings = apt.effective.map { ($0.value, $0.position?.file ?? DebianPaths.aptParts) }
        var seen: Set<UntrustedText> = []
        var bytes = 0
        for (value, file) in statements + options + settings
        where !value.isEmpty && seen.insert(value).inserted {
            bytes += value.bytes.count
            guard bytes <= Self.valueLimit else {
                gaps.append(
                    CoverageGap(
                        path: file,
                        reason: "the programs of more than \(Self.valueLimit) bytes of values were not sought"))
                return
            }
            for word in CommandPrograms.programs(in: value) where lookups[word] == nil && Self.isName(word) {
                guard lookups.count < Self.nameLimit else {
                    gaps.append(
                        CoverageGap(
                            path: file,
                            reason: "more than \(Self.nameLimit) programs are named; the others were not sought"))
                    return
                }
                seek(word)
            }
        }
    }

    /// Where the files lead that are at hand, for the question of who owns them.
    var places: Set<HostPath> { Set(trails.keys).union(trails.values.map(\.target)) }

    /// An absolute path or a bare name; where another relative path leads depends on where apt was started, and what holds
    /// signs of the shell is only known when it runs.
    private static func isName(_ word: UntrustedText) -> Bool {
        let signs = "$*?[`\\~{".utf8
        guard !word.isEmpty, word.bytes.count < 4096, !word.bytes.contains(where: { signs.contains($0) || $0 == 0 })
        else { return false }
        return word.bytes.first == UInt8(ascii: "/") || !word.bytes.contains(UInt8(ascii: "/"))
    }

    private mutating func seek(_ word: UntrustedText) {
        let isPath = word.bytes.first == UInt8(ascii: "/")
        let places = isPath ? [HostPath(word.bytes)] : Self.path.map { $0.appending(word) }
        var candidates: [HostPath] = []
        var targets: Set<HostPath> = []
        var open: [HostPath] = []
        var isFound = false
        for place in places {
            do throws(HostAccessError) {
                let trail = try ways.trail(to: place)
                if !isFound { open += trail.openPlaces.filter { $0 != trail.target && !open.contains($0) } }
                guard let facts = trail.facts, targets.insert(trail.target).inserted else { continue }
                // In PATH the shell passes over what is no regular file.
                if !isPath, facts.kind != .regular { continue }
                candidates.append(place)
                trails[place] = trail
                isFound = isFound || (facts.kind == .regular && facts.mode & 0o111 != 0)
            } catch {
                gaps.append(error.gap)
                return
            }
        }
        lookups[word] = ProgramLookup(candidates: candidates, openFolders: open)
    }
}
