import AuditModel
import FileFormats
import Foundation
import HostEvidence
import Testing

/// Our reader of apt.conf(5) against libapt-pkg: same nodes in the same order, same verdict for each file.
struct AptAgreementTests {
    private func difference(_ texts: [[UInt8]]) throws -> String? {
        let sources = texts.map { AptConfSource.read($0, file: "/etc/apt/apt.conf.d/x") }
        guard sources.allSatisfy({ $0.isFreeOfFileNames && !$0.isOverLimits }) else { return nil }
        let theirs = try AptBridge.effectiveConfiguration(of: sources)
        let ours = AptConfEvaluator.tree(of: sources)
        let verdicts = theirs.failures.map { $0 != nil }
        if sources.map(\.hasSyntaxError) != verdicts {
            let messages = theirs.failures.map { shown($0?.bytes ?? []) }
            return "verdicts \(sources.map(\.hasSyntaxError)), libapt-pkg \(messages)"
        }
        let left = ours.map { shown($0.key.bytes) + " = " + shown($0.value.bytes) }
        let right = theirs.nodes.map { shown($0.key.bytes) + " = " + shown($0.value.bytes) }
        return left == right ? nil : "ours \(left)\nlibapt-pkg \(right)"
    }

    private func shown(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.flatMap { $0 >= 0x20 && $0 < 0x7F ? [$0] : Array("<\($0)>".utf8) }, as: UTF8.self)
    }

    @Test(arguments: AptOddTexts.all)
    func `odd texts are read as libapt-pkg reads them`(text: String) throws {
        #expect(try difference([Array(text.utf8)]) == nil)
    }

    @Test func `all odd texts in one row are read as libapt-pkg reads them`() throws {
        #expect(try difference(AptOddTexts.all.map { Array($0.utf8) }) == nil)
    }

    @Test func `random texts are read as libapt-pkg reads them`() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["DEBVOUCH_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
        let rounds = environment["DEBVOUCH_ROUNDS"].flatMap { Int($0) } ?? 2000
        print("AptAgreementTests: DEBVOUCH_SEED=\(seed)")
        var generator = AptTextGenerator(seed: seed)
        for _ in 0..<rounds {
            let texts = (0...generator.below(3)).map { _ in generator.next() }
            if let difference = try difference(texts) {
                Issue.record("seed \(seed): \(texts.map(shown))\n\(difference)")
                return
            }
        }
    }
}
