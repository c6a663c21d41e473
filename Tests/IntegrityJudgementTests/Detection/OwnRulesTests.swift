import AuditModel
import AuditTestSupport
import FileFormats
import IntegrityJudgement
import Testing

/// What our own rules see that the published ones pass over, and what they leave in peace.
@Suite struct `Rules of our own` {
    private typealias Fields = [(field: String, values: [String])]

    /// The names of the rules of our own that match an event.
    private static func matching(_ fields: Fields) -> Set<String> {
        let rules = BuiltInRules.all().filter { $0.rule.metadata.profile == nil }
        let body = EventDocument.nested([("host.os.type", ["linux"])] + fields)
        var evaluator = RuleEvaluator(rules: rules.map(\.rule))
        evaluator.take(
            HostEvent(
                body: body, position: EventPosition(input: "-", line: 1, offset: 0),
                sensor: EventSources.sensor(of: body)))
        let matched = rules.indices.filter { evaluator.outcome(ofRuleAt: $0) == .matched }
        return Set(matched.map { String(rules[$0].file.name.dropLast(4)) })
    }

    private static func file(_ action: String, _ path: String, by program: String?, _ more: Fields = []) -> Fields {
        [("event.category", ["file"]), ("event.action", [action]), ("file.path", [path])]
            + (program.map { [("process.executable", [$0])] } ?? []) + more
    }

    private static func process(_ program: String, _ arguments: [String], _ more: Fields = []) -> Fields {
        [
            ("event.category", ["process"]), ("event.type", ["start"]), ("event.action", ["exec"]),
            ("process.executable", [program]), ("process.args", arguments),
            ("process.parent.executable", ["/usr/bin/bash"]),
        ] + more
    }

    @Test(arguments: [
        "/usr/lib/openssh/sftp-server", "/usr/libexec/x", "/usr/local/bin/apt-get", "/snap/core/1/usr/bin/x",
        "/nix/store/x/bin/y", "/etc/kernel/postinst.d/z", "/USR/LIB/x",
    ])
    func `a hook by a program that the published rule excludes is seen`(program: String) {
        let path = "/etc/apt/apt.conf.d/99update"
        let rule = "apt-configuration-by-excluded-program"
        #expect(Self.matching(Self.file("creation", path, by: program)).contains(rule))
        #expect(Self.matching(Self.file("rename", path + ".conf", by: program)).contains(rule))
        #expect(Self.matching(Self.file("rename", path + ".bak", by: program)) == [])
        #expect(Self.matching(Self.file("creation", "/etc/apt/apt.conf.d/old/99", by: program)) == [])
    }

    @Test(arguments: ["created", "moved", "renamed"])
    func `other sensors' words for a new name count where the program is known`(action: String) {
        let path = "/etc/apt/apt.conf.d/99update"
        #expect(Self.matching(Self.file(action, path, by: "/usr/bin/cp")) == ["apt-configuration-changed-in-place"])
        #expect(Self.matching(Self.file(action, path, by: nil, [("event.module", ["file_integrity"])])) == [])
        #expect(Self.matching(Self.file(action, path, by: "/usr/bin/dpkg")) == [])
    }

    @Test(arguments: [
        "info/wget.postinst", "info/openssh-server.list", "info/format", "status", "status-new", "triggers/File",
        "triggers/Unincorp", "updates/0001", "diversions", "statoverride",
    ])
    func `dpkg's database is dpkg's to write`(name: String) {
        let path = "/var/lib/dpkg/" + name
        for action in ["creation", "rename", "modification", "overwrite", "link", "symlink", "moved", "created"] {
            for program in ["/usr/bin/vim.basic", "/tmp/dpkg", "/usr/local/bin/dpkg", "/usr/bin/sed"] {
                #expect(Self.matching(Self.file(action, path, by: program)) == ["dpkg-database-written"])
            }
            #expect(Self.matching(Self.file(action, path, by: nil)) == ["dpkg-database-written"])
            #expect(Self.matching(Self.file(action, path, by: "/usr/bin/dpkg")) == [])
            #expect(Self.matching(Self.file(action, path, by: nil, [("event.module", ["fim"])])) == [])
        }
        #expect(Self.matching(Self.file("creation", path, by: "/usr/bin/dpkg-trigger")) == [])
    }

    @Test(arguments: [
        "/etc/apt", "/etc/apt/apt.conf.d", "/etc/dpkg/dpkg.cfg.d", "/var/lib/dpkg/info", "/etc/apt/trusted.gpg.d",
    ])
    func `a folder that is replaced as a whole is seen`(path: String) {
        for action in ["rename", "moved", "renamed", "symlink"] {
            #expect(Self.matching(Self.file(action, path, by: "/usr/bin/mv")) == ["package-folder-replaced"])
        }
        #expect(Self.matching(Self.file("rename", path, by: "/usr/bin/dpkg")) == [])
        #expect(Self.matching(Self.file("modification", path, by: "/usr/bin/chmod")) == [])
    }

    private static let script = "/var/lib/dpkg/info/x.postinst"

    @Test func `a parent that is only named dpkg is seen, and dpkg itself is not`() {
        func names(_ parent: String, _ name: String, _ more: Fields = []) -> Set<String> {
            Self.matching(
                Self.process(Self.script, []).filter { $0.field != "process.parent.executable" } + more
                    + [("process.parent.executable", [parent]), ("process.parent.name", [name])])
        }
        let seen: Set = ["maintainer-script-false-parent"]
        #expect(names("/tmp/dpkg", "dpkg") == seen)
        #expect(names("/usr/bin/python3.11", "frontend") == seen)
        #expect(names("/usr/bin/dpkg", "dpkg") == [])
        #expect(names("/usr/bin/perl", "frontend") == [])
        #expect(names("/usr/share/debconf/frontend", "frontend") == [])
        #expect(names("/usr/bin/bash", "bash") == [])
        for leader in ["session_leader", "group_leader"] {
            let field = "process.\(leader)"
            let named: Fields = [("\(field).name", ["dpkg"])]
            #expect(names("/usr/bin/bash", "bash", named + [("\(field).executable", ["/home/u/dpkg"])]) == seen)
            #expect(names("/usr/bin/bash", "bash", named + [("\(field).executable", ["/usr/bin/dpkg"])]) == [])
        }
    }

    @Test(arguments: [
        ("/usr/bin/dash", ["sh", script]), ("/usr/bin/dash", ["sh", "/var/lib/dpkg//info/x.postinst", "configure"]),
        ("/usr/bin/bash", ["bash", "/var//lib/./dpkg/info/../info/x.prerm"]),
        ("/usr/bin/bash", ["bash", "../lib/dpkg/info/x.postinst"]), ("/usr/bin/bash", ["bash", "dpkg/info/x.postrm"]),
        ("/usr/bin/dash", ["sh", "-c", ". /var/lib/dpkg/info/x.postinst configure"]),
        ("/usr/bin/bash", ["bash", "-c", "set -- configure; source /var/lib/dpkg/info/x.postinst"]),
        ("/usr/bin/bash", ["bash", "-c", "eval \"$(cat /var/lib/dpkg/info/x.config)\""]),
        ("/usr/bin/python3.11", ["python3", "-c", "exec(open('/var/lib/dpkg/info/x.postinst').read())"]),
        ("/usr/bin/perl", ["perl", "-e", "system '/var/lib/dpkg/info/x.postinst'"]),
        ("/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", ["ld.so", "/bin/sh", script]),
        ("/usr/bin/env", ["env", "-i", "sh", script]), ("/usr/bin/busybox", ["busybox", "sh", script]),
        ("/usr/bin/dash", ["sh", "/var/lib/dpkg/tmp.ci/preinst"]),
    ])
    func `a script that is handed over is seen however it is named`(program: String, arguments: [String]) {
        #expect(Self.matching(Self.process(program, arguments)) == ["maintainer-script-interpreted"])
        let byDpkg = Self.process(program, arguments).map { field, values in
            (field, field == "process.parent.executable" ? ["/usr/bin/dpkg"] : values)
        }
        #expect(Self.matching(byDpkg) == [])
    }

    @Test(arguments: [
        ["sh", "./x.postinst"], ["sh", "-c", ". ./x.postinst configure"], ["python3", "x.prerm"],
    ])
    func `a script that is named from its own folder is seen`(arguments: [String]) {
        let place: Fields = [("process.working_directory", ["/var/lib/dpkg/info"])]
        #expect(Self.matching(Self.process("/usr/bin/dash", arguments, place)).contains("maintainer-script-relative"))
        #expect(Self.matching(Self.process("/usr/bin/dash", arguments, [("process.working_directory", ["/"])])) == [])
    }

    @Test(arguments: [
        ("/usr/bin/cat", ["cat", script]), ("/usr/bin/sha256sum", ["sha256sum", script]),
        ("/usr/bin/dash", ["sh", "-c", "test -x /usr/sbin/needrestart && /usr/sbin/needrestart -k"]),
        ("/usr/bin/perl", ["/usr/bin/perl", "-w", "/usr/sbin/needrestart", "-m", "a"]),
        ("/usr/bin/dash", ["/bin/sh", "/usr/lib/apt/apt.systemd.daily", "update"]),
        ("/usr/bin/python3.11", ["/usr/bin/python3", "/usr/bin/unattended-upgrade"]),
        ("/usr/bin/perl", ["perl", "-w", "/usr/bin/debsums", "-s"]), ("/usr/bin/bash", ["bash", "debian/x.postinst"]),
        ("/usr/bin/dash", ["sh", "/srv/app/info/x.config"]),
    ])
    func `what reads a script, and the usual work around packages, is left in peace`(
        program: String, arguments: [String]
    ) {
        #expect(Self.matching(Self.process(program, arguments)) == [])
    }

    @Test(arguments: [
        ("creation", "/var/lib/dpkg/alternatives/editor", "/usr/bin/update-alternatives"),
        ("creation", "/var/lib/dpkg/lock-frontend", "/usr/bin/apt"),
        ("rename", "/etc/apt/apt.conf.d/50unattended-upgrades", "/usr/bin/dpkg"),
        ("creation", "/var/lib/dpkg/info/x.postinst", "/usr/bin/dpkg"),
        ("creation", "/etc/apt/apt.conf.d/95proxies", "/opt/puppetlabs/puppet/bin/ruby"),
        ("rename", "/var/lib/dpkg/status", "/usr/bin/dpkg"),
        ("rename", "/var/backups/dpkg.status.0", "/usr/bin/savelog"),
        ("creation", "/var/lib/dpkg/triggers/Unincorp", "/usr/bin/dpkg-trigger"),
        ("rename", "/var/lib/dpkg/diversions", "/usr/bin/dpkg-divert"),
    ])
    func `what dpkg, apt and configuration management write is left in peace`(
        action: String, path: String, program: String
    ) {
        let found = Self.matching(Self.file(action, path, by: program))
        // A stock file's name, whoever writes it, is another rule's matter.
        #expect(found.subtracting(["apt-configuration-hidden-name"]) == [])
    }
}
