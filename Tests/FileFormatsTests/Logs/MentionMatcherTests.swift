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

    /// What a search from every place of the line finds; slow, and plain to see.
    private static func everything(_ paths: Set<HostPath>, in line: [UInt8]) -> [HostPath] {
        func isPart(_ byte: UInt8) -> Bool { byte.isASCIILetter || "/-_~".utf8.contains(byte) }
        var found: [HostPath] = []
        for start in line.indices where line[start] == UInt8(ascii: "/") {
            if start > 0, line[start - 1].isASCIILetter || "/_~".utf8.contains(line[start - 1]) { continue }
            for end in start + 1..<line.count + 1 where end == line.count || !isPart(line[end]) {
                let path = paths.first { $0.bytes.elementsEqual(line[start..<end]) }
                if let path, !found.contains(path) { found.append(path) }
            }
        }
        return found
    }

    @Test func `literals that hold each other are all found, in the order of the line`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = DebRandom(seed: seed)
        let alphabet = Array("/a- _".utf8)
        func text(_ count: Int) -> [UInt8] { (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0x20 } }
        for _ in 0..<500 {
            let paths = Set(
                (0..<12).map { _ in HostPath([0x2F] + text(Int.random(in: 1...6, using: &random))) }
                    .filter { $0.bytes.count > 1 })
            let line = text(60)
            let found = MentionMatcher(HistoryInterest(paths: paths)).paths(in: line[...])
            #expect(found == Self.everything(paths, in: line), "seed \(seed)")
        }
    }

    @Test func `a slice of a line gives what the line alone gives`() {
        let line = Array("x /etc/x and /etc/x.conf /usr/bin/tidy".utf8)
        #expect(matcher.paths(in: line[2...]) == ["/etc/x", "/etc/x.conf", "/usr/bin/tidy"])
        #expect(matcher.paths(in: line[3...]) == ["/etc/x.conf", "/usr/bin/tidy"])
    }

    @Test func `a package in a path does not hide the package behind it`() {
        #expect(subjects("/usr/bin/tidy: tidy /opt/tidy tidy").filter { $0 == .package("tidy") }.count == 1)
        #expect(subjects("/opt/tidy tidy") == [.program("tidy"), .package("tidy")])
    }

    @Test func `what no path and no name can be is not looked for, and counted`() {
        let long = "/" + String(repeating: "a", count: 4_096)
        let interest = HistoryInterest(
            paths: [HostPath(long.utf8), HostPath(long.utf8.dropLast())],
            programs: [UntrustedText(String(repeating: "b", count: 256).utf8), "b"])
        let matcher = MentionMatcher(interest)
        #expect(matcher.omitted == 2)
        #expect(matcher.paths(in: Array(long.utf8)[...]).isEmpty)
        #expect(matcher.paths(in: Array(long.utf8.dropLast())[...]).count == 1)
    }

    @Test func `more bytes of paths than there is room for are counted`() {
        let paths = (0..<1_100).map { HostPath("/\($0)/\(String(repeating: "a", count: 4_000))".utf8) }
        #expect((1...100).contains(MentionMatcher(HistoryInterest(paths: Set(paths))).omitted))
    }

    @Test func `a path that repeats itself is found in a line that repeats it`() {
        let path = String(repeating: "/etc/apt/-", count: 400)
        let matcher = MentionMatcher(HistoryInterest(paths: [HostPath(path.utf8)]))
        let line = String(repeating: "/etc/apt/-", count: 6_000)
        #expect(matcher.paths(in: Array(line.utf8)[...]).count == 1)
        #expect(matcher.paths(in: Array((line + "x").utf8)[...]).isEmpty)
    }
}
