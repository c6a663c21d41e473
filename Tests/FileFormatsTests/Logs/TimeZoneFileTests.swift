import AuditTestSupport
import FileFormats
import Foundation
import Testing

/// Zones are compiled by zic and read back by date, so that the rules are theirs and not ours.
@Suite struct `Time zone files` {
    private static let source = """
        Rule Mid 1980 max - Mar lastSun 1:00u 1:00 S
        Rule Mid 1980 1995 - Sep lastSun 1:00u 0 -
        Rule Mid 1996 max - Oct lastSun 1:00u 0 -
        Rule Sou 2008 max - Apr Sun>=1 2:00s 0 S
        Rule Sou 2008 max - Oct Sun>=1 2:00s 1:00 D
        Rule Hlf 2008 max - Apr Sun>=1 2:00 0 S
        Rule Hlf 2008 max - Oct Sun>=1 2:00 0:30 D
        Rule Eve 2000 max - Mar lastSun 22:00s 1:00 S
        Rule Eve 2000 max - Oct lastThu 24:00 0 -
        Rule Day 2000 max - Apr 5 2:00 1:00 S
        Rule Day 2000 max - Oct 9 2:00 0 -
        Zone Test/Middle 1:00 Mid ME%sT
        Zone Test/South 10:00 Sou SO%sT
        Zone Test/Half 10:30 Hlf HA%sT
        Zone Test/Evening -2:00 Eve EV%sT
        Zone Test/Dates 3:00 Day DA%sT
        Zone Test/Ended -3:00 Mid EN%sT 2019 Feb 16 24:00
            -3:00 - -03
        Zone Test/Fixed 5:45 - +0545
        """

    /// Compiled with the transitions that the rule gives spelled out until 2037, or without.
    private static func compile(_ form: String) throws -> String {
        let folder = try TestFolders.make("zones")
        try HostFiles.write(Array((source + "\n").utf8), to: Array((folder + "/source").utf8))
        try Command.require("zic", ["-b", form, "-d", folder, folder + "/source"])
        return folder
    }

    /// What date says of moments in a zone: the local time as if it were UTC.
    private static func locals(_ moments: [Int64], in zone: String) throws -> [Int64] {
        let list = zone + ".moments"
        try HostFiles.write(Array(moments.map { "@\($0)\n" }.joined().utf8), to: Array(list.utf8))
        let spelled = try Command.require(
            "date", ["-f", list, "+%Y-%m-%d %H:%M:%S"], environment: ["TZ": ":" + zone])
        try HostFiles.write(spelled.output, to: Array(list.utf8))
        let seconds = try Command.require("date", ["-u", "-f", list, "+%s"])
        return seconds.text.split(separator: "\n").compactMap { Int64($0) }
    }

    @Test(
        arguments: ["slim", "fat"],
        ["Middle", "South", "Half", "Evening", "Dates", "Ended", "Fixed"])
    func `local times are read as date writes them`(form: String, name: String) throws {
        let zone = try Self.compile(form) + "/Test/" + name
        let file = try #require(TimeZoneFile(try HostFiles.read(Array(zone.utf8))))
        let seed = UInt64.random(in: .min ... .max)
        var random = DebRandom(seed: seed)
        let days = (0..<400).map { _ in Int64.random(in: 315_532_800..<4_102_444_800, using: &random) }
        // Every hour around the changes of 2024 and of 2060, which is behind every table.
        let edges = [1_711_800_000, 1_729_900_000, 1_712_300_000, 1_728_100_000, 2_847_600_000, 2_866_300_000]
        let hours = edges.flatMap { edge in (-100..<100).map { Int64(edge + $0 * 1_800) } }
        let moments = days + hours
        let locals = try Self.locals(moments, in: zone)
        try #require(locals.count == moments.count)
        let answers = locals.map { file.utcSeconds(local: $0) }
        // An hour that is lived twice has two answers; the later one is given.
        let read = try Self.locals(answers, in: zone)
        for (index, moment) in moments.enumerated() {
            let place: Comment = "seed \(seed), \(form) \(name), moment \(moment), answer \(answers[index])"
            #expect(read[index] == locals[index] && (0...3_600).contains(answers[index] - moment), place)
        }
    }

    /// A file of version 2 without a transition, and a footer.
    private func file(footer: String) -> TimeZoneFile? {
        func block(wide: Bool) -> [UInt8] {
            let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
            return Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts + [0, 0, 0x0E, 0x10, 0, 0]
                + Array("MET\0".utf8)
        }
        return TimeZoneFile(block(wide: false) + block(wide: true) + Array("\n\(footer)\n".utf8))
    }

    private static let summer: Int64 = 1_720_000_000

    @Test(arguments: [
        ("UTC0", 0), ("MET-1", 3_600), ("EST5", -18_000), ("<+0545>-5:45", 20_700),
        ("MET-1MEST,M3.5.0,M10.5.0/3", 7_200), ("MET-1MEST-3,M3.5.0,M10.5.0/3", 10_800),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 3_600), ("MET-1MEST,J60,J300", 7_200), ("MET-1MEST,59,299/-5", 7_200),
    ])
    func `the rule of the footer gives the offset`(footer: String, offset: Int64) throws {
        #expect(try #require(file(footer: footer)).utcSeconds(local: Self.summer) == Self.summer - offset)
    }

    @Test(arguments: [
        "", "M", "MET", "MET-", "MET-25", "MET-1MEST", "MET-1MEST,M13.1.0,M10.5.0", "MET-1MEST,M3.6.0,M10.5.0",
        "MET-1MEST,M3.5.7,M10.5.0", "MET-1MEST,J0,J300", "MET-1MEST,M3.5.0", "MET-1MEST,M3.5.0,M10.5.0/200",
        "<MET-1", "MET-1:60", "MET-99999999999999999999", "MET-1MEST,M3.5.0,M10.5.0,",
    ])
    func `a footer that is no rule is left out`(footer: String) throws {
        #expect(try #require(file(footer: footer)).utcSeconds(local: Self.summer) == Self.summer - 3_600)
    }

    @Test func `damaged files are refused or read, never trapped on`() throws {
        let path = try Self.compile("fat") + "/Test/Middle"
        let bytes = try HostFiles.read(Array(path.utf8))
        for length in 0..<bytes.count - 40 { #expect(TimeZoneFile(Array(bytes[..<length])) == nil) }
        let seed = UInt64.random(in: .min ... .max)
        var random = DebRandom(seed: seed)
        var usable = 0
        for _ in 0..<2_000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                damaged[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let file = TimeZoneFile(damaged) else { continue }
            usable += 1
            for local in [Int64(-1) << 40, 0, Self.summer, 1 << 40] {
                #expect(abs(file.utcSeconds(local: local) - local) <= 1 << 31, "seed \(seed)")
            }
        }
        #expect(usable > 0, "seed \(seed)")
    }
}
