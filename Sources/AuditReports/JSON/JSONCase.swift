import AuditModel

/// Alerts and findings that belong together, and what they come to.
struct JSONCase: Encodable {
    /// Why two things belong to one case.
    struct Link: Encodable {
        let basis: String
        let strength: String
        let from: String
        let to: String
    }

    /// One moment.
    struct Moment: Encodable {
        let time: String
        let kind: String
        let text: String
        let source: String
    }

    /// A reason for or against an attack.
    struct Reason: Encodable {
        let side: String
        let text: String
    }

    /// An investigation step with what the evidence answers.
    struct Answer: Encodable {
        let id: String
        let question: String
        let answer: [String]
    }

    /// A package that changed in the case's window.
    struct Change: Encodable {
        let time: String
        let action: String
        let package: String
        let version: String
        let rung: String?
        let origin: String
    }

    let id: String
    let title: String
    let verdict: String
    let confidence: String
    let alertIDs: [String]
    let findingIDs: [String]
    let links: [Link]
    let timeline: [Moment]
    /// Moments for which the timeline has no room; nil where it has them all.
    let timelineOmitted: Int?
    let why: [Reason]
    let answers: [Answer]
    let changedPackages: [Change]
    /// Ids of guidance steps.
    let steps: [String]

    enum CodingKeys: String, CodingKey {
        case id, title, verdict, confidence
        case alertIDs = "alert_ids"
        case findingIDs = "finding_ids"
        case links, timeline, why, answers
        case timelineOmitted = "timeline_omitted"
        case changedPackages = "changed_packages"
        case steps
    }

    init(_ story: Case, steps: [String]) {
        id = story.id
        title = Escaping.printable(story.title)
        verdict = story.verdict.rawValue
        confidence = story.confidence.rawValue
        alertIDs = story.alertIDs
        findingIDs = story.findingIDs
        links = story.links.map {
            Link(
                basis: $0.basis.rawValue, strength: $0.strength.rawValue, from: Escaping.printable($0.from),
                to: Escaping.printable($0.to))
        }
        timelineOmitted = story.omittedMoments > 0 ? story.omittedMoments : nil
        timeline = story.timeline.map {
            Moment(
                time: Formats.time($0.time), kind: $0.kind.rawValue, text: Escaping.printable($0.text),
                source: Escaping.printable($0.source))
        }
        why = story.why.map { Reason(side: $0.side, text: Escaping.printable($0.text)) }
        answers = story.answers.map {
            Answer(id: $0.id, question: $0.question, answer: $0.answer.map { Escaping.printable($0) })
        }
        changedPackages = story.changedPackages.map {
            Change(
                time: Formats.time($0.time), action: Escaping.printable($0.action),
                package: Escaping.printable($0.package), version: Escaping.printable($0.version),
                rung: $0.rung?.rawValue, origin: Escaping.printable($0.origin))
        }
        self.steps = steps
    }
}

extension CaseReason {
    /// For or against an attack.
    var side: String { incriminates ? "for" : "against" }
}
