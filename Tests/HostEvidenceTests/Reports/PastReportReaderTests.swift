import AuditModel
import AuditTestSupport
import HostEvidence
import Testing

/// What is taken from a saved report, which anybody who could write there may have changed.
@Suite struct `Reading past reports` {
    private func json(_ member: String, artifacts: String = "") -> [UInt8] {
        Array(
            """
            {"schema_version": "1.0", "run": {"finished": "2026-01-01T00:00:00.000000000Z", \(member)},
             "host": {"root": "/"}, "summary": {"verdict": "clean"}, "findings": [], "artifacts": [\(artifacts)]}
            """.utf8)
    }

    private func read(_ bytes: [UInt8]) -> Result<PastReport, PastReportError> {
        do throws(PastReportError) {
            return .success(try PastReportReader.report(in: bytes, location: "r.json"))
        } catch {
            return .failure(error)
        }
    }

    @Test(arguments: [0, 2, 255])
    func `an exit status is one that a program can end with`(status: Int) throws {
        #expect(try read(json("\"exit_status\": \(status)")).get().exitStatus == status)
    }

    @Test(arguments: ["256", "2147483648", "4294967295", "4294967296", "-1", "1.5", "\"0\""])
    func `a report with any other exit status is refused and not a reason to stop`(status: String) {
        let result = read(json("\"exit_status\": \(status)"))
        #expect(throws: PastReportError.self) { try result.get() }
    }

    @Test func `a run that was not finished has no exit status`() throws {
        #expect(try read(json("\"exit_status\": null")).get().exitStatus == nil)
    }

    @Test func `the object that is wrong is named by its place`() throws {
        let good = "{\"path\": \"/a\", \"mode\": \"0644\"}"
        guard
            case .failure(let error) = read(
                json("\"exit_status\": 0", artifacts: "\(good), {\"path\": \"/b\", \"mode\": \"9\"}"))
        else {
            Issue.record("a mode of 9 was taken")
            return
        }
        let words = error.reason.pieces.map { piece in
            if case .ours(let words) = piece { words } else { "" }
        }.joined()
        #expect(!error.isUnreadable)
        #expect(words.hasPrefix("artifacts[1].mode "))
    }

    @Test func `bytes that are no JSON are refused, however many`() {
        for text in ["", "[", "[]", "nonsense", "{\"a\": \"" + String(repeating: "x", count: 200_000)] {
            #expect(throws: PastReportError.self, "\(text.prefix(20))") { try read(Array(text.utf8)).get() }
        }
    }

    @Test func `a file gives what its bytes give`() throws {
        let path = try TestFolders.make("past") + "/r.json"
        let bytes = json("\"exit_status\": 1", artifacts: "{\"path\": \"/a\", \"mode\": \"0644\"}")
        try HostFiles.write(bytes, to: Array(path.utf8))
        let report = try PastReportReader.read(UntrustedText(path.utf8))
        #expect(report.exitStatus == 1)
        #expect(report.artifacts.keys.sorted() == ["/a"])
    }
}
