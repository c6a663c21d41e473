package import AuditModel

/// Packages whose proof is genuine and still odd: older than what their release publishes, or of another release.
package struct VersionOdd: Check {
    package static let id = CheckID("version-odd")
    package let summary = "packages older than what their release publishes, or proven by another release or vendor"
    package let why = """
        An old build is genuine and may have a hole that was closed since; so may one of another release. Hosts that were \
        not upgraded today look like this, and so does one on which somebody put an old build back.
        """
    package let references = ["deb-version(7)", "apt-secure(8)", "ATT&CK T1195.002"]
    package let guidance = [IndexSteps.inspectBuild, IndexSteps.giveCleanIndex]

    /// Packages that a finding names.
    private static let named = 8

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        guard let home = Home(view) else { return [] }
        var older: [ReportText] = []
        var foreign: [Release: [ReportText]] = [:]
        for package in view.ledger.packages where package.status != .notInstalled {
            if let latest = home.latest(of: package, in: view.evidence.references.indexes),
                DebianVersion.isEarlier(package.version, than: latest)
            {
                older.append("\(package.key.text) \(package.version), published: \(latest)")
            }
            let proofs = view.evidence.references.indexes.stanzas(of: package.key, version: package.version)
                .filter { $0.chain.trust == .pinned }.map { Release($0.chain.release) }
            if let first = proofs.first, !proofs.contains(home.release) {
                foreign[first, default: []].append("\(package.key.text) \(package.version)")
            }
        }
        var findings = older.isEmpty ? [] : [finding(older, "older than what \(home.release.text) publishes", "older")]
        for release in foreign.keys.sorted() {
            let subject = UntrustedText(release.origin.bytes + [0x20] + release.codename.bytes)
            findings.append(
                finding(foreign[release] ?? [], "of \(release.text), and most others of \(home.release.text)", subject))
        }
        return findings
    }

    private func finding(_ packages: [ReportText], _ what: ReportText, _ subject: UntrustedText) -> Finding {
        var evidence = Array(packages.prefix(Self.named))
        if packages.count > Self.named { evidence.append("and \(packages.count - Self.named) more") }
        return Finding(
            check: id, severity: .low, path: DebianPaths.dpkgStatus, subject: subject,
            title: "\(packages.count, "package") \(packages.count == 1 ? "is" : "are" as ReportText) " + what,
            evidence: evidence)
    }
}

/// A vendor's release, whatever its suites: Debian bookworm is bookworm, bookworm-security and bookworm-updates.
private struct Release: Hashable, Comparable {
    let origin: UntrustedText
    let codename: UntrustedText

    init(_ identity: ReleaseIdentity) {
        origin = identity.origin ?? ""
        codename = SuitesAtHand.base(of: identity.codename ?? identity.suite ?? "")
    }

    var text: ReportText { "\(origin) \(codename)" }

    static func < (left: Release, right: Release) -> Bool {
        left.origin == right.origin ? left.codename < right.codename : left.origin < right.origin
    }
}

/// The release that the tree says it is, where pinned chains know that one; else the one that most packages are of.
private struct Home {
    let release: Release

    init?(_ view: EvidenceView) {
        var counts: [Release: Int] = [:]
        for package in view.ledger.packages where package.status != .notInstalled {
            let listed = (view.evidence.references.indexes.stanzas[package.key.name] ?? [])
                .filter { $0.chain.trust == .pinned && $0.stanza.key == package.key }
            for release in Set(listed.map { Release($0.chain.release) }) { counts[release, default: 0] += 1 }
        }
        guard
            let most = counts.max(by: { left, right in
                left.value == right.value ? left.key > right.key : left.value < right.value
            })
        else { return nil }
        let named = counts.keys.sorted().first { Self.isNamed($0.codename, in: view.evidence.tree.host.release) }
        release = named ?? most.key
    }

    /// `Debian GNU/Linux 12 (bookworm)` names its codename in brackets.
    private static func isNamed(_ codename: UntrustedText, in release: UntrustedText?) -> Bool {
        guard let bytes = release?.bytes, !codename.isEmpty else { return false }
        let words = bytes.split { "() ".utf8.contains($0) }
        return words.contains { $0.elementsEqual(codename.bytes) }
    }

    /// The latest version that the release publishes of a package; nil where it publishes none.
    func latest(of package: InstalledPackage, in indexes: SignedIndexes) -> UntrustedText? {
        (indexes.stanzas[package.key.name] ?? [])
            .filter {
                $0.chain.trust == .pinned && $0.stanza.key == package.key && Release($0.chain.release) == release
            }
            .map(\.stanza.version).sorted().max { DebianVersion.isEarlier($0, than: $1) }
    }
}
