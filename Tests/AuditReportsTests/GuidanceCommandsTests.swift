import AuditModel
import Testing

@testable import AuditReports

/// Commands that a tired person pastes into a shell, with values that an intruder chose.
struct GuidanceCommandsTests {
    private static let step = GuidanceStep(
        id: "x", phase: .preserve, title: "x", why: "x",
        commands: [
            "grep ' \(.package):' \(.place("/var/log/dpkg.log"))*", "apt-get download \(.package)",
            "stat \(.rootedPath)",
        ])

    private static func commands(package name: UntrustedText, path: HostPath = "/x") -> [String] {
        let run = RunIdentity(version: "0", started: Timestamp(seconds: 0), finished: Timestamp(seconds: 0), uid: 0)
        let report = AuditReport(
            run: run, host: HostDescription(root: "/mnt", isLive: false), policy: AuditPolicy(), coverage: Coverage(),
            artifacts: [], findings: [], hooks: [], packageCount: 0, archiveCount: 0)
        let finding = Finding(
            check: CheckID("x"), severity: .high, path: path, package: PackageKey(name: name, architecture: "all"),
            title: "x")
        return GuidanceCommands.commands(of: step, for: judged(finding), in: report)
    }

    private static func judged(_ finding: Finding, programs: [UntrustedText] = []) -> JudgedFinding {
        JudgedFinding(
            id: "dv-1", finding: finding, why: "", references: [], guidance: [], programs: programs)
    }

    @Test(arguments: [("/mnt", false, "# on the host itself: kill 1"), ("/", false, "kill 1"), ("/", true, "kill 1")])
    func `what acts on the machine it is typed on says so for any other tree`(
        root: String, isLive: Bool, expected: String
    ) {
        let sample = SampleReport.clean()
        let report = AuditReport(
            run: sample.run, host: HostDescription(root: UntrustedText(root.utf8), isLive: isLive),
            policy: AuditPolicy(), coverage: Coverage(), artifacts: [], findings: [], hooks: [], packageCount: 0,
            archiveCount: 0)
        let step = GuidanceStep(
            id: "x", phase: .contain, title: "x", why: "x", commands: [.onHost("kill 1")],
            undo: .command(.onHost("kill 1")))
        let finding = Finding(check: CheckID("x"), severity: .high, path: "/x", title: "x")
        #expect(GuidanceCommands.commands(of: step, for: Self.judged(finding), in: report) == [expected])
        #expect(GuidanceCommands.line(step.undo, for: finding, in: report) == expected)
        #expect(WrittenStep(CaseStep(step: step, commands: step.commands), in: report).commands == [expected])
        #expect(GuidanceCommands.template(.onHost("kill 1")) == "# on the host itself: kill 1")
    }

    @Test func `what is explained of a check begins with the folder that its commands write to`() throws {
        func text(_ commands: [CommandTemplate]) -> String {
            let step = GuidanceStep(id: "x", phase: .preserve, title: "x", why: "x", commands: commands)
            let bytes = Explanations.check(
                CheckID("x"), summary: "x", why: "x", references: [], guidance: [step], style: .plain)
            return String(decoding: bytes, as: UTF8.self)
        }
        let copying = text(["cp x \(.evidence(""))"])
        let made = try #require(copying.firstRange(of: "$ mkdir -p -m 0700 evidence"))
        let used = try #require(copying.firstRange(of: "$ cp x evidence/"))
        #expect(made.lowerBound < used.lowerBound)
        #expect(!text(["ls"]).contains("mkdir"))
    }

    @Test func `a command about programs is written for each that is known`() {
        let step = GuidanceStep(
            id: "x", phase: .preserve, title: "x", why: "x",
            commands: ["ls \(.program)", "find -name \(.bareProgram)", "true"])
        let finding = Finding(check: CheckID("x"), severity: .high, path: "/x", title: "x")
        let judged = Self.judged(finding, programs: ["/opt/a b", "curl", "./x"])
        #expect(
            GuidanceCommands.commands(of: step, for: judged, in: SampleReport.clean())
                == ["ls '/opt/a b'", "find -name curl", "true"])
        #expect(GuidanceCommands.commands(of: step, for: Self.judged(finding), in: SampleReport.clean()) == ["true"])
    }

    @Test func `a package's name stands in its place`() {
        #expect(
            Self.commands(package: "libc6") == [
                "grep ' libc6:' /mnt/var/log/dpkg.log*", "apt-get download libc6", "stat /mnt/x",
            ])
    }

    @Test(arguments: ["a;id", "a';id;'", "-oDir::Bin::dpkg=x", "a b", "a$(id)", "a`id`", "a\nid", "", "\u{202E}a"])
    func `a name that is no package's reaches no command`(name: String) {
        #expect(Self.commands(package: UntrustedText(name.utf8)) == ["stat /mnt/x"])
    }

    @Test func `a path is one word of the shell whatever it holds`() {
        #expect(Self.commands(package: "", path: "/a;id") == ["stat '/mnt/a;id'"])
        #expect(Self.commands(package: "", path: "/a'$(id)\n") == ["stat $'/mnt/a\\047$(id)\\012'"])
    }
}

/// Commands of cases, where words of ours and values of the tree stand side by side.
struct CaseCommandTests {
    private static func command(_ command: CommandTemplate, root: UntrustedText = "/") -> String {
        let sample = SampleReport.clean()
        let report = AuditReport(
            run: sample.run, host: HostDescription(root: root, isLive: false), policy: AuditPolicy(),
            coverage: Coverage(), artifacts: [], findings: [], hooks: [], packageCount: 0, archiveCount: 0)
        return GuidanceCommands.command(command, in: report)
    }

    @Test func `the root is a place of its own, and what lies below it one word with it`() {
        let line: CommandTemplate = "cp -C \(.root) \(.place("/etc/apt")) \(.evidence("tree"))"
        #expect(Self.command(line) == "cp -C / /etc/apt evidence/tree")
        #expect(Self.command(line, root: "/mnt/a b/") == "cp -C '/mnt/a b' '/mnt/a b/etc/apt' evidence/tree")
        #expect(GuidanceCommands.template(line) == "cp -C ROOT ROOT/etc/apt evidence/tree")
    }

    @Test func `what a person has to complete is never to be pasted, whose host it is`() {
        #expect(Self.command(.onHostByHand("nft -f -")) == "# on the host itself: nft -f -")
        #expect(Self.command(.onHost("nft -f -")) == "nft -f -")
    }

    @Test func `words of ours stay and every value is one word of the shell`() {
        let hostile: UntrustedText = "/a b'$(id)\n"
        #expect(Self.command("cp -a \(hostile) \"$E\"") == "cp -a $'/a b\\047$(id)\\012' \"$E\"")
        #expect(
            Self.command("apt-get install \("a;id" as UntrustedText)=\("1:2" as UntrustedText)")
                == "apt-get install 'a;id'=1:2")
    }

    @Test func `a value that looks like an option turns the command into a comment`() {
        let name: UntrustedText = "-oDir::Bin::dpkg=x"
        #expect(Self.command("apt-get install \(name)").hasPrefix("# "))
        #expect(Self.command("dpkg --admindir=\(name)") == "dpkg --admindir=-oDir::Bin::dpkg=x")
        #expect(Self.command("ls \("" as UntrustedText)\(name)").hasPrefix("# "))
    }

    @Test func `a line for the console has double quotes and no value that cannot be typed`() {
        #expect(GuidanceCommands.console("get-file --path \("/etc/a b" as HostPath)") == "get-file --path \"/etc/a b\"")
        #expect(GuidanceCommands.console("get-file --path \("/etc/a" as HostPath)") == "get-file --path /etc/a")
        for value in ["a\"b", "a\\b", "a\nb", "\u{202E}a", "--x"] {
            #expect(GuidanceCommands.console("get-file --path \(UntrustedText(value.utf8))").hasPrefix("# "))
        }
    }
}
