import AuditModel
import AuditTestSupport
import FileFormats
import IntegrityJudgement
import Testing

/// What exceptions silence and what is said of them.
@Suite struct `Exceptions at work` {
    private static let now = Timestamp(seconds: 1_000_000)

    private static func exception(
        _ conditions: [ExceptionCondition], id: UntrustedText = "e", scope: ExceptionScope = .alert,
        rules: [UntrustedText] = [], end: Int64? = nil, unsupported: ReportText? = nil
    ) -> AuditException {
        AuditException(
            id: id, scope: scope, rules: rules, conditions: conditions,
            expiry: end.map { ExceptionExpiry(end: Timestamp(seconds: $0), written: "then") },
            source: ExceptionSource(file: "x", line: 1), unsupported: unsupported)
    }

    private static func alert(_ fields: [(field: String, values: [String])], rule: UntrustedText = "r") -> Alert {
        let body = EventDocument.nested([("event.id", ["1"])] + fields)
        return Alert(
            rule: RuleMetadata(id: rule, title: "t", level: .low),
            event: HostEvent(
                body: body, position: EventPosition(input: "-", line: 1, offset: 0),
                sensor: EventSources.sensor(of: body)))
    }

    private static func silences(
        _ conditions: [ExceptionCondition], _ fields: [(field: String, values: [String])]
    ) -> Bool {
        var applied = AppliedExceptions([exception(conditions)], scope: .alert, now: now)
        return applied.silencing(alert(fields)) == "e"
    }

    private static func wildcard(_ text: String) -> ExceptionTest {
        .matches([TextPattern([.literal(Array(text.utf8)), .anyRun], foldsCase: false)])
    }

    @Test func `all conditions have to hold`() {
        let both = [ExceptionCondition("a", .oneOf(["x", "y"])), ExceptionCondition("b", Self.wildcard("/usr/"))]
        #expect(Self.silences(both, [("a", ["y"]), ("b", ["/usr/bin/x"])]))
        #expect(!Self.silences(both, [("a", ["y"]), ("b", ["/opt"])]))
        #expect(!Self.silences(both, [("a", ["Y"]), ("b", ["/usr/bin/x"])]))
        #expect(!Self.silences(both, [("a", ["y"]), ("b", ["/USR/bin/x"])]))
        #expect(Self.silences(both, [("a", ["other", "x"]), ("b", ["/usr/"])]))
    }

    @Test func `a missing field makes a condition false and its negation true`() {
        #expect(!Self.silences([ExceptionCondition("a", .oneOf(["x"]))], []))
        #expect(Self.silences([ExceptionCondition("a", .oneOf(["x"]), isNegated: true)], []))
        #expect(!Self.silences([ExceptionCondition("a", .exists)], []))
        #expect(Self.silences([ExceptionCondition("a", .exists, isNegated: true)], []))
        #expect(Self.silences([ExceptionCondition("a", .exists)], [("a", [""])]))
    }

    @Test func `a field that the sensor never sends excepts nothing`() {
        let condition = ExceptionCondition("process.parent.name", .oneOf(["x"]), isNegated: true)
        #expect(Self.silences([condition], []))
        #expect(!Self.silences([condition], [("event.module", ["auditd"])]))
    }

    @Test func `an exception for some rules silences no other`() {
        let own = Self.exception([ExceptionCondition("a", .exists)], rules: ["r"])
        var applied = AppliedExceptions([own], scope: .alert, now: Self.now)
        #expect(applied.silencing(Self.alert([("a", ["1"])], rule: "s")) == nil)
        #expect(applied.silencing(Self.alert([("a", ["1"])], rule: "r")) == "e")
        #expect(applied.standings.first?.uses == [.alert(rule: "r", event: "1")])
    }

    @Test func `what has expired or cannot be decided is not applied and says so`() {
        let condition = [ExceptionCondition("a", .oneOf(["1"]))]
        var applied = AppliedExceptions(
            [
                Self.exception(condition, id: "over", end: Self.now.seconds),
                Self.exception(condition, id: "odd", unsupported: "it has nested entries"),
                Self.exception(condition, id: "disk", scope: .disk),
                Self.exception(condition, id: "good", end: Self.now.seconds + 1),
                Self.exception([ExceptionCondition("b", .oneOf(["1"]))], id: "idle"),
            ], scope: .alert, now: Self.now)
        #expect(applied.silencing(Self.alert([("a", ["1"])])) == "good")
        #expect(applied.standings.map(\.exception.id) == ["over", "odd", "good", "idle"])
        #expect(applied.standings.map(\.state) == [.expired, .unsupported, .used, .unused])
        #expect(applied.standings.map(\.needsReview) == [true, true, false, true])
    }

    @Test(
        arguments: [
            ([], true), ([ExceptionCondition("a", .exists)], true),
            ([ExceptionCondition("a", .oneOf(["x"]), isNegated: true)], true),
            ([ExceptionCondition("a", wildcard(""))], true),
            ([ExceptionCondition("process.name", .oneOf(["x"]))], true),
            ([ExceptionCondition("process.parent.name", .oneOf(["x"])), ExceptionCondition("a", .exists)], true),
            ([ExceptionCondition("process.command_line", wildcard("x"))], true),
            ([ExceptionCondition("process.executable", .oneOf(["x"]))], false),
            (
                [ExceptionCondition("process.name", .oneOf(["x"])), ExceptionCondition("host.name", wildcard("ci-"))],
                false
            ),
            ([ExceptionCondition("a", .oneOf([""]))], false),
        ] as [([ExceptionCondition], Bool)])
    func `an exception that says too little is too broad`(conditions: [ExceptionCondition], isBroad: Bool) {
        let applied = AppliedExceptions([Self.exception(conditions)], scope: .alert, now: Self.now)
        #expect((applied.standings.first?.breadth != nil) == isBroad)
    }

    private static func broad(_ conditions: [ExceptionCondition]) -> Bool {
        let applied = AppliedExceptions([exception(conditions)], scope: .alert, now: now)
        return applied.standings.first?.breadth != nil
    }

    /// A pattern with `*` for any run.
    private static func glob(_ text: String) -> ExceptionTest {
        let parts = text.split(separator: "*", omittingEmptySubsequences: false).map {
            [TextPattern.Token.literal(Array($0.utf8))]
        }
        return .matches([TextPattern(Array(parts.joined(separator: [.anyRun])), foldsCase: false)])
    }

    @Test(
        arguments: [
            ("host.os.type", "linux"), ("host.os.platform", "debian"), ("event.action", "rename"),
            ("event.category", "file"),
            ("event.module", "endpoint"), ("data_stream.dataset", "endpoint.events.file"), ("user.name", "root"),
            ("user.id", "0"),
            ("process.user.name", "root"),
        ] as [(FieldPath, UntrustedText)])
    func `what every event of a rule has narrows nothing`(field: FieldPath, value: UntrustedText) {
        let common = ExceptionCondition(field, .oneOf([value]))
        #expect(Self.broad([common]))
        #expect(Self.broad([common, ExceptionCondition("process.name", .oneOf(["x"]))]))
        #expect(Self.broad([common, ExceptionCondition("file.path", Self.glob("/etc/apt/apt.conf.d/*"))]))
        #expect(!Self.broad([common, ExceptionCondition("process.executable", .oneOf(["/opt/fleet/bin/fleetctl"]))]))
    }

    @Test(arguments: [
        "/*", "*", "/etc/apt/apt.conf.d/*", "/etc/apt/apt.conf.d*", "/etc/apt/apt.conf*", "/etc/*", "/usr/*",
        "/usr/lib*",
        "/var/lib/dpkg/info/*", "/var/lib/dpkg/info/*.postinst", "/etc/apt/apt.conf.d/*.conf",
        "/etc/apt/apt.conf.d*.conf",
        "/etc/apt/apt.conf.d/9*", "*.postinst", "/opt/fleet/*", "*/fleetctl", "/*/fleetctl", "*99fleet", "/usr/bi*",
        "/u*",
    ])
    func `a pattern for a whole folder, or for a name in any folder, is too broad`(pattern: String) {
        for field: FieldPath in ["file.path", "process.executable", "process.parent.executable"] {
            #expect(Self.broad([ExceptionCondition(field, Self.glob(pattern))]), "\(field.text)")
            let host = ExceptionCondition("host.name", .oneOf(["ci-1"]))
            #expect(!Self.broad([ExceptionCondition(field, Self.glob(pattern)), host]))
        }
    }

    @Test(
        arguments: [
            ("file.path", "/etc/apt/apt.conf.d/99fleet"), ("file.path", "/etc/apt/apt.conf.d/99fleet*"),
            ("file.path", "/etc/apt/apt.conf.d/99fleet*.conf"), ("process.executable", "/usr/bin/python3*"),
            ("process.executable", "/opt/*/fleetctl"), ("process.executable", "/home/*/bin/fleet.sh"),
            ("host.name", "ci-*"),
            ("host.name", "*.ci.example.org"), ("event.id", "E1"), ("file.hash.sha256", "ab12"),
            ("user.name", "builder"),
            ("process.parent.executable", "/usr/local/bin/fleetctl"),
        ] as [(FieldPath, String)])
    func `one program, file or host is narrow`(field: FieldPath, pattern: String) {
        let test = pattern.contains("*") ? Self.glob(pattern) : .oneOf([UntrustedText(pattern.utf8)])
        #expect(!Self.broad([ExceptionCondition(field, test)]))
        #expect(!Self.broad([ExceptionCondition(field, test), ExceptionCondition("host.name", .oneOf(["ci-1"]))]))
    }

    @Test func `a text that is short or wild for a host is too broad`() {
        for pattern in ["c*", "*", "*1", "*.de"] {
            #expect(Self.broad([ExceptionCondition("host.name", Self.glob(pattern))]))
        }
    }

    @Test func `uses beyond those that are remembered are counted`() {
        var applied = AppliedExceptions([Self.exception([])], scope: .alert, now: Self.now)
        for _ in 0...AppliedExceptions.remembered { _ = applied.silencing(Self.alert([])) }
        #expect(applied.standings.first?.uses.count == AppliedExceptions.remembered)
        #expect(applied.standings.first?.useCount == AppliedExceptions.remembered + 1)
    }
}

/// Exceptions for files of the audited tree.
@Suite struct `Exceptions for the disk` {
    private static let path: HostPath = "/etc/apt/apt.conf.d/99x"
    private static let pinned = String(repeating: "ab", count: 32)

    private static func silencing(
        _ conditions: [ExceptionCondition], rules: [UntrustedText] = [], digest: String? = pinned,
        rung: EvidenceRung = .contradicted
    ) -> UntrustedText? {
        let exception = AuditException(
            id: "e", scope: .disk, rules: rules, conditions: conditions, source: ExceptionSource(file: "x", line: 1))
        var applied = AppliedExceptions([exception], scope: .disk, now: Timestamp(seconds: 0))
        let finding = JudgedFinding(
            id: "dv-1",
            finding: Finding(
                check: AptConfExecutes.id, severity: .high, path: path,
                package: PackageKey(name: "p", architecture: "all"), title: "t"), why: "", references: [], guidance: [])
        let artifact = JudgedArtifact(
            path: path, role: .aptConf, package: nil, version: nil, member: nil, facts: nil,
            sha256: digest.flatMap { SHA256Digest(hex: $0.utf8) },
            assessment: Assessment(verdict: .modified, rung: rung, reason: ""))
        return applied.silencing(finding, at: artifact)
    }

    private static let pin = ExceptionCondition("file.hash.sha256", .oneOf([UntrustedText(pinned.utf8)]))

    @Test func `a pinned content is silenced, and with it everything else that is asked`() {
        #expect(Self.silencing([Self.pin]) == "e")
        let fields: [(FieldPath, UntrustedText)] = [
            ("file.path", "/etc/apt/apt.conf.d/99x"), ("package.name", "p"), ("debvouch.check", "apt-conf-executes"),
        ]
        for (field, value) in fields {
            #expect(Self.silencing([Self.pin, ExceptionCondition(field, .oneOf([value]))]) == "e")
            #expect(Self.silencing([Self.pin, ExceptionCondition(field, .oneOf(["other"]))]) == nil)
        }
        #expect(Self.silencing([Self.pin], rules: ["apt-conf-executes"]) == "e")
        #expect(Self.silencing([Self.pin], rules: ["apt-conf-plain"]) == nil)
    }

    @Test func `another content, an unknown one or none is never silenced`() {
        #expect(Self.silencing([Self.pin], digest: String(repeating: "cd", count: 32)) == nil)
        #expect(Self.silencing([Self.pin], digest: nil) == nil)
        let loose = ExceptionCondition("file.path", .oneOf([Self.path.text]))
        for rung in [EvidenceRung.contradicted, .unverifiable] {
            #expect(Self.silencing([loose], rung: rung) == nil)
        }
        #expect(Self.silencing([loose, ExceptionCondition("file.hash.sha256", .exists)]) == nil)
    }
}
