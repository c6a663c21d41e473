import AuditTestSupport
import Foundation

/// Keys, a tree and a repository that every test of the chain copies.
struct SigningYard: Sendable {
    let keys: SigningKeys
    let good: String
    let second: String
    let stranger: String
    let revoked: String
    /// Expired on 2021-02-01.
    let expired: String
    let repository: SignedRepository
    /// Lists the installed version.
    let index: [UInt8]
    let release: [UInt8]
    /// Signed by `good`.
    let inRelease: [UInt8]

    static let shared = Result { try SigningYard() }

    private init() throws {
        keys = try SigningKeys()
        good = try keys.make("good")
        second = try keys.make("second")
        stranger = try keys.make("stranger")
        revoked = try keys.make("revoked")
        expired = try keys.make("expired", at: "20210101T000000")
        repository = try SignedRepository()
        index = try repository.packages(["2.0-2"])
        release = try repository.release(over: index)
        inRelease = try keys.clearSign(release, by: [good])
    }

    /// A copy with the index and its InRelease in apt's lists, and the key of `good` among the tree's keyrings.
    func intact() throws -> SignedRepository {
        let copy = try repository.copy()
        try copy.write(index, to: SignedRepository.index)
        try copy.write(inRelease, to: SignedRepository.inRelease)
        try copy.write(keys.export([good]), to: Self.keyring)
        return copy
    }

    static let keyring = "tree/usr/share/keyrings/quay.gpg"
}

/// What an audit says of the chain of one tree.
struct ChainReport {
    /// The rung of the postinst.
    let rung: String
    let prerm: String
    /// Severity and check of each finding about indexes, references and scripts, sorted.
    let findings: [String]
    let chain: [String: Any]?
    let reason: String

    private static let about = ["index-", "reference-", "version-", "package-unknown", "script-"]

    init(_ repository: SignedRepository, _ arguments: [String]) throws {
        let run = try BuiltProgram.run(
            ["audit", "--root", "tree", "--report", "json"] + arguments, in: repository.folder)
        let report = try ParsedReport(run.output)
        let scripts = report.list("artifacts").filter { $0["role"] as? String == "maintainer-script" }
        let postinst = scripts.first { $0["path"] as? String == SignedRepository.script }
        rung = postinst?["rung"] as? String ?? run.errors
        prerm = scripts.first { ($0["path"] as? String)?.hasSuffix("prerm") == true }?["rung"] as? String ?? ""
        let reference = postinst?["reference"] as? [String: Any]
        chain = reference?["chain"] as? [String: Any]
        reason = reference?["reason"] as? String ?? ""
        findings = report.findings
            .filter { seen in Self.about.contains { seen.check.hasPrefix($0) } }
            .map { "\($0.severity) \($0.check)" }
    }
}
