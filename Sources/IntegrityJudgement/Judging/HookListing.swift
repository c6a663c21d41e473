import AuditModel

/// Lists every command that apt and dpkg are configured to run, owned or not, with the rung of the file that says so.
enum HookListing {
    static func hooks(in view: EvidenceView) -> [ConfiguredHook] {
        let commands = AptHooks.all(in: view.evidence.tree.apt) + DpkgHooks.all(in: view.evidence.tree.dpkg)
        return commands.map { command in
            let file = command.position?.file
            return ConfiguredHook(
                program: command.runner, key: command.key, when: command.when, asWhom: command.asWhom,
                command: command.command, position: command.position,
                owner: file.flatMap { ConfigurationStanding(of: $0, in: view).owner },
                rung: file.flatMap { view.assessments[$0]?.rung } ?? .unverifiable, knownShape: command.shape?.name)
        }
    }
}
