import AuditModel

/// The steps of a check that mean something for one of its findings.
struct FindingSteps {
    private let view: EvidenceView
    /// What the commands in configuration files run, by file.
    private let programs: [HostPath: [UntrustedText]]

    private let missing: Set<HostPath>

    private static let programLimit = 8
    /// Commands of one file that are looked through for programs.
    private static let commandLimit = 200

    init(_ view: EvidenceView) {
        self.view = view
        missing = Set(view.missing.map(\.path))
        var programs: [HostPath: [UntrustedText]] = [:]
        for file in view.evidence.tree.apt.files {
            programs[file.path] = Self.programs(AptHooks.all(in: file)) + Self.overrides(in: file)
        }
        for file in view.evidence.tree.dpkg { programs[file.path] = Self.programs(DpkgHooks.all(in: file)) }
        self.programs = programs
    }

    func programs(of finding: Finding) -> [UntrustedText] { programs[finding.path] ?? [] }

    func steps(of check: any Check, for finding: Finding) -> [GuidanceStep] {
        let isShipped = isShipped(finding)
        let isFoundation = isBrokenFoundation(finding)
        return check.guidance.compactMap { step in
            switch step.id {
            case CommonSteps.restoreConffile.id, CommonSteps.compareWithArchive.id: isShipped ? step : nil
            case CommonSteps.findProgram.id: programs(of: finding).isEmpty ? nil : step
            case DatabaseSteps.restoreMember.id, CommonSteps.rebuild.id: isFoundation ? nil : step
            case DatabaseSteps.restoreRecord.id:
                isFoundation ? nil : missing.contains(finding.path) ? DatabaseSteps.restoreMissingRecord : step
            default: step
            }
        } + (isFoundation ? [Foundations.rebuild] : [])
    }

    /// Whether any package is known to bring the file, so that an archive can hold another one.
    private func isShipped(_ finding: Finding) -> Bool {
        if let verdict = view.assessments[finding.path]?.verdict { return verdict != .unowned && verdict != .extra }
        return finding.package != nil
    }

    private func isBrokenFoundation(_ finding: Finding) -> Bool {
        guard let package = finding.package, Foundations.names.contains(package.name) else { return false }
        let isConffile = view.evidence.tree.apt.files.contains { $0.path == finding.path }
        return view.assessments[finding.path]?.rung == .contradicted && !isConffile
            && !view.evidence.tree.dpkg.contains { $0.path == finding.path }
    }

    private static func programs(_ commands: [ConfiguredCommand]) -> [UntrustedText] {
        var seen: Set<UntrustedText> = []
        var found: [UntrustedText] = []
        for command in commands.prefix(commandLimit) {
            // What the shell makes of a variable is not known.
            let named = command.programs.filter { !$0.bytes.contains(UInt8(ascii: "$")) }
            found += named.filter { seen.insert($0).inserted }
            if found.count >= programLimit { break }
        }
        return Array(found.prefix(programLimit))
    }

    /// Programs that apt is told to run in the place of its own.
    private static func overrides(in file: AptConfigurationFile) -> [UntrustedText] {
        let values = file.directives.filter { AptKeyCatalog.judgement(of: $0).effect == .overridesProgram }.map(\.value)
        return Array(values.filter { $0.hasPrefix("/") }.prefix(programLimit))
    }
}

/// Packages without which no repair on the host itself can be believed.
enum Foundations {
    static let names: Set<UntrustedText> = [
        "dpkg", "apt", "libapt-pkg6.0", "libapt-pkg7.0", "libc6", "debian-archive-keyring", "ubuntu-keyring", "gpgv",
        "sqv", "bash", "dash", "coreutils", "perl-base", "tar", "base-files", "linux-base", "systemd",
        "libpam-modules",
    ]

    static let rebuild = GuidanceStep(
        id: "rebuild-host", phase: .recover, title: "Rebuild the host, do not repair it",
        why: """
            What would do the repairing is itself not what its package ships. Any step of repair that follows is for a host \
            that has to run on until then.
            """,
        caution: "A backup from after the first trace brings it back: audit the backup too, with --root.",
        verify: .command("debvouch audit --root BACKUP --fetch --sources SOURCES"),
        countermeasures: ["D3-RD Restore Disk Image"])

    /// Whether a file of one of these packages is not what it ships; a conffile may be an administrator's.
    static func isBroken(_ artifact: JudgedArtifact) -> Bool {
        guard let package = artifact.package, names.contains(package.name) else { return false }
        return artifact.assessment?.rung == .contradicted && artifact.role != .aptConf && artifact.role != .dpkgConf
    }
}
