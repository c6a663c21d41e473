/// Makes apt configuration texts that are mostly wrong in interesting ways; the same seed makes the same texts.
struct AptTextGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    private static let tokens: [String] = [
        "a", "B", "Key", "key", "APT", "DPkg", "Dir::Etc", "a::b", "A::B::", "::", ":::", "::::", "a::::b", "::x",
        "x::",
        "{", "}", "{", "}", "};", ";", ";", ";", ";", " ", " ", " ", "\t", "\n", "\n", "\r\n", "\r", "\u{0B}", "\u{0C}",
        "\"", "\"", "\"", "\"v\"", "\"w x\"", "\"\"", "\"a;b\"", "\"{\"", "\"v\" \"w\"", "\"v\"\"w\"", "\"v\";", "'q'",
        "//", "#", "/*", "*/", "/", "*", "# c\n", "// c\n", "/* c */", "/* a // b */", "/*/", "//*", "*//", "\"//\"",
        "%41", "%2", "%", "%00", "%3b", "%22", "%23", "%zz", "%4", "%5B", "[", "]", "[a b]", "[\"", "]\"",
        "#clear", "#clear a;", "#clear Key", "\"#clear\"", "%23clear a;", "#Clear", "#clearx", "#", "\"#\"clear a;",
        "#clear a::b;", "#clear A::;", "a { b { \"v\"; }; };", "Key:: \"1\";", "Key { \"1\"; \"2\"; };", "key \"2\";",
        "\\", "\\\"", "é", "\u{85}", "\u{A0}", ",", "=", "$", "-", "_",
    ]

    private static let names = [
        "a", "A", "b::c", "B::C::", "a::b::c", "k%41", "\"q\"r", "", "#clear", "#clear", "a::::b", "::a", "a::", "é",
        "[x y]",
    ]
    private static let values = [
        "\"1\"", "\"2\"", "two", "\"x\" \"y\"", "\"x\"\"y\"", "%41%zz", "\"%41\"", "", "\"\"", "\"a; // b\"",
        "\"/* c */\"",
        "a", "A::b", "b::c", "\"#\"", "[a b]", "%00z", "x%00y",
    ]
    private static let gaps = [
        " ", " ", " ", "\n", "\t", " /* c */ ", "\n// c; \" {\n", "\n# c\n", "\r\n", "/* \n \" */",
        " /* a // b */\n*/ ",
    ]
    private static let ends = [";", ";", ";", ";", " ;", " {", "{", "}", "};", ";}", " } ;", ";\n", ";\n"]

    mutating func next() -> [UInt8] {
        below(2) == 0 ? nextSoup() : nextStatements()
    }

    /// A text that is mostly right: a name, a gap, a value, an end.
    private mutating func nextStatements() -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<below(30) {
            for pool in [Self.names, Self.gaps, Self.values, Self.ends, Self.gaps] where below(12) > 0 {
                text.append(contentsOf: pool[below(pool.count)].utf8)
            }
            if below(400) == 0 { appendLongLine(to: &text) }
        }
        return text
    }

    private mutating func nextSoup() -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<below(below(10) == 0 ? 120 : 24) {
            switch below(60) {
            case 0: text.append(UInt8(truncatingIfNeeded: draw()))
            case 1 where below(20) == 0: text.append(0)
            case 2 where below(40) == 0: appendLongLine(to: &text)
            default: text.append(contentsOf: Self.tokens[below(Self.tokens.count)].utf8)
            }
        }
        return text
    }

    /// A line close to the size of apt's buffer.
    private mutating func appendLongLine(to text: inout [UInt8]) {
        let lineStart = text.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let wanted = 4095 * (1 + below(2)) - 3 + below(6)
        let filler: UInt8 = below(3) == 0 ? 0x20 : 0x61
        let missing = wanted - (text.count - lineStart)
        if missing > 0 { text.append(contentsOf: Array(repeating: filler, count: missing)) }
        if below(3) > 0 { text.append(0x0A) }
    }

    mutating func below(_ bound: Int) -> Int {
        Int(draw() % UInt64(max(bound, 1)))
    }

    /// SplitMix64, which needs no state but a counter.
    private mutating func draw() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
