import AuditModel

/// The words that this process was started with, as bytes.
package enum ProgramArguments {
    /// The first argument that is not UTF-8, counted from 1; nil where all are.
    ///
    /// Swift repairs such a word, and a repaired path names another file.
    package static var firstRepaired: Int? {
        (1..<max(1, Int(CommandLine.argc))).first { index in
            guard let word = unsafe CommandLine.unsafeArgv[index] else { return false }
            return unsafe String(validatingCString: word) == nil
        }
    }
}
