import AuditModel
import IntegrityJudgement
import Testing

@Suite struct BenignShapesTests {
    static let dockerClean: UntrustedText = """
        rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true
        """

    static let known: [UntrustedText] = [
        dockerClean, "true", "/bin/true",
        "/bin/rm -f /var/cache/apt/archives/*.deb || true",
        "rm -f  /var/cache/apt/*.bin\t||  true",
        "/usr/sbin/dpkg-preconfigure --apt || true",
        "test -x /usr/lib/needrestart/apt-pinvoke && /usr/lib/needrestart/apt-pinvoke || true",
        "(test -x /usr/lib/needrestart/dpkg-status && /usr/lib/needrestart/dpkg-status || cat > /dev/null)",
        "[ ! -f /usr/bin/snap ] || /usr/bin/snap advise-snap --from-apt 2>/dev/null || true",
        "if [ -x /usr/bin/etckeeper ]; then etckeeper pre-install; fi",
        "/usr/bin/apt-listchanges --apt || test $? -lt 10",
        "[ ! -e /usr/bin/how-can-i-help ] || /usr/bin/how-can-i-help --apt",
        """
        if [ -x /usr/bin/rkhunter ] && grep -qsiE '^APT_AUTOGEN=.?(true|yes)' /etc/default/rkhunter; then if ! \
        /usr/share/rkhunter/scripts/rkhupd.sh; then echo '(rkhunter was unable to update its property database)';fi;fi
        """,
    ]

    @Test(arguments: known)
    func `a known command is recognised`(_ command: UntrustedText) {
        #expect(BenignShapes.shape(of: command) != nil)
    }

    static let strange: [UntrustedText] = [
        "",
        "rm -f /var/cache/apt/archives/*.deb || true; x",
        "rm -f /var/cache/apt/archives/*.deb || x",
        "rm -f /var/cache/apt/archives/*.deb & x",
        "rm -f /var/cache/apt/archives/*.deb\nx",
        "rm -f /var/cache/apt/../../../etc/passwd.deb || true",
        "rm -f /var/cache/apt/$(x).deb || true",
        "rm -f /var/cache/apt/`x`.deb || true",
        "rm -f /etc/*.deb || true",
        "rm -f || true",
        "rm -f /var/cache/apt/a\\ b.deb || true",
        "/usr/sbin/dpkg-preconfigure --apt || true &",
        "/usr/sbin/dpkg-preconfigure --apt | | true",
        "/usr/sbin/dpkg-preconfigure  '--apt' || true",
        "PATH=/opt /usr/sbin/dpkg-preconfigure --apt || true",
        "/usr/bin/snap",
        "rm\u{B}-f\u{B}/var/cache/apt/archives/x.deb || true",
        "rm\u{C}-f /var/cache/apt/archives/x.deb || true",
        "rm -f\r/var/cache/apt/archives/x.deb || true",
        "/tmp/rm -f /var/cache/apt/archives/x.deb || true",
        "true; x",
    ]

    @Test(arguments: strange)
    func `anything that only resembles one is not`(_ command: UntrustedText) {
        #expect(BenignShapes.shape(of: command) == nil)
    }

    @Test func `a hook says which programs it runs`() {
        var apt = AptConfiguration()
        let command: UntrustedText =
            "if [ -e /etc/default/x ]; then . /etc/default/x; fi; nice -n 5 /opt/a | b && echo c"
        apt.effective = [AptSetting(key: "DPkg::Post-Invoke::", value: command, position: nil)]
        #expect(AptHooks.all(in: apt).first?.programs == ["/etc/default/x", "/opt/a", "b"])
    }

    @Test func `the listing holds hooks in force and nothing else`() {
        var apt = AptConfiguration()
        apt.effective = [
            AptSetting(key: "DPkg::Post-Invoke", value: "", position: nil),
            AptSetting(key: "DPkg::Post-Invoke::", value: Self.dockerClean, position: nil),
            AptSetting(key: "Dir::Bin::dpkg", value: "/usr/bin/dpkg", position: nil),
            AptSetting(key: "Acquire::Check-Date", value: "no", position: nil),
        ]
        #expect(AptHooks.all(in: apt).map(\.command) == [Self.dockerClean])
        #expect(AptHooks.notableSettings(in: apt).map(\.0.key) == ["Acquire::Check-Date"])
    }
}
