import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

/// Cases beyond the limit are judged and counted, and those that are told do not depend on it.
@Suite struct `The worst cases` {
    private var material: CaseEvidence {
        let others = (0..<6).map { Scene.creation("\($0)", of: "/etc/apt/apt.conf.d/o\($0)") }
        return Scene.planted().material(others)
    }

    @Test(arguments: [0, 1, 3, 6, 7, 8])
    func `a limit leaves the worst as they are, in their order`(limit: Int) {
        let all = Correlator.cases(of: material)
        #expect(all.count == 7)
        #expect(all.first?.verdict == .likelyMalicious || all.first?.verdict == .suspicious)
        let (cases, omitted) = Correlator.worstCases(of: material, limit: limit)
        #expect(cases.map(\.id) == all.prefix(limit).map(\.id))
        #expect(cases.map(\.timeline.count) == all.prefix(limit).map(\.timeline.count))
        #expect(cases.map(\.answers) == all.prefix(limit).map(\.answers))
        #expect(omitted == max(0, 7 - limit))
    }
}
