import AuditModel
import FoundationEssentials

/// What was and was not examined.
struct JSONCoverage: Encodable {
    /// One gap.
    struct Gap: Encodable {
        let path: String
        let pathBase64: String?
        let reason: String
        let errno: Int?

        enum CodingKeys: String, CodingKey {
            case path
            case pathBase64 = "path_b64"
            case reason, errno
        }
    }

    let examined: Int
    let gaps: [Gap]
    let limits: [String]
    /// Nil where no event files were given.
    let events: JSONEvents?

    init(_ coverage: Coverage, events: EventEvidence? = nil) {
        self.events = events.map(JSONEvents.init)
        examined = coverage.examined
        gaps = coverage.gaps.map {
            Gap(
                path: Escaping.printable($0.path), pathBase64: JSONPath.base64($0.path.text),
                reason: Escaping.printable($0.reason), errno: $0.errno.map(Int.init))
        }
        limits = coverage.limits.map { Escaping.printable($0) }
    }
}

/// Paths whose text does not say all.
enum JSONPath {
    /// The bytes, where the escaped text is not the path itself.
    static func base64(_ text: UntrustedText) -> String? {
        Escaping.isPlain(text) ? nil : Data(text.bytes).base64EncodedString()
    }
}

/// One artifact.
struct JSONArtifact: Encodable {
    let path: String
    let pathBase64: String?
    let role: String
    let package: String?
    let version: String?
    let arch: String?
    let sha256: String?
    let size: UInt64?
    let mode: String?
    let uid: UInt32?
    let gid: UInt32?
    let links: UInt32?
    let kind: String?
    let linkTarget: String?
    let mtime: String?
    let ctime: String?
    let btime: String?
    let reading: String?
    let verdict: String?
    let rung: String?
    let reference: JSONReference?

    enum CodingKeys: String, CodingKey {
        case path
        case pathBase64 = "path_b64"
        case role, package, version, arch, sha256, size, mode, uid, gid, links, kind
        case linkTarget = "link_target"
        case mtime, ctime, btime, reading, verdict, rung, reference
    }

    init(_ artifact: JudgedArtifact) {
        path = Escaping.printable(artifact.path)
        pathBase64 = JSONPath.base64(artifact.path.text)
        role = artifact.role.rawValue
        package = artifact.package.map { Escaping.printable($0.name) }
        version = artifact.version.map { Escaping.printable($0) }
        arch = artifact.package.map { Escaping.printable($0.architecture) }
        sha256 = artifact.sha256?.hex
        let facts = artifact.facts
        size = facts?.size
        mode = facts.map { Formats.mode($0.mode) }
        uid = facts?.uid
        gid = facts?.gid
        links = facts?.linkCount
        kind = facts?.kind.rawValue
        linkTarget = facts?.linkTarget.map { Escaping.printable($0) }
        mtime = facts.map { Formats.time($0.modified) }
        ctime = facts.map { Formats.time($0.changed) }
        btime = facts?.born.map { Formats.time($0) }
        reading = artifact.reading.map(Self.word)
        verdict = artifact.assessment?.verdict.rawValue
        rung = artifact.assessment?.rung.rawValue
        reference = artifact.assessment.map(JSONReference.init)
    }

    private static func word(_ reading: ConfigurationReading) -> String {
        switch reading {
        case .read: "read"
        case .skippedWithNotice: "skipped-with-notice"
        case .skippedSilently: "skipped-silently"
        }
    }
}

/// What decided over an artifact.
struct JSONReference: Encodable {
    let reason: String
    let contradicts: String?
    let origin: String?
    let archive: String?
    let archiveSHA256: String?
    let member: String?
    let expectedSHA256: String?
    let chain: JSONChain?

    enum CodingKeys: String, CodingKey {
        case reason, contradicts, origin, archive
        case archiveSHA256 = "archive_sha256"
        case member
        case expectedSHA256 = "expected_sha256"
        case chain
    }

    init(_ assessment: Assessment) {
        reason = Escaping.printable(assessment.reason)
        contradicts = assessment.contradicts?.rawValue
        let trail = assessment.reference
        origin = trail?.origin.rawValue
        archive = trail.map { Escaping.printable($0.location) }
        archiveSHA256 = trail?.archiveSHA256.hex
        member = trail.map { Escaping.printable($0.member) }
        expectedSHA256 = trail?.expectedSHA256?.hex
        chain = trail.flatMap(JSONChain.init)
    }
}

/// One configured command.
struct JSONHook: Encodable {
    let program: String
    let key: String
    let when: String
    let user: String
    let command: String
    let file: String?
    let line: Int?
    let package: String?
    let rung: String
    let knownShape: String?

    enum CodingKeys: String, CodingKey {
        case program, key, when, user, command, file, line, package, rung
        case knownShape = "known_shape"
    }

    init(_ hook: ConfiguredHook) {
        program = hook.program
        key = Escaping.printable(hook.key)
        when = hook.when
        user = hook.asWhom
        command = Escaping.printable(hook.command)
        file = hook.position.map { Escaping.printable($0.file) }
        line = hook.position?.line
        package = hook.owner.map { Escaping.printable($0.name) }
        rung = hook.rung.rawValue
        knownShape = hook.knownShape
    }
}

/// One finding.
struct JSONFinding: Encodable {
    let id: String
    let check: String
    let severity: String
    let path: String
    let pathBase64: String?
    let package: String?
    let subject: String?
    let title: String
    let evidence: [String]
    let why: String
    let references: [String]
    let guidance: [String]
    /// The exception that silences it.
    let exceptedBy: String?

    enum CodingKeys: String, CodingKey {
        case id, check, severity, path
        case pathBase64 = "path_b64"
        case package, subject, title, evidence, why, references, guidance
        case exceptedBy = "excepted_by"
    }

    init(_ judged: JudgedFinding) {
        let finding = judged.finding
        id = judged.id
        check = finding.check.rawValue
        severity = finding.severity.rawValue
        path = Escaping.printable(finding.path)
        pathBase64 = JSONPath.base64(finding.path.text)
        package = finding.package.map { Escaping.printable($0.name) }
        subject = finding.subject.isEmpty ? nil : Escaping.printable(finding.subject)
        title = Escaping.printable(finding.title)
        evidence = finding.evidence.map { Escaping.printable($0) }
        why = judged.why
        references = judged.references
        exceptedBy = judged.exceptedBy.map { Escaping.printable($0) }
        // Nobody is told to undo what was declared to be expected.
        let steps = judged.exceptedBy == nil ? judged.guidance : []
        guidance = steps.map { "\($0.id)-\(judged.id)" }
    }
}
