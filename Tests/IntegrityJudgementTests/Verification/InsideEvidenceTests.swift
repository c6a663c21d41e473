import AuditModel
import AuditTestSupport
import Foundation
import IntegrityJudgement
import Testing

/// CONTRIBUTING.md, "Not contradicted is not vouched", properties (a) and (b), over generated evidence.
@Suite struct `What root can arrange` {
    private static let rounds = 10_000

    private static func seed() -> UInt64 {
        let seed =
            ProcessInfo.processInfo.environment["DEBVOUCH_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...(.max))
        print("InsideEvidenceTests: DEBVOUCH_SEED=\(seed)")
        return seed
    }

    /// Findings about what runs.
    private static let aboutRunning: Set<CheckID> = [
        ScriptModified.id, ScriptNotShipped.id, ScriptOrphan.id, AptConfExecutes.id, DpkgConfExecutes.id,
        AptConfOverridesProgram.id, SuspiciousContent.id,
    ]

    /// Findings about evidence that disagrees with other evidence.
    private static let aboutEvidence: Set<CheckID> = [ReferenceConflict.id, ConffileRecordForged.id]

    /// The worst severity of what runs at each path, whichever check says so.
    private static func running(_ report: AuditReport) -> [HostPath: Severity] {
        let findings = report.findings.map(\.finding).filter { aboutRunning.contains($0.check) }
        return Dictionary(findings.map { ($0.path, $0.severity) }, uniquingKeysWith: max)
    }

    private static func rungs(_ report: AuditReport) -> [HostPath: EvidenceRung] {
        Dictionary(
            report.artifacts.compactMap { artifact in artifact.assessment.map { (artifact.path, $0.rung) } },
            uniquingKeysWith: { first, _ in first })
    }

    @Test func `no change made only inside the tree makes anything quiet, vouched or clean`() {
        var random = DebRandom(seed: Self.seed())
        var cleans = 0
        for _ in 0..<Self.rounds {
            let before = GeneratedEvidence.random(&random)
            var after = before
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                after.pieces.append(GeneratedEvidence.insidePiece(&random))
            }
            let (old, new) = (before.report, after.report)
            let (found, now) = (Self.running(old), Self.running(new))
            // A claim that an archive denies can be taken back; the bytes then are what a person accepted, or are not.
            let (was, rungs) = (Self.rungs(old), Self.rungs(new))
            let accepted = Set(rungs.filter { $0.value == .baseline && was[$0.key] == .contradicted }.keys)
            for (path, severity) in found where !accepted.contains(path) {
                #expect((now[path] ?? .info) >= severity, "\(path): \(before) and then \(after.pieces)")
            }
            for (path, rung) in rungs where rung > was[path] ?? .unverifiable {
                let isAccepted = accepted.contains(path)
                #expect(!rung.isVouched || isAccepted, "\(path) is \(rung): \(before) and then \(after.pieces)")
            }
            if old.verdict != .clean, accepted.isEmpty {
                #expect(new.verdict != .clean, "\(before) and then \(after.pieces)")
            }
            cleans += old.verdict == .clean ? 1 : 0
        }
        // A generator that never makes a clean tree, or only such, would test nothing.
        #expect(cleans > 10)
        #expect(cleans < Self.rounds / 2)
    }

    @Test func `removing evidence never makes clean, lifts a rung or silences what is not vouched`() {
        var random = DebRandom(seed: Self.seed())
        for _ in 0..<Self.rounds {
            let before = GeneratedEvidence.random(&random)
            var after = before
            // The package itself stays: without it there is no script that dpkg would run.
            guard before.pieces.count > 1 else { continue }
            after.pieces.remove(at: Int.random(in: 1..<before.pieces.count, using: &random))
            let (old, new) = (before.report, after.report)
            let (was, rungs) = (Self.rungs(old), Self.rungs(new))
            // Where two references contradict each other, the one that is taken away may be the false one.
            let isDisputed = old.findings.contains { Self.aboutEvidence.contains($0.finding.check) }
            let differing = Set(
                old.artifacts.filter { $0.assessment?.verdict == .modified || $0.assessment?.verdict == .extra }.map(
                    \.path))
            for (path, rung) in rungs where !differing.contains(path) && !isDisputed {
                #expect(rung <= was[path] ?? .unverifiable, "\(path): \(before) without one is \(after.pieces)")
            }
            let unproven = Set(new.belowRequired.map(\.path))
            let now = Self.running(new)
            for (path, severity) in Self.running(old) where !isDisputed {
                if was[path] == .contradicted {
                    #expect(
                        now[path] != nil || unproven.contains(path), "\(path): \(before) without one is \(after.pieces)"
                    )
                } else {
                    let isMeasuredInside = path == GeneratedEvidence.script
                    #expect(
                        (now[path] ?? .info) >= severity || isMeasuredInside && unproven.contains(path),
                        "\(path): \(before) without one is \(after.pieces)")
                }
            }
            if old.verdict != .clean, !isDisputed {
                #expect(new.verdict != .clean, "\(before) without one is \(after.pieces)")
            }
        }
    }
}
