package import AuditModel

extension ContextLimit {
    /// What the report says of it.
    package var sentence: ReportText {
        switch self {
        case .ancestors:
            "More than \(ProcessContext.limit) processes stand above those of the events; the rest was not looked for."
        case .descendants:
            "More than \(ProcessContext.processLimit) processes stand below those of the events; the rest was not kept."
        case .links:
            """
            The event files tell of more processes than the \(ProcessLinks.limit) that are told apart, so some below those \
            of the alerts may be missing.
            """
        case .depth:
            "More than \(ProcessLineage.limit) processes stand above one of an event; those farther up were not looked at."
        case .passes:
            "The event files were read \(ProcessContext.passLimit) times for processes, and once more would have found others."
        case .inputs:
            "An event file that is no regular file was read once; processes behind its events were not looked for."
        case .bytes:
            "Events with long texts fill the room that there is for them; further ones were counted only."
        }
    }
}
