import ArgumentParser
import AuditModel
import AuditReports
import HostEvidence
import IntegrityJudgement

/// `debvouch inventory`: every hook with owner, facts and rung.
struct Inventory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List every hook, script and configuration file with owner, facts and rung; no judgement.",
        discussion: "Exit status: 0 complete; 2 something could not be examined. From 64 on: sysexits.h.")

    @OptionGroup var tree: TreeOptions

    @Option(help: ArgumentHelp("text or json, to standard output or to a file.", valueName: "format[=path]"))
    var report: InventoryTarget?

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            let started = Clock.now()
            let (_, evidence) = try await tree.request.evidence(tree.base.progress)
            let result = ReportAssembly(
                request: tree.request, evidence: evidence, judgement: Judge.inventory(of: evidence)
            ).report(.ending(started))
            let style = report?.path == nil ? Terminal.style() : .plain
            let isJSON = report.map { $0.format == "json" } ?? false
            let bytes = isJSON ? InventoryReport.json(result) : InventoryReport.text(result, style: style)
            if let path = report?.path {
                try AtomicFile.write(bytes, to: UntrustedText(path.utf8))
            } else {
                try Terminal.write(bytes)
            }
            return result.coverage.gaps.isEmpty ? 0 : 2
        }
    }
}

/// One `--report FORMAT[=PATH]` of the inventory.
struct InventoryTarget: ExpressibleByArgument {
    let format: String
    /// Nil for standard output.
    let path: String?

    init?(argument: String) {
        guard let target = ReportTarget(argument: argument), ["text", "json"].contains(target.format) else {
            return nil
        }
        format = target.format
        path = target.path
    }
}
