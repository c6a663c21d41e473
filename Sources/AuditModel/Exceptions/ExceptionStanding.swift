/// One time that an exception silenced something.
package enum ExceptionUse: Hashable, Codable, Sendable {
    case alert(rule: UntrustedText, event: UntrustedText)
    case finding(id: String)
}

/// Whether an exception did anything in a run.
package enum ExceptionState: String, CaseIterable, Codable, Sendable {
    case used
    case unused
    /// The file that it names, or a program that the file runs, is not the one that it pins.
    case ended
    /// Its end has passed, so that it was not applied.
    case expired
    /// It asks for something that cannot be decided here, so that it was not applied.
    case unsupported
}

/// What a run says of one exception.
package struct ExceptionStanding: Codable, Sendable {
    package let exception: AuditException
    package let state: ExceptionState
    /// Why it silences more than anybody can have meant; nil where it does not.
    package let breadth: ReportText?
    /// What is not as it was pinned; nil for any other state than `ended`.
    package let change: ReportText?
    /// In the order in which they came up; only the first ones of many.
    package let uses: [ExceptionUse]
    package let useCount: Int

    package init(
        exception: AuditException, state: ExceptionState, breadth: ReportText?, change: ReportText? = nil,
        uses: [ExceptionUse], useCount: Int
    ) {
        self.exception = exception
        self.state = state
        self.breadth = breadth
        self.change = change
        self.uses = uses
        self.useCount = useCount
    }

    /// Whether somebody should look at the exception itself.
    package var needsReview: Bool { state != .used || breadth != nil }

    /// What is wrong with the exception, one sentence each; none for one that was used and is narrow.
    package var concerns: [ReportText] {
        var found: [ReportText] = []
        switch state {
        case .used: break
        case .unused: found.append("it was not needed")
        case .ended:
            found.append("it has ended: \(change ?? "")")
        case .expired:
            found.append("it expired (\(exception.expiry?.written ?? "")) and was not applied")
        case .unsupported:
            found.append("it was not applied: \(exception.unsupported ?? "")")
        }
        if let breadth { found.append("it is too broad: \(breadth)") }
        return found
    }
}
