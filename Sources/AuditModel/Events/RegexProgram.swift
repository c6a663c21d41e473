/// A regular expression as instructions for a matcher that takes every path at once, so that no value can slow it down.
package struct RegexProgram: Hashable, Sendable {
    /// One instruction; numbers are indexes into the program.
    package enum Instruction: Hashable, Sendable {
        /// Takes one code point of the set, or outside of it.
        case take([ClosedRange<UInt32>], inverted: Bool)
        case split(Int, Int)
        case jump(Int)
        case start
        case end
        case found
    }

    package let instructions: [Instruction]
    /// As it was written.
    package let source: UntrustedText

    package init(instructions: [Instruction], source: UntrustedText) {
        self.instructions = instructions
        self.source = source
    }
}
