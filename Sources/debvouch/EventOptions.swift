import ArgumentParser
import AuditModel

/// Event files and how far around them an audit looks.
struct EventOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Endpoint events to evaluate and to join with what is on disk; may repeat.", valueName: "file"))
    var events: [String] = []

    @OptionGroup var ruleOptions: RuleOptions

    @Option(
        help: ArgumentHelp("How far around an alert or change to look in the logs, in minutes.", valueName: "minutes"))
    var window = 15

    @Option(
        help: ArgumentHelp(
            "By how many seconds the clocks of sensor, logs and file system may differ.", valueName: "seconds"))
    var clockSkew = 60

    func validate() throws {
        if events.contains("") { throw ValidationError("an event file needs a name") }
        // Events are gone through twice: for alerts, and then for the processes behind them.
        if events.contains("-") {
            throw ValidationError("an audit reads event files twice, so standard input will not do; give a file")
        }
        if !(1...10_080).contains(window) { throw ValidationError("--window takes 1 to 10080 minutes") }
        if !(0...86_400).contains(clockSkew) { throw ValidationError("--clock-skew takes 0 to 86400 seconds") }
    }

    /// Puts what these options say into a request.
    func fill(_ request: inout AuditRequest) {
        request.events = events.map { UntrustedText($0.utf8) }
        request.ruleFolders = ruleOptions.folders
        request.ruleProfile = ruleOptions.ruleProfile
        request.window.reach = Int64(window) * 60
        request.window.skew = Int64(clockSkew)
    }
}
