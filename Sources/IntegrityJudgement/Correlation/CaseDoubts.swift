import AuditModel

/// What keeps the proof of a file as it is now from explaining what an event tells of then.
///
/// Every path, name and digest in an event is the word of a sensor about a moment that is past. A script that is genuine
/// today may have been another when it ran, may have run with somebody's library in front of it, or may have run something
/// that is gone.
struct CaseDoubts {
    struct Doubt {
        let text: ReportText
        /// Whether it points to an attack; otherwise it only leaves the question open.
        let isSign: Bool
    }

    private(set) var doubts: [Doubt] = []
    private let view: CaseView

    init(_ view: CaseView) {
        self.view = view
        for alert in view.alerts {
            weighForm(of: alert.facts)
            weighBytes(of: alert.facts)
            weighAge(of: alert.facts)
            weighSurroundings(of: alert.facts)
        }
        weighLimits()
        for event in view.events { weighWriter(of: event) }
        for event in view.descendants where view.isDeed(of: event) {
            weigh(event.process.executable, "ran below it", isClose: true)
        }
    }

    private mutating func add(_ text: ReportText, isSign: Bool = false) {
        doubts.append(Doubt(text: text, isSign: isSign))
    }

    private mutating func weighLimits() {
        let events = view.evidence.events
        if view.alerts.isEmpty { return }
        if events.omitted > 0 {
            add("alerts and events that were counted only: \(events.omitted); what they tell is missing here")
        }
        if events.isContextCut {
            add("more processes stand behind the events than are looked for, so some may be missing here")
        }
    }

    private mutating func weighForm(of event: EventFacts) {
        for field in event.ambiguous {
            add(
                "the event at \(event.position.text) gives \(field.text) more than one value, and only the first was followed"
            )
        }
        if event.time == nil {
            add("the event at \(event.position.text) has no time, so nothing says which state of the file it tells of")
        }
    }

    /// The digest that the sensor took then, against that of the file now.
    private mutating func weighBytes(of event: EventFacts) {
        let start = view.evidence.events.process(of: event)
        for process in [event.process, start.process] {
            guard let path = process.executable, let told = process.sha256 else { continue }
            // Of a script some sensors give the digest of its interpreter.
            if AuditReport.isInScope(path), view.index.programDigests.contains(told) { continue }
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
        let artifact = view.evidence.report.artifact(at: path)
        guard let now = artifact?.sha256 ?? view.evidence.programs[path]?.sha256, now != told else { return }
        let isAccountedFor = transaction(of: artifact, at: path, after: time) != nil
        // Of a program outside dpkg's and apt's folders no record says when it was upgraded.
        add(
            "\(path) had the digest \(ours: told.hex) then and has \(ours: now.hex) now: other bytes than these ran or were written",
            isSign: AuditReport.isInScope(path) && !isAccountedFor)
    }

    /// Whether the file was changed after the event, by a transaction or without one.
    private mutating func weighAge(of event: EventFacts) {
        guard let time = event.time else { return }
        for path in event.mentions(of: AuditReport.isInScope).map(\.path) {
            guard let artifact = view.evidence.report.artifact(at: path), let facts = artifact.facts,
                facts.kind == .regular
            else { continue }
            if let later = transaction(of: artifact, at: path, after: time) {
                add(
                    "\(later) changed its package after the event at \(time), so another state of \(path) may have been there"
                )
                continue
            }
            let isAfter = time.advanced(by: view.evidence.window.skew) < facts.changed
            // In a copied or restored tree nearly every file is younger than its events.
            guard isAfter, artifact.role == .maintainerScript, let usual = view.usualChange, usual < time else {
                continue
            }
            add(
                "\(path) was changed at \(facts.changed), after the event at \(time), and no transaction accounts for it",
                isSign: true)
        }
    }

    /// The first transaction after a moment that brought or took the files of the package.
    private func transaction(of artifact: JudgedArtifact?, at path: HostPath, after time: Timestamp?) -> ReportText? {
        guard let time, let name = artifact?.package?.name ?? path.packageOfScript else { return nil }
        for record in view.records {
            guard case .packageAction(let action) = record.kind, action.name == name, action.action.changesFiles,
                let moment = record.time, time < moment
            else { continue }
            return "\(action.action) of \(name) at \(moment) (\(record.position.text))"
        }
        return nil
    }

    /// What was given to the process along with the program, and what stands above it.
    private mutating func weighSurroundings(of event: EventFacts) {
        let start = view.evidence.events.process(of: event)
        for process in [event.process, start.process] {
            for entry in process.environment where LoadingVariables.matter(entry) { note(variable: entry) }
            for path in process.arguments.dropFirst().compactMap(\.absolutePath) where path.isInSharedFolder {
                add("\(path), among its arguments, is in a folder where everybody may write")
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
                add("\(path), which the process above it was given, is in a folder where everybody may write")
            }
        }
        for ancestor in ancestors.dropFirst() { weigh(ancestor.executable, "stands above it", isClose: false) }
    }

    private static func isUsual(_ interpreter: HostPath) -> Bool {
        interpreter.parent == "/bin" || interpreter.parent == "/usr/bin"
    }

    private mutating func note(variable: UntrustedText) {
        add(
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
        add("\(path), which \(ours: role.description), is \(standing.text)", isSign: isSign)
    }

    private static let writing: Set<UntrustedText> = [
        "creation", "created", "rename", "renamed", "moved", "deletion", "deleted", "modification", "updated",
        "overwrite",
        "written", "attributes_modified", "config_change", "modified", "changed-file-permissions-of",
    ]

    /// dpkg alone writes into its folder of control files.
    private mutating func weighWriter(of event: EventFacts) {
        guard event.categories.contains("file"), event.actions.contains(where: Self.writing.contains) else { return }
        let paths = [event.file, event.originalFile].compactMap(\.self)
        guard paths.contains(where: { $0.parent == "/var/lib/dpkg/info" }) else { return }
        let program = view.evidence.events.process(of: event).process.executable
        let isDpkg = program == "/usr/bin/dpkg" || program == "/bin/dpkg"
        if isDpkg, !ProgramStanding(of: program, in: view.evidence).isUnsound { return }
        add("\(EventSentence.text(of: event, in: view.evidence.events)), where only dpkg writes", isSign: true)
    }
}

/// Variables by which a process is made to load or read something first.
enum LoadingVariables {
    private static let names: Set<UntrustedText> = [
        "LD_PRELOAD", "LD_AUDIT", "LD_LIBRARY_PATH", "BASH_ENV", "ENV", "PERL5OPT", "PERL5LIB", "PERL5DB", "PERLLIB",
        "PYTHONPATH", "PYTHONSTARTUP", "PYTHONHOME", "RUBYOPT", "GCONV_PATH", "APT_CONFIG", "DPKG_ROOT",
        "DPKG_ADMINDIR", "GLIBC_TUNABLES",
    ]

    static func matter(_ entry: UntrustedText) -> Bool {
        guard let sign = entry.bytes.firstIndex(of: UInt8(ascii: "=")), sign + 1 < entry.bytes.count else {
            return false
        }
        let name = UntrustedText(entry.bytes[..<sign])
        if name == "PATH" || name.hasPrefix("BASH_FUNC_") { return isShared(entry) }
        return names.contains(name)
    }

    /// Whether the value leads into a folder where everybody may write.
    static func isShared(_ entry: UntrustedText) -> Bool {
        CommandWords.paths(in: UntrustedText(entry.bytes.split { ":= ".utf8.contains($0) }.joined(separator: [0x20])))
            .contains { $0.isInSharedFolder || HostPath($0.bytes + "/x".utf8).isInSharedFolder }
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
