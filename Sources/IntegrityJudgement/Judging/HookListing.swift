import AuditModel

/// Lists the commands that apt and dpkg are configured to run, owned or not, with the rung of the file that says so.
struct HookListing {
    /// Commands that are listed; a real host has about twenty.
    static let limit = 1_000

    let hooks: [ConfiguredHook]
    /// Commands that there are, listed or not.
    let total: Int

    init(_ view: EvidenceView) {
        let commands = AptHooks.all(in: view.evidence.tree.apt) + DpkgHooks.all(in: view.evidence.tree.dpkg)
        total = commands.count
        var owners: [HostPath: PackageKey?] = [:]
        hooks = Self.chosen(commands).map { command in
            let file = command.position?.file
            let owner = file.flatMap { file -> PackageKey? in
                if let known = owners[file] { return known }
                let owner = ConfigurationStanding(of: file, in: view).owner
                owners[file] = owner
                return owner
            }
            return ConfiguredHook(
                program: command.runner, key: command.key, when: command.when, asWhom: command.asWhom,
                command: command.command, position: command.position, owner: owner,
                rung: file.flatMap { view.assessments[$0]?.rung } ?? .unverifiable, knownShape: command.shape?.name)
        }
    }

    /// The limit that was reached, for the report's coverage; nil where everything is listed.
    var cut: ReportText? {
        guard hooks.count < total else { return nil }
        return "of \(total) configured commands \(hooks.count) are listed, those that stand alone in their file first"
    }

    /// All of a few; of many those of the smallest groups of one file and one key, in their order.
    private static func chosen(_ commands: [ConfiguredCommand]) -> [ConfiguredCommand] {
        if commands.count <= limit { return commands }
        struct Group: Hashable {
            let file: HostPath?
            let when: String
        }
        let groups = Dictionary(grouping: commands.indices) {
            Group(file: commands[$0].position?.file, when: commands[$0].when)
        }
        let order = groups.values.sorted { ($0.count, $0[0]) < ($1.count, $1[0]) }
        return order.joined().prefix(limit).sorted().map { commands[$0] }
    }
}
