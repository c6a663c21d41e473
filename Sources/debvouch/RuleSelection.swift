import ArgumentParser
import AuditModel
import FileFormats
import Glibc
import HostEvidence

/// Which rules a command takes: the built-in ones of a profile, and those of the operator's own files.
struct RuleOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Folders with more Sigma rules, *.yml; may repeat.", valueName: "dir"))
    var rules: [String] = []

    @Option(
        help: ArgumentHelp(
            "Which versions of the published rules to evaluate: seed (3 and 5) or current (8 and 9).",
            valueName: "profile"))
    var ruleProfile = RuleProfile.seed

    func validate() throws {
        if rules.contains("") { throw ValidationError("--rules needs a folder") }
    }

    /// Every rule, the built-in ones first, then by path.
    ///
    /// - Throws: 66 or 77 for a folder that cannot be read, 78 for one that others can change and for a file that is no
    ///   rule or has the id of another.
    func load() throws(Failure) -> [CompiledRule] {
        var loaded = BuiltInRules.rules(for: ruleProfile)
        let standard = RuleFolder.hasStandard ? [RuleFolder.standard] : []
        for folder in standard + rules {
            for path in try RuleFolder.files(in: folder) {
                let reading = SigmaRuleFile.read(try RuleFolder.read(path))
                guard let rule = reading.rule else {
                    let mistake = reading.mistakes.first ?? SigmaMistake(line: nil, reason: "it holds no rule")
                    throw Failure(.configuration, "\(mistake.text(in: path)); debvouch rules lint tells all")
                }
                if loaded.contains(where: { $0.metadata.id == rule.metadata.id }) {
                    throw Failure(.configuration, "\(path): another rule has the id \(rule.metadata.id)")
                }
                loaded.append(rule)
            }
        }
        return loaded
    }
}

extension RuleProfile: ExpressibleByArgument {}

/// Rule files of the machine that runs this program.
enum RuleFolder {
    /// Read by every command that evaluates rules, where it exists.
    static let standard = "/etc/debvouch/rules.d"

    /// The paths of `*.yml` in a folder, in byte order; folders below it are not looked into.
    static func files(in folder: String) throws(Failure) -> [UntrustedText] {
        let path = UntrustedText(folder.utf8)
        do throws(FileReadError) {
            return try TrustedFile.names(in: path).filter { $0.hasSuffix(".yml") }
                .map { UntrustedText(path.bytes + [UInt8(ascii: "/")] + $0.bytes) }
        } catch {
            throw Failure(Failure.status(of: error), "cannot read the rule folder \(path): \(error.reason)")
        }
    }

    /// Whether the standard folder is there to be read.
    static var hasStandard: Bool {
        do throws(FileReadError) {
            _ = try SmallFile.names(in: UntrustedText(standard.utf8))
            return true
        } catch {
            return error.errno != ENOENT
        }
    }

    private static let sizeLimit = 1 << 20

    /// The bytes of one rule file, or of as much of it as shows that it is too large.
    ///
    /// - Parameter isObeyed: whether the rule is going to be evaluated, so that nobody else may have written it.
    static func read(_ path: UntrustedText, isObeyed: Bool = true) throws(Failure) -> [UInt8] {
        do throws(FileReadError) {
            return try isObeyed ? TrustedFile.read(path, limit: sizeLimit) : SmallFile.read(path, limit: sizeLimit)
        } catch {
            throw Failure(
                Failure.status(of: error), "cannot read \(path): \(error.reason)")
        }
    }
}
