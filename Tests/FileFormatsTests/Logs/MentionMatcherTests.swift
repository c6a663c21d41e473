import AuditModel
import AuditTestSupport
import FileFormats
import Testing

@Suite struct `Mentions in a line` {
    private let matcher = MentionMatcher(
        HistoryInterest(
            paths: ["/etc/x", "/etc/x.conf", "/usr/bin/tidy", "/var/lib/dpkg/info/libx5:amd64.postinst", "/"],
            packages: ["tidy", "g++", "libx5"], processIDs: [77], programs: ["tidy", "sweep-up"]))

    private func paths(_ line: String) -> [HostPath] {
        matcher.paths(in: Array(line.utf8)[...])
    }

    private func subjects(_ line: String) -> [HistorySubject] {
        matcher.subjects(in: Array(line.utf8)[...])
    }

    @Test(arguments: [
        "/etc/x", "run /etc/x now", "ExecStart=/etc/x", "ExecStart=-/etc/x", "\"/etc/x\"", "(/etc/x)", "/etc/x: no",
        "ended with /etc/x.", "x=/etc/x,y", "@/etc/x", "/etc/x; /etc/x",
    ])
    func `a whole path is found once`(line: String) {
        #expect(paths(line) == ["/etc/x"])
    }

    @Test(arguments: [
        "", "/", "/etc", "/etc/xy", "/etc/x/y", "/srv/etc/x", "./etc/x", "~/etc/x", "//etc/x", "/etc/x~", "/etc/x-1",
        "/etc/x.bak", "/etc/x_",
    ])
    func `a part of another path is not`(line: String) {
        #expect(paths(line).isEmpty)
    }

    @Test func `the longest path is found beside a shorter one`() {
        #expect(paths("/etc/x.conf") == ["/etc/x.conf"])
        #expect(paths("cat /etc/x.conf /etc/x") == ["/etc/x.conf", "/etc/x"])
        #expect(paths("sh /var/lib/dpkg/info/libx5:amd64.postinst configure").count == 1)
    }

    @Test(arguments: [
        ("Setting up tidy (1.0) ...", true), ("tidy:amd64", true), ("tidy_1.0_all.deb", true), ("untidy", false),
        ("tidy-doc", false), ("tidy+", false), ("tidy.", true), ("libtidy", false), ("/usr/share/tidy", false),
    ])
    func `a package is a whole word`(line: String, isFound: Bool) {
        #expect(subjects(line).contains(.package("tidy")) == isFound)
    }

    @Test func `a program may stand in a path`() {
        #expect(subjects("sudo: COMMAND=/opt/sweep-up -a") == [.program("sweep-up")])
        #expect(subjects("/usr/bin/tidy") == [.path("/usr/bin/tidy"), .program("tidy")])
        #expect(subjects("g++ 12") == [.package("g++")])
    }

    @Test(arguments: [
        ("sshd[77]: x", true), ("pid=77 uid=0", true), ("ppid=77", true), ("PID 77", true), ("session-77", false),
        ("pid=770", false), ("[177]", false), ("[77", false), ("77", false), ("opid=77x", true), ("[77.5]", false),
    ])
    func `a process is told from other numbers`(line: String, isFound: Bool) {
        #expect(subjects(line).contains(.processID(77)) == isFound)
    }

    @Test func `a number of any length is survived`() {
        #expect(subjects("pid=" + String(repeating: "7", count: 5_000)).isEmpty)
    }

    @Test func `what one search finds, a plain comparison finds too`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = DebRandom(seed: seed)
        let alphabet = Array("/ab. ".utf8)
        for _ in 0..<300 {
            let paths = Set(
                (0..<5).map { _ in
                    HostPath((0..<4).map { _ in alphabet.randomElement(using: &random) ?? 0x2F }.filter { $0 != 0x20 })
                }.filter { $0.bytes.count > 1 })
            let matcher = MentionMatcher(HistoryInterest(paths: paths))
            let line = (0..<40).map { _ in alphabet.randomElement(using: &random) ?? 0x20 }
            // Between spaces nothing but whole words is left to compare.
            for word in line.split(separator: 0x20) where word.last != UInt8(ascii: ".") {
                let expected = paths.contains { $0.bytes.elementsEqual(word) }
                #expect(!matcher.paths(in: word).isEmpty == expected, "seed \(seed)")
            }
        }
    }
}
