import AuditModel

/// What keeps the proof of a file as it is now from explaining what an event tells of then.
///
/// Every path, name and digest in an event is the word of a sensor about a moment that is past. A script that is genuine
/// today may have been another when it ran, may have run with somebody's library in front of it, or may have run something
/// that is gone.
struct CaseDoubts {
    struct Doubt {
        let kind: CaseReason.Kind
        let text: ReportText
        /// Whether it points to an attack; otherwise it only leaves the question open.
        let isSign: Bool
    }

    private(set) var doubts: [Doubt] = []
    private let view: CaseView
    private let transactions: PackageTransactions

    init(_ view: CaseView) {
        self.view = view
        transactions = PackageTransactions(view.records)
        for (alert, mentions) in zip(view.alerts, view.mentions) {
            weighForm(of: alert.facts)
            weighExtent(of: alert.facts, mentions)
            weighBytes(of: alert.facts)
            weighAge(of: alert.facts, mentions)
            weighSurroundings(of: alert.facts)
        }
        weighLimits()
        for event in view.events { weighWriter(of: event) }
        for event in view.descendants where view.isDeed(of: event) {
            weigh(event.process.executable, "ran below it", isClose: true)
        }
    }

    private mutating func add(_ kind: CaseReason.Kind, _ text: ReportText, isSign: Bool = false) {
        doubts.append(Doubt(kind: kind, text: text, isSign: isSign))
    }

    private mutating func weighLimits() {
        let events = view.evidence.events
        if view.alerts.isEmpty { return }
        if events.omitted > 0 {
            add(
                .omittedEvents,
                "alerts and events that were counted only: \(events.omitted); what they tell is missing here")
        }
        if events.isContextCut {
            add(.cutContext, "more processes stand behind the events than are looked for, so some may be missing here")
        }
    }

    private mutating func weighForm(of event: EventFacts) {
        for field in event.ambiguous {
            add(
                .ambiguousField,
                "the event at \(event.position.text) gives \(field.text) more than one value, and only the first was followed"
            )
        }
        if event.time == nil {
            add(
                .noTime,
                "the event at \(event.position.text) has no time, so nothing says which state of the file it tells of")
        }
    }

    /// What an event holds too much of to be followed to its end.
    private mutating func weighExtent(of event: EventFacts, _ mentions: [PathMention]) {
        if mentions.count >= EventFacts.mentionLimit {
            add(
                .manyPaths,
                "the event at \(event.position.text) names \(mentions.count, "path") and more; the rest was not followed"
            )
        }
        let start = view.evidence.events.process(of: event)
        let omitted = [event.process, start.process, event.parent, start.parent].map(\.omittedArguments).max() ?? 0
        if omitted > 0 {
            add(
                .manyArguments,
                "a process of the event at \(event.position.text) had \(omitted, "argument") more than were looked at")
        }
    }

    /// The digest that the sensor took then, against that of the file now.
    private mutating func weighBytes(of event: EventFacts) {
        let start = view.evidence.events.process(of: event)
        for process in [event.process, start.process] {
            guard let path = process.executable, let told = process.sha256 else { continue }
            // Of a script some sensors give the digest of its interpreter.
            if Judgement.isInScope(path), view.index.programDigests.contains(told) { continue }
            compare(told, with: path, at: event.time)
        }
        if let path = event.file, let told = event.fileSHA256, !event.actions.contains("deletion") {
            compare(told, with: path, at: event.time)
        }
        for ancestor in [event.parent, start.parent] {
            if let path = ancestor.executable, let told = ancestor.sha256 { compare(told, with: path, at: event.time) }
        }
    }

    private mutating func compare(_ told: SHA256Digest, with path: HostPath, at time: Timestamp?) {
        let artifact = view.evidence.judgement.artifact(at: path)
        guard let now = artifact?.sha256 ?? view.evidence.programs[path]?.sha256, now != told else { return }
        let isAccountedFor = transaction(of: artifact, at: path, after: time) != nil
        // Of a program outside dpkg's and apt's folders no record says when it was upgraded.
        add(
            .otherDigest,
            "\(path) had the digest \(ours: told.hex) then and has \(ours: now.hex) now: other bytes than these ran or were written",
            isSign: Judgement.isInScope(path) && !isAccountedFor)
    }

    /// Whether the file was changed after the event, by a transaction or without one, or whether nothing tells.
    private mutating func weighAge(of event: EventFacts, _ mentions: [PathMention]) {
        guard let time = event.time else { return }
        for path in mentions.map(\.path) {
            guard let artifact = view.evidence.judgement.artifact(at: path), let facts = artifact.facts,
                facts.kind == .regular
            else { continue }
            if let later = transaction(of: artifact, at: path, after: time) {
                add(
                    .laterTransaction,
                    "\(later) changed its package after the event at \(time), or so shortly before that the clocks leave it open: another state of \(path) may have been there"
                )
                continue
            }
            guard time.advanced(by: view.evidence.window.skew) < facts.changed else { continue }
            // In a copied or restored tree nearly every file is younger than its events, and an intruder can make it so.
            if artifact.role == .maintainerScript, let usual = view.usualChange, usual < time {
                add(
                    .laterChange,
                    "\(path) was changed at \(facts.changed), after the event at \(time), and no transaction accounts for it",
                    isSign: true)
            } else if artifact.assessment?.verdict == .verified, digest(of: path, in: event) != artifact.sha256 {
                add(
                    .copiedTree,
                    "\(path) has a ctime of \(facts.changed), after the event at \(time), as in a copied tree, and the event gives no digest: nothing says that it was the same then"
                )
            }
        }
    }

    /// What the sensor took as the digest of a file that an event is about.
    private func digest(of path: HostPath, in event: EventFacts) -> SHA256Digest? {
        if event.file == path { return event.fileSHA256 }
        let start = view.evidence.events.process(of: event)
        return [event.process, start.process].first { $0.executable == path && $0.sha256 != nil }?.sha256
    }

    /// The first transaction that may have come after a moment and brought or took the files of the package.
    private func transaction(of artifact: JudgedArtifact?, at path: HostPath, after time: Timestamp?) -> ReportText? {
        guard let time, let name = artifact?.package?.name ?? path.packageOfScript else { return nil }
        let earliest = time.advanced(by: -view.evidence.window.skew)
        guard let change = transactions.first(of: name, after: earliest) else { return nil }
        return "\(change.action) of \(name) at \(change.time) (\(change.position.text))"
    }

    /// What was given to the process along with the program, and what stands above it.
    private mutating func weighSurroundings(of event: EventFacts) {
        let start = view.evidence.events.process(of: event)
        for process in [event.process, start.process] {
            for entry in process.environment where LoadingVariables.matter(entry) { note(variable: entry) }
            for path in process.arguments.dropFirst().compactMap(\.absolutePath) where path.isInSharedFolder {
                add(.sharedArgument, "\(path), among its arguments, is in a folder where everybody may write")
            }
            // A tree without the usual folders of programs says nothing of what runs scripts.
            if let path = process.interpreter, !Self.isUsual(path) || view.evidence.programs[path]?.facts != nil {
                weigh(path, "ran the script", isClose: true)
            }
        }
        let ancestors = ProcessLineage(of: event, in: view.evidence.events).ancestors.map(\.process)
        for ancestor in ancestors + [event.parent, start.parent] {
            for word in ancestor.arguments.flatMap(\.words) where LoadingVariables.matter(word) { note(variable: word) }
            for path in ancestor.arguments.dropFirst().prefix(3).compactMap(\.absolutePath) where path.isInSharedFolder
            {
                add(
                    .sharedArgument,
                    "\(path), which the process above it was given, is in a folder where everybody may write")
            }
        }
        for ancestor in ancestors.dropFirst() { weigh(ancestor.executable, "stands above it", isClose: false) }
    }

    private static func isUsual(_ interpreter: HostPath) -> Bool {
        interpreter.parent == "/bin" || interpreter.parent == "/usr/bin"
    }

    private mutating func note(variable: UntrustedText) {
        add(
            .loadingVariable,
            "\(UntrustedText(variable.bytes.prefix(200))) decides what programs load",
            isSign: LoadingVariables.isShared(variable))
    }

    /// - Parameter isClose: whether it is the process's own doing; what stands far above is often an agent of the operator's
    ///   that no package owns.
    private mutating func weigh(_ path: HostPath?, _ role: StaticString, isClose: Bool) {
        guard let path else { return }
        let standing = ProgramStanding(of: path, in: view.evidence)
        guard standing.isUnsound else { return }
        let isSign: Bool =
            switch standing {
            case .differs, .forged, .unproven: true
            case .unowned, .absent: isClose || path.isInSharedFolder
            case .sound, .unrecorded, .unknown: false
            }
        add(.unsoundRelative, "\(path), which \(ours: role.description), is \(standing.text)", isSign: isSign)
    }

    private static let writing: Set<UntrustedText> = [
        "creation", "created", "rename", "renamed", "moved", "deletion", "deleted", "modification", "updated",
        "overwrite",
        "written", "attributes_modified", "config_change", "modified", "changed-file-permissions-of",
    ]

    /// dpkg alone writes into its folder of control files; of any other file that was written no event but one with its
    /// digest tells what was written.
    private mutating func weighWriter(of event: EventFacts) {
        guard event.categories.contains("file"), event.actions.contains(where: Self.writing.contains) else { return }
        let program = view.evidence.events.process(of: event).process.executable
        let isDpkg = program == "/usr/bin/dpkg" || program == "/bin/dpkg"
        if isDpkg, !ProgramStanding(of: program, in: view.evidence).isUnsound { return }
        let paths = [event.file, event.originalFile].compactMap(\.self)
        if paths.contains(where: { $0.parent == DebianPaths.dpkgInfo }) {
            add(
                .foreignWriter, "\(EventSentence.text(of: event, in: view.evidence.events)), where only dpkg writes",
                isSign: true)
        } else if let path = event.file, let artifact = view.evidence.judgement.artifact(at: path),
            artifact.assessment?.verdict == .verified, event.fileSHA256 != artifact.sha256
        {
            add(.unknownContent, "\(path) was written, and the event does not say that it was what is there now")
        }
    }
}

extension UntrustedText {
    /// The text as a path where it is an absolute one.
    fileprivate var absolutePath: HostPath? {
        bytes.first == UInt8(ascii: "/") ? HostPath(bytes) : nil
    }

    /// What stands between spaces and quotes.
    fileprivate var words: [UntrustedText] {
        bytes.split { $0.isASCIISpace || $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") }.map { UntrustedText($0) }
    }
}
