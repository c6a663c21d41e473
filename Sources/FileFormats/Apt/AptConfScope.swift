/// The scopes that are open at one point of a file, as the name they put in front of a key.
struct AptConfScope {
    /// All open scopes joined with `::`; apt calls it the parent tag.
    private var prefix: [UInt8] = []
    /// For each open scope, the length of `prefix` outside of it and the offset of its brace.
    private var outer: [(length: Int, offset: Int)] = []
    /// Scopes open inside one whose name is over the limit; only counted.
    private var depthBeyondLimit = 0
    /// Whether a name was left out, so that it is said once.
    var wasTooLong = false

    /// Where directives are allowed: apt asks for the name alone, so a scope called `""` counts as no scope.
    var isTop: Bool { prefix.isEmpty && depthBeyondLimit == 0 }

    /// Offset of the outermost brace that is still open.
    var openedAt: Int? { outer.first?.offset }

    /// Opens a scope; true where its name is over the limit.
    mutating func enter(_ tag: [UInt8], at offset: Int) -> Bool {
        if depthBeyondLimit > 0 || outer.count >= AptConfLimits.keyParts
            || prefix.count + 2 + tag.count > AptConfLimits.keyBytes
        {
            depthBeyondLimit += 1
            return true
        }
        outer.append((prefix.count, offset))
        if !prefix.isEmpty { prefix.append(contentsOf: [0x3A, 0x3A]) }
        prefix.append(contentsOf: tag)
        return false
    }

    /// Closes the innermost scope; false where none is open, which apt lets pass.
    mutating func leave() -> Bool {
        if depthBeyondLimit > 0 {
            depthBeyondLimit -= 1
            return true
        }
        guard let length = outer.popLast()?.length else { return false }
        prefix.removeLast(prefix.count - length)
        return true
    }

    /// The full name of `tag`; nil where the scope is over the limit.
    func name(of tag: [UInt8], opensScope: Bool) -> [UInt8]? {
        if depthBeyondLimit > 0 { return nil }
        if prefix.isEmpty { return tag }
        if opensScope { return prefix }
        return prefix + [0x3A, 0x3A] + tag
    }
}
