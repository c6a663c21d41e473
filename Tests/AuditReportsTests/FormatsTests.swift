import AuditModel
import Testing

@testable import AuditReports

/// Values as every report writes them.
struct FormatsTests {
    @Test(arguments: [
        (0, 0, "1970-01-01T00:00:00.000000000Z"), (-1, 999_999_999, "1969-12-31T23:59:59.999999999Z"),
        (951_782_400, 5, "2000-02-29T00:00:00.000000005Z"), (253_402_300_799, 0, "9999-12-31T23:59:59.000000000Z"),
        (253_402_300_800, 0, "@253402300800"), (Int64.min, 0, "@-9223372036854775808"),
        (Int64.max, 0, "@9223372036854775807"),
    ])
    func `a time is RFC 3339, or a number where no calendar has it`(seconds: Int64, nanoseconds: UInt32, text: String) {
        #expect(Formats.time(Timestamp(seconds: seconds, nanoseconds: nanoseconds)) == text)
    }

    @Test(arguments: [(0, "0000"), (0o644, "0644"), (0o4755, "4755"), (0o7777, "7777")])
    func `a mode has four octal digits`(mode: UInt16, text: String) {
        #expect(Formats.mode(mode) == text)
    }

    @Test(arguments: [
        (0, "0 scripts"), (1, "1 script"), (999, "999 scripts"), (1000, "1,000 scripts"),
        (1_234_567, "1,234,567 scripts"),
    ])
    func `a count has its noun and its commas`(number: Int, text: String) {
        #expect(Formats.count(number, "script") == text)
    }

    @Test(arguments: [
        "9999999999999999999-01-01T00:00:00.000000000Z", "2026-01-01T9223372036854775807:00:00.000000000Z",
        "2026-01-01T00:9223372036854775807:00.000000000Z", "2026-13-01T00:00:00.000000000Z", "", "@1",
    ])
    func `a time that no clock shows is none`(text: String) {
        #expect(Formats.seconds(ofTime: UntrustedText(text.utf8)) == nil)
    }

    @Test func `a time that was written is read again`() {
        let time = Timestamp(seconds: 1_780_000_000, nanoseconds: 0)
        #expect(Formats.seconds(ofTime: UntrustedText(Formats.time(time).utf8)) == time.seconds)
    }
}
