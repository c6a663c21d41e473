import AuditModel
import HostEvidence
import Testing

/// The Swift face of libapt-pkg.
struct AptBridgeTests {
    @Test(arguments: [
        ("1.0", "1.0", 0), ("1.0-1", "1.0-2", -1), ("1:0.1", "2.0", 1), ("1.0~rc1", "1.0", -1), ("0:1", "1", 0),
        ("", "", 0), ("", "1", -1), ("1-", "1-0", -1), ("9999999999999999999999", "1", 1), ("a\u{0}b", "a", 1),
    ])
    func `versions are ordered as apt orders them`(left: String, right: String, order: Int) throws {
        let result = try AptBridge.compareVersions(UntrustedText(left.utf8), UntrustedText(right.utf8))
        #expect(result.signum() == order)
    }

    @Test func `sections keep the order of fields and of repeated ones`() throws {
        let text = Array("Package: a\nDepends: b,\n c\nPackage: d\n\n\nPackage: e\nX:\n".utf8)
        let sections = try AptBridge.sections(in: text)
        #expect(sections.map { $0.map(\.name) } == [["Package", "Depends", "Package"], ["Package", "X"]])
        #expect(sections.map { $0.map(\.value) } == [["a", "b,\n c", "d"], ["e", ""]])
    }

    @Test func `text that is no deb822 is refused, and the next call is not disturbed`() throws {
        #expect(throws: AptBridgeError.self) { try AptBridge.sections(in: Array("no colon\n\n".utf8)) }
        #expect(try AptBridge.sections(in: []).isEmpty)
    }

    @Test func `random bytes as sections and versions do not crash`() throws {
        var generator = AptTextGenerator(seed: 1)
        for _ in 0..<500 {
            let left = generator.next()
            let right = generator.next()
            _ = try AptBridge.compareVersions(UntrustedText(left), UntrustedText(right))
            _ = try? AptBridge.sections(in: left + Array(": \n".utf8) + right, withComments: right.count % 2 == 0)
        }
    }
}
