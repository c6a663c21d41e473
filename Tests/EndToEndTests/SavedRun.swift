import AuditTestSupport
import Foundation
import Testing

/// A file that one audit saves its evidence in, and the audit of that file.
struct SavedRun {
    let file: String

    init() throws {
        file = try TestFolders.make("saved") + "/evidence"
    }

    /// What makes an audit save.
    var saving: [String] { ["--save-evidence", file] }

    func audit(_ arguments: [String] = [], in folder: String = "/") throws -> CommandResult {
        try BuiltProgram.run(["audit", "--evidence", file] + arguments, in: folder)
    }

    /// Audits what was saved and holds it against the report of the audit that saved it.
    func expectAgain(as direct: CommandResult, _ name: String) throws {
        let again = try audit(["--report", "json"])
        expectSame([again.status], [direct.status], "\(name): status from saved evidence")
        #expect(again.errors.hasPrefix("debvouch: no tree was read"), "\(name): \(again.errors)")
        let (first, second) = (try Self.lines(direct.output), try Self.lines(again.output))
        let differing = zip(first, second).filter { $0 != $1 }.map { "\($0) became \($1)" }
        expectSame(
            differing + (first.count == second.count ? [] : ["\(first.count) lines became \(second.count)"]), [],
            "\(name): report from saved evidence")
    }

    /// A report without its run block.
    private static func lines(_ json: [UInt8]) throws -> [Substring] {
        var document = try ParsedReport(json).document
        #expect(document.removeValue(forKey: "run") != nil)
        return try ParsedReport.canonical(document).split(separator: "\n")
    }
}
