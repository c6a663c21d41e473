import AuditModel

/// The few fields of an event that tell whether the others are worth reading; most events of a host concern nobody.
enum EventBrief {
    private static let times: [FieldPath] = ["kibana.alert.original_time", "signal.original_time", "@timestamp"]
    private static let hostNames: [FieldPath] = ["host.hostname", "host.name"]
    private static let category: FieldPath = "event.category"
    private static let hostID: FieldPath = "host.id"
    private static let file: FieldPath = "file.path"
    private static let originalFile: FieldPath = "file.Ext.original.path"
    private static let executable: FieldPath = "process.executable"
    private static let arguments: FieldPath = "process.args"
    private static let commandLine: FieldPath = "process.command_line"
    private static let workingFolder: FieldPath = "process.working_directory"

    /// Time, categories, host, and everything by which an event can name a path; the rest stays empty.
    static func facts(of event: HostEvent) -> EventFacts {
        var facts = EventFacts(position: event.position)
        facts.time = times.lazy.compactMap { event.first($0) }.compactMap { Timestamp(rfc3339: $0.bytes) }.first
        facts.categories = event.scalars(of: category).map { UntrustedText($0) }
        facts.hostID = event.first(hostID)
        facts.hostName = hostNames.lazy.compactMap { event.first($0) }.first { !$0.isEmpty }
        facts.file = event.first(file).map { HostPath($0.bytes) }
        facts.originalFile = event.first(originalFile).map { HostPath($0.bytes) }
        facts.process.workingFolder = event.first(workingFolder).map { HostPath($0.bytes) }
        facts.process.executable = event.first(executable).flatMap { facts.process.path(ofProgram: $0) }
        facts.process.take(arguments: event.scalars(of: arguments))
        facts.process.commandLine = event.first(commandLine)
        return facts
    }
}
