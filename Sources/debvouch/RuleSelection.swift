import ArgumentParser
import AuditModel
import HostEvidence

/// Which rules a command takes: the built-in ones of a profile, and those of the operator's own files.
struct RuleOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Folders with more Sigma rules, *.yml; may repeat.", valueName: "dir"))
    var rules: [String] = []

    @Option(
        help: ArgumentHelp(
            "Which versions of the published rules to evaluate: seed (3 and 5) or current (8 and 9).",
            valueName: "profile"))
    var ruleProfile = RuleProfile.seed

    func validate() throws {
        if rules.contains("") { throw ValidationError("--rules needs a folder") }
    }

    var folders: [UntrustedText] { rules.map { UntrustedText($0.utf8) } }
}

extension RuleProfile: ExpressibleByArgument {}
