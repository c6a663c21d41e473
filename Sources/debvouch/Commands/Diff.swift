import ArgumentParser
import AuditModel
import AuditReports
import FileFormats
import HostEvidence
import IntegrityJudgement
import TreeReading
import TreeReading

/// `debvouch diff PATH`: installed bytes against the reference.
struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the difference between an installed file and its reference, as a unified diff, escaped.",
        discussion: """
            Exit status: 0 the same; 1 they differ; 2 there is no reference or the file cannot be read. From 64 on: \
            sysexits.h.
            """)

    @Argument(help: ArgumentHelp("A path inside the tree.", valueName: "path"))
    var path: String

    @OptionGroup var tree: TreeOptions

    func validate() throws {
        if path.utf8.first != UInt8(ascii: "/") {
            throw ValidationError("the path is one inside the tree and starts with /, not '\(path)'")
        }
    }

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            let (investigation, evidence) = try await tree.request.evidence(tree.base.progress)
            let asked = HostPath(path.utf8)
            let view = Verifier.view(of: evidence)
            guard
                let assessment = view.assessments[asked] ?? view.missing.first(where: { $0.path == asked })?.assessment
            else {
                return try refuse(asked, "it is no file that an audit compares with a reference")
            }
            guard let reference = assessment.reference, reference.expectedSHA256 != nil else {
                return try refuse(asked, assessment.reason)
            }
            return try compare(asked, with: reference, in: investigation.tree)
        }
    }

    private func refuse(_ path: HostPath, _ reason: ReportText) throws(Failure) -> Int32 {
        Terminal.complain("no reference for \(path): \(reason)")
        return 2
    }

    private func compare(_ path: HostPath, with reference: ReferenceTrail, in tree: HostTree) throws(Failure) -> Int32 {
        let expected: [UInt8]
        let installed: [UInt8]
        switch ReferenceBytes.read(reference, in: tree) {
        case .success(let bytes): expected = bytes
        case .failure(let problem): return try refuse(path, problem.reason)
        }
        switch ReferenceBytes.installed(path, in: tree) {
        case .success(let bytes): installed = bytes
        case .failure(let error):
            Terminal.complain("cannot read \(path): \(error.reason)")
            return 2
        }
        let diff = UnifiedDiff.text(
            from: expected, named: "\(reference.location) \(reference.member)", to: installed, named: "\(path)",
            style: Terminal.style())
        guard let diff else { return 0 }
        try Terminal.write(diff)
        return 1
    }
}
