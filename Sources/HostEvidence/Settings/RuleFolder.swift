package import AuditModel
import FileFormats
import Glibc

/// Rule files of the machine that runs this program.
package enum RuleFolder {
    /// Every rule, the built-in ones first, then by path.
    ///
    /// - Throws: 66 or 77 for a folder that cannot be read, 78 for one that others can change and for a file that is no
    ///   rule or has the id of another.
    package static func load(_ folders: [UntrustedText], profile: RuleProfile) throws(Failure) -> [CompiledRule] {
        var loaded = BuiltInRules.rules(for: profile)
        let standard = Self.hasStandard ? [Self.standard] : []
        for folder in standard + folders {
            for path in try Self.files(in: folder) {
                let reading = SigmaRuleFile.read(try Self.read(path))
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

    /// Read by every command that evaluates rules, where it exists.
    private static let standard: UntrustedText = "/etc/debvouch/rules.d"

    /// The paths of `*.yml` in a folder, in byte order; folders below it are not looked into.
    package static func files(in folder: UntrustedText) throws(Failure) -> [UntrustedText] {
        do throws(FileReadError) {
            return try TrustedFile.names(in: folder).filter { $0.hasSuffix(".yml") }
                .map { UntrustedText(folder.bytes + [UInt8(ascii: "/")] + $0.bytes) }
        } catch {
            throw Failure(Failure.status(of: error), "cannot read the rule folder \(folder): \(error.reason)")
        }
    }

    /// Whether the standard folder is there to be read.
    private static var hasStandard: Bool {
        do throws(FileReadError) {
            _ = try SmallFile.names(in: standard)
            return true
        } catch {
            return error.errno != ENOENT
        }
    }

    private static let sizeLimit = 1 << 20

    /// The bytes of one rule file, or of as much of it as shows that it is too large.
    ///
    /// - Parameter isObeyed: whether the rule is going to be evaluated, so that nobody else may have written it.
    package static func read(_ path: UntrustedText, isObeyed: Bool = true) throws(Failure) -> [UInt8] {
        do throws(FileReadError) {
            return try isObeyed ? TrustedFile.read(path, limit: sizeLimit) : SmallFile.read(path, limit: sizeLimit)
        } catch {
            throw Failure(
                Failure.status(of: error), "cannot read \(path): \(error.reason)")
        }
    }
}
