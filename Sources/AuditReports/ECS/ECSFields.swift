import AuditModel
import FileFormats

/// `event.*`.
struct ECSEvent: Encodable {
    let id: String
    let kind: String
    let category: [String]
    let type: [String]
    let dataset: String
    var code: String?
    var action: [String]?
    var severity: Int?
    var outcome: String?
    var reason: String?
    var start: String?
    var end: String?
    /// Nanoseconds.
    var duration: Int64?
    let module = "debvouch"
    let provider = "debvouch"

    /// The scale of Elastic's detection rules.
    static func score(of severity: Severity) -> Int {
        switch severity {
        case .critical: 99
        case .high: 73
        case .medium: 47
        case .low: 21
        case .info: 1
        }
    }
}

/// `rule.*`: the check, or the detection rule.
struct ECSRule: Encodable {
    let id: String
    let name: String
    let description: String
    let reference: String?
    let version: String
    var uuid: String?
    let ruleset = "debvouch"
    var category = "package integrity"
}

/// `file.*`; a path that is not plain text stands in `debvouch.path_b64` too.
struct ECSFile: Encodable {
    let path: String
    let name: String
    let directory: String
    let type: String?
    let size: UInt64?
    let mode: String?
    let uid: String?
    let gid: String?
    let mtime: String?
    let ctime: String?
    let created: String?
    let targetPath: String?
    let hash: [String: String]?

    enum CodingKeys: String, CodingKey {
        case path, name, directory, type, size, mode, uid, gid, mtime, ctime, created
        case targetPath = "target_path"
        case hash
    }

    init(_ path: HostPath, _ artifact: JudgedArtifact?) {
        self.path = Escaping.printable(path)
        name = Escaping.printable(path.name)
        directory = Escaping.printable(path.parent)
        let facts = artifact?.facts
        type = facts.map { Self.word(for: $0.kind) }
        size = facts?.size
        mode = facts.map { Formats.mode($0.mode) }
        uid = facts.map { String($0.uid) }
        gid = facts.map { String($0.gid) }
        mtime = facts.flatMap { Self.date($0.modified) }
        ctime = facts.flatMap { Self.date($0.changed) }
        created = facts?.born.flatMap { Self.date($0) }
        targetPath = facts?.linkTarget.map { Escaping.printable($0) }
        hash = artifact?.sha256.map { ["sha256": $0.hex] }
    }

    /// A file as an event names it, of which nothing but its digest is known.
    init(_ path: HostPath, sha256: SHA256Digest?) {
        self.path = Escaping.printable(path)
        name = Escaping.printable(path.name)
        directory = Escaping.printable(path.parent)
        (type, size, mode, uid, gid) = (nil, nil, nil, nil, nil)
        (mtime, ctime, created, targetPath) = (nil, nil, nil, nil)
        hash = sha256.map { ["sha256": $0.hex] }
    }

    /// Nil for a time that an index would refuse.
    static func date(_ time: Timestamp) -> String? {
        let text = Formats.time(time)
        return text.utf8.first == UInt8(ascii: "@") ? nil : text
    }

    private static func word(for kind: FileKind) -> String {
        switch kind {
        case .regular: "file"
        case .directory: "dir"
        case .symlink: "symlink"
        case .fifo: "fifo"
        case .socket: "socket"
        case .characterDevice, .blockDevice: "device"
        case .unknown: "unknown"
        }
    }
}

/// `package.*`.
struct ECSPackage: Encodable {
    let name: String
    let architecture: String
    let version: String?
    let type = "deb"

    init(_ key: PackageKey, version: UntrustedText?) {
        name = Escaping.printable(key.name)
        architecture = Escaping.printable(key.architecture)
        self.version = version.map { Escaping.printable($0) }
    }
}

/// `threat.*`: the techniques of ATT&CK that the check is about.
struct ECSThreat: Encodable {
    /// Ids and names side by side.
    struct Names: Encodable {
        let id: [String]
        let name: [String]
    }

    /// Techniques with their sub-techniques.
    struct Techniques: Encodable {
        let id: [String]
        let name: [String]
        let subtechnique: Names
    }

    let framework = "MITRE ATT&CK"
    let tactic: Names
    let technique: Techniques

    /// Nil for a rule whose tags name no tactic or no technique.
    init?(_ tags: [UntrustedText]) {
        let entries = tags.compactMap { AttackCatalog.entry(for: $0) }
        let tactics = entries.filter { AttackCatalog.isTactic($0) }
        let techniques = entries.filter { !AttackCatalog.isTactic($0) }
        let parts = techniques.filter { $0.id.utf8.contains(UInt8(ascii: ".")) }
        // A sub-technique names its technique by the part before the dot.
        let roots = Set(techniques.map { String($0.id.prefix { $0 != "." }) }).sorted()
        if tactics.isEmpty || roots.isEmpty { return nil }
        tactic = Names(id: tactics.map(\.id), name: tactics.map(\.name))
        let names = roots.map { id in AttackCatalog.entry(for: UntrustedText("attack.\(id)".utf8))?.name ?? id }
        technique = Techniques(
            id: roots, name: names, subtechnique: Names(id: parts.map(\.id), name: parts.map(\.name)))
    }

    /// Nil for a check that no technique is assigned to.
    init?(_ check: CheckID) {
        let catalog = ControlCatalog.shared
        let techniques = catalog.techniques(for: check)
        if techniques.isEmpty { return nil }
        let tactics = Set(techniques.compactMap(\.tactic)).sorted()
        tactic = Names(id: tactics, name: tactics.map { catalog.tactics[$0] ?? $0 })
        // A sub-technique's title begins with that of its technique.
        let split = techniques.map { technique -> (id: String, title: String, own: String) in
            let words = technique.title.split(separator: ": ", maxSplits: 1).map(String.init)
            return (String(technique.id.prefix { $0 != "." }), words.first ?? "", words.last ?? "")
        }
        let roots = Dictionary(split.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
        let parts = zip(techniques, split).filter { $0.0.id.contains(".") }
        self.technique = Techniques(
            id: roots.keys.sorted(), name: roots.keys.sorted().compactMap { roots[$0] },
            subtechnique: Names(id: parts.map(\.0.id), name: parts.map(\.1.own)))
    }
}
