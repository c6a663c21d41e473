import AuditModel

/// Names that an attacker would choose to be taken for something else.
enum HostileText {
    static let all: [UntrustedText] = [
        "<svg/onload=window.hacked=1>",
        "\u{1}\u{1B}[31mred\u{7F}\u{0}", "two\nlines\r\nand\ttabs", "\u{202E}txt.exe\u{2066}\u{200B}\u{FEFF}",
        "\u{9B}31m\u{85}x",
        "</style><script>window.hacked=1</script>", "\"><img src=x onerror=window.hacked=1>", "' onmouseover='hacked=1",
        "]]><!--<![CDATA[", "&lt;b&gt;&#x3c;i>", "=HYPERLINK(\"http://192.0.2.7\",\"x\")", "+1+1", "-2+3", "@SUM(A1)",
        "a\",\"b", "`x` ``y`` | z | # w", "[click](javascript:alert(1)) ![i](http://192.0.2.7/i)",
        "http://192.0.2.7/ www.example.org",
        "---", "{{7*7}} ${x} %s %00", "\\x41\\u{42}", "\u{FFFE}\u{FFFF}\u{10FFFF}", "name} 1\ndebvouch_findings 99",
        UntrustedText([0xFF, 0xFE, 0x80, 0xC0, 0xAF, 0xED, 0xA0, 0x80] as [UInt8]), "  ", "-- x", "ελληνικά",
    ]

    /// All of them in one name.
    static let joined = UntrustedText(all.flatMap { $0.bytes + [0x20] })
}
