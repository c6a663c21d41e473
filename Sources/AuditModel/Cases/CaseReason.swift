/// A reason for or against a case's verdict.
package struct CaseReason: Hashable, Sendable {
    /// What a reason is about, by its id in the report.
    package enum Subject: Hashable, Sendable {
        case finding(String)
        case alert(String)
    }

    /// True where it makes an attack likelier.
    package let incriminates: Bool
    /// What code decides on.
    package let kind: Kind
    /// Nil where it is about the case as a whole, or about a file, program or record that has no id.
    package let subject: Subject?
    /// What people read.
    package let text: ReportText

    package init(incriminates: Bool, kind: Kind, about subject: Subject? = nil, text: ReportText) {
        self.incriminates = incriminates
        self.kind = kind
        self.subject = subject
        self.text = text
    }
}

extension CaseReason {
    /// What was seen; the raw values are stable.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        // Findings.
        case finding
        case contradiction

        // Alerts, and what is missing of them.
        case alert
        case moreAlerts = "more-alerts"
        case excludedAlert = "excluded-alert"
        case omittedEvents = "omitted-events"
        case cutContext = "cut-context"

        // What one event leaves open.
        case ambiguousField = "ambiguous-field"
        case noTime = "no-time"
        case manyPaths = "many-paths"
        case manyArguments = "many-arguments"
        case noStarter = "no-starter"
        case noProgram = "no-program"

        // The files that events name.
        case proven
        case absent
        case vanished
        case renamed
        case momentary
        case replaced
        case otherDigest = "other-digest"
        case laterTransaction = "later-transaction"
        case laterChange = "later-change"
        case copiedTree = "copied-tree"
        case foreignWriter = "foreign-writer"
        case unknownContent = "unknown-content"

        // The programs around them.
        case soundProgram = "sound-program"
        case unsoundProgram = "unsound-program"
        case unsoundRelative = "unsound-relative"
        case sharedArgument = "shared-argument"
        case loadingVariable = "loading-variable"
        case running
        case reading

        // The rest of the tree and of the events.
        case network
        case unknownPackage = "unknown-package"
        case knownTransaction = "known-transaction"
        case arrival
        case starter
    }
}
