import ArgumentParser
import AuditModel

/// Which exceptions a command takes.
struct ExceptionOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Exceptions, as JSON of our own or as Kibana exports them; may repeat.", valueName: "file"))
    var exceptions: [String] = []

    func validate() throws {
        if exceptions.contains("") { throw ValidationError("--exceptions needs a file") }
    }

    var files: [UntrustedText] { exceptions.map { UntrustedText($0.utf8) } }
}
