import AuditModel

/// Which suites the signed indexes at hand are of, and which of a release could list a version besides.
struct SuitesAtHand {
    private let known: [UntrustedText: Set<UntrustedText>]

    init(_ indexes: SignedIndexes) {
        var known: [UntrustedText: Set<UntrustedText>] = [:]
        for chain in indexes.pinnedChains {
            let release = chain.release
            known[release.origin ?? "", default: []].formUnion([release.codename, release.suite].compactMap(\.self))
        }
        self.known = known
    }

    /// The vendors whose releases come in several suites, by the Origin of their Release files.
    private static let suffixes: [UntrustedText: [StaticString]] = [
        "Debian": ["-security", "-updates"], "Ubuntu": ["-security", "-updates"],
    ]

    /// Suites that no index here is of and that could list a package, in byte order.
    ///
    /// - Parameters:
    ///   - version: of the package, where it is known; backports carry their name in it.
    ///   - releases: those that list the package in another version, or that the tree is of.
    func missing(version: UntrustedText = "", beside releases: [ReleaseIdentity]) -> [UntrustedText] {
        var missing: Set<UntrustedText> = []
        for release in releases {
            guard let origin = release.origin, let suffixes = Self.suffixes[origin],
                let base = (release.codename ?? release.suite).map(Self.base), base != "sid", base != "unstable"
            else { continue }
            var wanted = [base] + suffixes.map { UntrustedText(base.bytes + Array($0.description.utf8)) }
            if Self.isBackport(version) { wanted.append(UntrustedText(base.bytes + Array("-backports".utf8))) }
            missing.formUnion(wanted.filter { known[origin]?.contains($0) != true })
        }
        return missing.sorted()
    }

    static func sentence(_ missing: [UntrustedText]) -> ReportText {
        missing.reduce("not indexed here:") { "\($0) \($1)" }
    }

    /// The codename of a release, whatever part of it a suite is: `bookworm` of `bookworm-security`.
    static func base(of suite: UntrustedText) -> UntrustedText {
        UntrustedText(suite.bytes.prefix { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "/") })
    }

    private static func isBackport(_ version: UntrustedText) -> Bool {
        let mark = Array("~bpo".utf8)
        return version.bytes.indices.contains { version.bytes[$0...].starts(with: mark) }
    }
}
