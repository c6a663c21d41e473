import ArgumentParser
import AuditModel
import AuditReports
import HostEvidence
import TreeReading

/// What every command that compares a tree with references takes.
struct TreeOptions: ParsableArguments {
    @OptionGroup var base: RootOptions

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Folders with .deb files to compare with, read recursively; may repeat.", valueName: "dir"))
    var archives: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Folders with signed indexes: a mirror, a flat repository or copied apt lists; may repeat.",
            valueName: "dir"))
    var index: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("OpenPGP keyrings whose keys to trust; may repeat.", valueName: "file"))
    var keyring: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Full fingerprints of primary keys to trust, wherever the key itself is found; may repeat.",
            valueName: "fingerprint"))
    var trust: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Known-good stores that stand in for archives; may repeat.", valueName: "file"))
    var manifest: [String] = []

    @Flag(help: "Open every data.tar, recompute every file list and compare every conffile.")
    var deep = false

    func validate() throws {
        if archives.contains("") { throw ValidationError("--archives needs a folder") }
        if index.contains("") { throw ValidationError("--index needs a folder") }
        if keyring.contains("") { throw ValidationError("--keyring needs a file") }
        for text in trust where KeyFingerprint(hex: text.utf8) == nil {
            throw ValidationError("--trust takes a full fingerprint of 40 or 64 hexadecimal digits, not '\(text)'")
        }
    }

    /// What these options ask.
    var request: AuditRequest {
        var request = base.request
        request.archives = Self.paths(archives)
        request.indexes = Self.paths(index)
        request.keyrings = Self.paths(keyring)
        request.trusted = trust.compactMap { KeyFingerprint(hex: $0.utf8) }
        request.manifests = Self.paths(manifest)
        request.deep = deep
        return request
    }

    static func paths(_ names: [String]) -> [UntrustedText] {
        names.map { MachinePath.absolute(UntrustedText($0.utf8)) }
    }
}

/// One `--report FORMAT[=PATH]`.
struct ReportTarget: ExpressibleByArgument {
    let format: String
    /// Nil for standard output.
    let path: String?

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let format = parts.first, RendererCatalog.renderer(named: format) != nil else { return nil }
        if parts.count == 2, parts[1].isEmpty || parts[1].utf8.last == UInt8(ascii: "/") { return nil }
        self.format = format
        path = parts.count == 2 ? parts[1] : nil
    }

    static var formats: String {
        RendererCatalog.renderers.map(\.name).joined(separator: ", ")
    }
}
