package import AuditModel

/// Hears the events of an audit: selects what matters in a first pass, and what stands behind it in later ones.
package struct EventHearing: EventListener {
    private let judgement: Judgement
    private let window: CorrelationWindow
    private let inputs: [UntrustedText]
    private let silencer: AlertSilencer
    private var selection: EventSelection
    private var selected = EventEvidence()
    /// Nil during the first pass.
    private var context: ProcessContext?
    /// Whether anything was looked for behind what was selected.
    private var hasContext = false

    /// - Parameters:
    ///   - now: the time at which exceptions have to be in force.
    package init(
        rules: [CompiledRule], exceptions: [AuditException], judgement: Judgement, host: HostDescription,
        request: AuditRequest, now: Timestamp
    ) {
        self.judgement = judgement
        window = request.window
        inputs = request.events
        let silencer = AlertSilencer(AppliedExceptions(exceptions, scope: .alert, now: now))
        self.silencer = silencer
        selection = EventSelection(
            rules: rules, subjects: EventSubjects(judgement), host: HostIdentity(host)
        ) { silencer.silencing(Alert(rule: $0, event: $1)) }
    }

    package mutating func take(_ event: HostEvent) {
        if context == nil { selection.take(event) } else { context?.take(event) }
    }

    package mutating func endPass() -> EventPass {
        if var context {
            let isWanting = context.needsAnotherPass()
            self.context = context
            return isWanting ? .again(words: context.words) : .done
        }
        selected = selection.finished()
        let context = ProcessContext(of: selected, links: selection.links)
        self.context = context
        hasContext = context.isWanting
        return hasContext ? .again(words: context.words) : .done
    }

    package func finished(isRepeatable: Bool) -> EventEvidence {
        guard hasContext, let context else { return labelled(selected) }
        var events = context.added(to: selected)
        if !isRepeatable { events.contextLimits.insert(.inputs) }
        return labelled(events)
    }

    private func labelled(_ events: EventEvidence) -> EventEvidence {
        var events = events
        events.inputs = inputs
        return events
    }

    package func inquiry(after events: EventEvidence) -> Inquiry {
        Inquiries.inquiry(of: judgement, events: events, window: window)
    }

    package var exceptions: [ExceptionStanding] { silencer.standings }
}

/// Exceptions that keep their record while a closure asks them.
private final class AlertSilencer {
    private var applied: AppliedExceptions

    init(_ applied: AppliedExceptions) {
        self.applied = applied
    }

    func silencing(_ alert: Alert) -> UntrustedText? { applied.silencing(alert) }

    var standings: [ExceptionStanding] { applied.standings }
}
