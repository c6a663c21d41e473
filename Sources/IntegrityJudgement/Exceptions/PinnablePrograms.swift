package import AuditModel

/// What the commands in configuration files of apt and dpkg can run, as absolute paths.
///
/// A name without a slash may mean every file of that name in a folder that PATH has for root, whoever starts apt.
package struct PinnablePrograms: Sendable {
    /// What one file can run.
    package struct Named: Sendable {
        /// Sorted.
        package var paths: [HostPath] = []
        /// Words that do not say what they run: a variable, or a path from whatever folder apt is started in.
        package var unresolved: [UntrustedText] = []
        /// Whether there are more commands or programs than are looked at.
        package var isCut = false
    }

    private var files: [HostPath: Named] = [:]

    private static let folders = [
        "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
    ]
    private static let commandLimit = 200
    private static let programLimit = 64

    package init(in tree: TreeFacts) {
        for file in tree.apt.files {
            let overrides = file.directives.filter { AptKeyCatalog.judgement(of: $0).effect == .overridesProgram }
            add(file.path, AptHooks.all(in: file), overrides.map(\.value), tree.ledger)
        }
        for file in tree.dpkg { add(file.path, DpkgHooks.all(in: file), [], tree.ledger) }
    }

    private mutating func add(
        _ path: HostPath, _ commands: [ConfiguredCommand], _ overrides: [UntrustedText], _ ledger: Ledger
    ) {
        var named = Named()
        var words: Set<UntrustedText> = Set(overrides.prefix(Self.programLimit + 1))
        for command in commands.prefix(Self.commandLimit) { words.formUnion(command.programs) }
        named.isCut = commands.count > Self.commandLimit || words.count > Self.programLimit
        for word in words.sorted().prefix(Self.programLimit) {
            if word.bytes.contains(UInt8(ascii: "$")) || word.bytes.contains(UInt8(ascii: "`")) {
                named.unresolved.append(word)
            } else if word.hasPrefix("/") {
                named.paths.append(ledger.resolvingAliases(HostPath(word.bytes)))
            } else if word.bytes.contains(UInt8(ascii: "/")) {
                named.unresolved.append(word)
            } else {
                named.paths += Self.folders.map {
                    ledger.resolvingAliases(HostPath($0.utf8).appending(word.bytes))
                }
            }
        }
        named.paths = Set(named.paths).sorted()
        if !named.paths.isEmpty || !named.unresolved.isEmpty || named.isCut { files[path] = named }
    }

    /// What the commands of one file can run; nothing where it runs no command.
    package func named(in file: HostPath) -> Named { files[file] ?? Named() }

    /// What the commands of all files can run.
    package var all: Set<HostPath> { Set(files.values.flatMap(\.paths)) }
}

/// Compares what exceptions pin with what the commands of a file can run now.
struct ProgramPins {
    private let programs: PinnablePrograms?
    private let facts: [HostPath: ProgramFacts]

    init(_ evidence: Evidence?) {
        programs = evidence.map { PinnablePrograms(in: $0.tree) }
        facts = evidence?.hookPrograms ?? [:]
    }

    /// The first thing that is not as it was pinned; nil where all is.
    func change(at file: HostPath, from pins: [PinnedProgram]) -> ReportText? {
        guard let named = programs?.named(in: file) else { return "its programs were not looked at" }
        if named.isCut { return "\(file) runs more programs than are looked at" }
        for path in named.paths {
            guard let found = facts[path] else { return "\(path) was not looked at" }
            let pin = pins.first { $0.path == path }
            if found.facts == nil {
                if pin != nil { return "\(path) is not there any more" }
                continue
            }
            guard let pin else { return "\(path) was not there when it was accepted" }
            guard let digest = found.sha256 else { return "\(path) cannot be read" }
            if digest != pin.sha256 { return "\(path) does not hold what was accepted" }
        }
        return nil
    }
}
