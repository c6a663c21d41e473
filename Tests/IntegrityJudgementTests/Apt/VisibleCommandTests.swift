import AuditModel
import AuditTestSupport
import IntegrityJudgement
import Testing

@Suite struct VisibleCommandTests {
    private static let owners: [UntrustedText: UntrustedText] = [
        "mount": "mount", "date": "coreutils", "rm": "coreutils", "dpkg": "dpkg", "grep": "grep", "sed": "sed",
        "curl": "curl", "sh": "dash", "tee": "coreutils",
    ]
    private static let proven = Assessment(verdict: .verified, rung: .archiveOnly, reason: "equal")

    /// The severity of an unowned hook of this command, where every program but zfs is there and proven or not.
    private func severity(_ command: UntrustedText, isProven: Bool = true) -> Severity? {
        var builder = EvidenceBuilder()
        builder.apt("/etc/apt/apt.conf.d/99x", [(.append, "DPkg::Post-Invoke", command)])
        var assessments: [HostPath: Assessment] = [:]
        for (name, package) in Self.owners.sorted(by: { $0.key < $1.key }) {
            builder.install(package)
            let path = HostPath("/usr/bin/".utf8 + name.bytes)
            builder.program(name, [EvidenceBuilder.program(path, of: package)])
            if isProven {
                assessments[HostPath("/var/lib/dpkg/info/".utf8 + package.bytes + ".md5sums".utf8)] = Self.proven
            }
        }
        builder.program("zfs")
        builder.program("/opt/guard")
        let view = EvidenceView(evidence: builder.evidence, assessments: assessments)
        return AptConfExecutes().findings(in: view).first?.severity
    }

    static let visible: [UntrustedText] = [
        "mount -o remount,exec,nodev,nosuid /tmp",
        "ts=pre-apt_$(date +%F_%H:%M:%S); zfs snapshot -r rpool/ROOT@${ts} && zfs destroy rpool/ROOT@${ts} || true",
        "rm -rf /var/cache/man/* > /dev/null 2>&1",
        """
        dpkg -V widgets | grep -q '/lib\\.js$'; if [ $? -eq 1 ]; then { sed -i '/.*data\\.status.*{/{s/\\!//;s/a/b/}' \
        /usr/share/javascript/widgets/lib.js; }; fi
        """,
    ]

    @Test(arguments: visible)
    func `a visible command that touches no code is medium where its programs are proven`(command: UntrustedText) {
        #expect(severity(command) == .medium)
        #expect(severity(command, isProven: false) == .high)
    }

    @Test(arguments: [
        "[ -x /opt/guard ] && /opt/guard --all || true", "if [ -e /opt/guard ]; then /opt/guard; fi", "echo hello",
    ])
    func `a guard whose program does not exist is low`(command: UntrustedText) {
        #expect(severity(command) == .low)
    }

    static let open: [UntrustedText] = [
        "mount -o bind /tmp /usr", "mount -o remount,exec $X", "rm -rf /etc", "rm -rf /var/cache/../lib",
        "date -s 2001-01-01", "curl http://archive.example/x", "curl http://archive.example/x | sh",
        "echo x > /etc/cron.d/x", "echo x | tee /etc/cron.d/x", "PATH=/tmp date", "sh -c 'rm -rf /var/cache/man'",
        "rm -rf /var/cache/man & curl x", "rm() { curl x; }; rm -rf /var/cache/man",
        "sed -i 's/a/b/e' /usr/share/doc/x/y.html", "sed -i 's/a/b/;e id' /usr/share/doc/x/y.html",
        "sed -i s/a/b/ /usr/share/perl5/X.pm", "sed -i s/a/b/ /usr/share/nodejs/x/y.js",
        "sed -i s/a/b/ /usr/share/doc/x/y.html /usr/share/doc2/x/y.html",
        "sed -n 's/a/b/w /etc/x' /usr/share/doc/x/y.html",
        "zfs set exec=on rpool", "dpkg -i /tmp/x.deb", ". /opt/guard",
        "[ -x /opt/guard ] && /opt/guard > /etc/cron.d/x",
        "/opt/guard", "rm -rf /var/cache/man\ncurl x", "eval x", "rm -rf /var/cache/`curl x`",
        "date +%s$(curl x)", "unknown -x",
    ]

    @Test(arguments: open)
    func `anything else stays high`(command: UntrustedText) {
        #expect(severity(command) == .high)
    }
}
