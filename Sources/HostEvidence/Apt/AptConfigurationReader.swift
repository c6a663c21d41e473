package import AuditModel
import FileFormats

/// Works through configuration files in apt's order, includes and all, up to the tree that apt would have.
package struct AptConfigurationReader {
    /// Files evaluated for one configuration, one that is included twice counted twice.
    private static let evaluationLimit = 256
    /// The deepest file whose `#include` apt still follows; the files that apt finds by itself have depth 0.
    private static let depthLimit = 10

    private let resolve: (AptIncludeRequest) -> AptIncludeOutcome
    private var outcomes: [AptIncludeRequest: AptIncludeOutcome] = [:]
    private var sources: [HostPath: AptConfSource] = [:]
    /// Only of files that are read.
    private var parts: [HostPath: [AptConfPart]] = [:]
    /// Where each path stands in `files`.
    private var places: [HostPath: Int] = [:]
    private var files: [AptConfigurationFile] = []
    private var noted: [HostPath: [ParseProblem]] = [:]
    private var evaluated: [AptConfSource] = []
    private var evaluations = 0
    private var statements = 0
    private var order = 0
    private var indexDepth = 0

    /// Evaluates `texts` in the order given, which must be apt's: the parts folder by byte value, then apt.conf.
    ///
    /// Files that apt skips are lexed and listed behind the others, by path. `include` is asked once for each target.
    package static func read(
        _ texts: [AptConfigurationText], include: @escaping (AptIncludeRequest) -> AptIncludeOutcome
    ) -> AptConfiguration {
        var reader = AptConfigurationReader(resolve: include)
        for text in texts where text.reading.isRead {
            _ = reader.evaluate(text, includedFrom: nil, depth: 0)
        }
        for text in texts.filter({ !$0.reading.isRead }).sorted(by: { $0.path < $1.path }) {
            reader.list(text, as: text.reading, includedFrom: nil)
        }
        return reader.configuration
    }

    private init(resolve: @escaping (AptIncludeRequest) -> AptIncludeOutcome) {
        self.resolve = resolve
    }

    private var configuration: AptConfiguration {
        var configuration = AptConfiguration()
        configuration.files = (files.filter(\.reading.isRead) + files.filter { !$0.reading.isRead }).map { file in
            AptConfigurationFile(
                path: file.path, reading: file.reading, includedFrom: file.includedFrom, directives: file.directives,
                problems: file.problems + (noted[file.path] ?? []))
        }
        let answer: Result<AptBridge.EffectiveConfiguration, AptBridgeError>
        do throws(AptBridgeError) {
            answer = .success(try AptBridge.effectiveConfiguration(of: evaluated))
        } catch {
            answer = .failure(error)
        }
        let about = files.last(where: \.reading.isRead)?.path ?? DebianPaths.aptMainFile
        let merged = AptAgreement.merge(evaluated, answer: answer, about: about)
        configuration.effective = merged.effective
        configuration.disagreements = merged.disagreements
        return configuration
    }

    /// Puts a file on the list the first time it is met, and again where a file that was skipped is read after all.
    private mutating func list(
        _ text: AptConfigurationText, as reading: ConfigurationReading, includedFrom: SourcePosition?
    ) {
        let place = places[text.path]
        if let place, files[place].reading.isRead || !reading.isRead { return }
        let source = AptConfSource.read(text.bytes, file: text.path)
        let file = AptConfigurationFile(
            path: text.path, reading: reading, includedFrom: includedFrom, directives: source.directives,
            problems: source.problems + [text.unread].compactMap(\.self))
        sources[text.path] = source
        if reading.isRead { parts[text.path] = source.parts }
        if let place {
            files[place] = file
        } else {
            places[text.path] = files.count
            files.append(file)
        }
    }

    /// Takes one file into the evaluation; false where apt stops in it.
    private mutating func evaluate(_ text: AptConfigurationText, includedFrom: SourcePosition?, depth: Int) -> Bool {
        if parts[text.path] == nil {
            list(text, as: .read(order: order), includedFrom: includedFrom)
            order += 1
        }
        for part in parts[text.path] ?? [] {
            switch part {
            case .text(let stretch):
                take(stretch)
            case .include(let target, let position):
                guard follow(target, from: position, depth: depth) else { return false }
            case .configureIndex(let target, let position):
                guard isReadableIndex(target, from: position) else { return false }
            }
        }
        return sources[text.path]?.hasSyntaxError == false
    }

    private mutating func take(_ stretch: AptConfSource) {
        statements += stretch.statements.count
        if statements <= AptConfLimits.evaluatedStatements {
            evaluated.append(stretch)
        } else {
            note(
                .tooManyEntries,
                "more than \(AptConfLimits.evaluatedStatements) statements before the end of this file; not evaluated",
                at: SourcePosition(file: stretch.file, line: 1))
        }
    }

    private mutating func follow(_ target: UntrustedText, from position: SourcePosition, depth: Int) -> Bool {
        if depth > Self.depthLimit {
            note(.includeLoop, "apt stops here: more than \(Self.depthLimit) files include each other", at: position)
            return false
        }
        if target.bytes.first != UInt8(ascii: "/") {
            note(
                .relativeInclude, "a relative #include, which apt resolves against the folder it is started in",
                at: position)
        }
        let request = AptIncludeRequest(path: HostPath(target.bytes), isFolder: isFolder(target))
        var isSound = true
        switch outcome(of: request) {
        case .file(let bytes):
            isSound = include(
                AptConfigurationText(path: request.path, reading: .read(order: 0), bytes: bytes), from: position,
                depth: depth)
        case .folder(let texts) where request.isFolder:
            for text in texts where text.reading.isRead {
                isSound = include(text, from: position, depth: depth) && isSound
            }
            for text in texts where !text.reading.isRead {
                list(text, as: text.reading, includedFrom: position)
            }
        case .folder:
            note(.folderInclude, "apt does not end here: it reads a folder as a file, \(target)", at: position)
            return false
        case .missing:
            isSound = false
        case .refused(let reason):
            note(.refusedInclude, "#include of \(target) was not followed: \(reason)", at: position)
        }
        if !isSound { note(.brokenInclude, "apt stops here: it cannot read all of \(target)", at: position) }
        return isSound
    }

    private mutating func include(_ text: AptConfigurationText, from position: SourcePosition, depth: Int) -> Bool {
        evaluations += 1
        if evaluations > Self.evaluationLimit {
            if evaluations == Self.evaluationLimit + 1 {
                note(
                    .tooManyIncludes, "more than \(Self.evaluationLimit) included files; no more were followed",
                    at: position)
            }
            return true
        }
        return evaluate(text, includedFrom: position, depth: depth + 1)
    }

    /// Reads the index aside, as apt does; apt warns and leaves the file, with exit status 0, where it cannot.
    private mutating func isReadableIndex(_ target: UntrustedText, from position: SourcePosition) -> Bool {
        if target.isEmpty { return true }
        let path = HostPath(target.bytes)
        switch outcome(of: AptIncludeRequest(path: path, isFolder: false)) {
        case .refused:
            return true
        case .file(let bytes) where indexDepth < Self.depthLimit:
            // A copy: nothing that an index says reaches the configuration.
            var aside = self
            aside.indexDepth += 1
            let text = AptConfigurationText(path: path, reading: .read(order: 0), bytes: bytes)
            let isSound = aside.include(text, from: position, depth: -1)
            (outcomes, evaluations) = (aside.outcomes, aside.evaluations)
            // An index without any setting counts as unreadable, too (LoadConfigurationIndex).
            if isSound, !AptConfEvaluator.tree(of: Array(aside.evaluated[evaluated.count...])).isEmpty { return true }
        case .file, .folder, .missing:
            break
        }
        note(.unreadableIndex, "apt leaves the file here without an error: it cannot read \(target)", at: position)
        return false
    }

    private mutating func outcome(of request: AptIncludeRequest) -> AptIncludeOutcome {
        if let known = outcomes[request] { return known }
        let outcome = resolve(request)
        outcomes[request] = outcome
        return outcome
    }

    private func isFolder(_ target: UntrustedText) -> Bool {
        target.bytes.count > 2 && target.bytes.last == UInt8(ascii: "/")
    }

    private mutating func note(_ kind: ParseProblem.Kind, _ reason: ReportText, at position: SourcePosition) {
        let problem = ParseProblem(file: position.file, line: position.line, kind: kind, reason: reason)
        if noted[position.file]?.contains(problem) != true { noted[position.file, default: []].append(problem) }
    }
}
