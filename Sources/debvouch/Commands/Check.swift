import ArgumentParser
import AuditModel
import AuditReports
import FileFormats
import HostEvidence
import IntegrityJudgement

/// `debvouch check`: the scheduled run.
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Audit as the configuration file says, keep the report, and say what is new and resolved.",
        discussion: """
            For a timer or cron: nothing is written to standard output. Findings and a summary go to the journal, or to \
            standard error where there is none. Exit status: as that of audit under the policy of the configuration. \
            From 64 on: sysexits.h, 75 while another check runs, 78 for a mistake in the configuration.
            """)

    @Option(help: ArgumentHelp("The configuration file; the folder conf.d beside it adds to it.", valueName: "file"))
    var config: String?

    @OptionGroup var state: StateOptions

    @Option(help: ArgumentHelp("Check this tree instead of the one that the configuration names.", valueName: "dir"))
    var root: String?

    func validate() throws {
        if config?.isEmpty == true { throw ValidationError("--config needs a file") }
        if root?.isEmpty == true { throw ValidationError("--root needs a folder") }
    }

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            var settings = try load()
            if let root { settings.audit.root = MachinePath.absolute(UntrustedText(root.utf8)) }
            return try await CheckRun(configuration: settings, state: StateFolder(locking: state.path)).run()
        }
    }

    private static let defaultConfig = "/etc/debvouch/debvouch.conf"

    private func load() throws(Failure) -> CheckConfiguration {
        let path = MachinePath.absolute(UntrustedText((config ?? Self.defaultConfig).utf8))
        let vocabulary = SettingsVocabulary(
            formats: Set(RendererCatalog.renderers.map { UntrustedText($0.name.utf8) }),
            checks: Set(CheckCatalog.checks.map { UntrustedText($0.id.rawValue.utf8) }))
        do throws(SettingsMistake) {
            return try CheckConfigurationReader.read(path, isRequired: config != nil, knowing: vocabulary)
        } catch {
            throw Failure(.configuration, error.text)
        }
    }
}

/// Where the scheduled check keeps its reports.
struct StateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where reports are kept (default: $STATE_DIRECTORY, or /var/lib/debvouch).", valueName: "dir"))
    var stateDirectory: String?

    func validate() throws {
        if stateDirectory?.isEmpty == true { throw ValidationError("--state-directory needs a folder") }
    }

    /// systemd lists several folders with colons between them (systemd.exec(5)); the first is ours.
    var path: String {
        if let stateDirectory {
            return String(decoding: MachinePath.absolute(UntrustedText(stateDirectory.utf8)).bytes, as: UTF8.self)
        }
        let given = MachineEnvironment.value(of: "STATE_DIRECTORY")?.bytes.split(separator: UInt8(ascii: ":")).first
        return given.map { String(decoding: $0, as: UTF8.self) } ?? "/var/lib/debvouch"
    }
}
