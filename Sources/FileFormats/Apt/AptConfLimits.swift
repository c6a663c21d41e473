/// How much of one apt configuration file is kept; beyond it the file is a finding and libapt-pkg is not asked.
///
/// apt has no limits of its own here, so that a command can stand behind any of these. Real files stay far below: the largest one in Debian bookworm has 4 KB.
package enum AptConfLimits {
    /// Bytes of one file.
    package static let fileBytes = 16 << 20
    /// Bytes of a full key, scopes included; apt's longest has about 60.
    package static let keyBytes = 4096
    /// Parts of a full key, which are nodes of the tree; apt's longest has about 8.
    package static let keyParts = 32
    /// Statements of one file.
    package static let statements = 1 << 18
    /// Bytes of all keys and values of one file together.
    package static let keptBytes = 32 << 20
    /// `#include` and `#x-apt-configure-index` statements of one file.
    package static let includes = 64
    /// Problems of one file that are listed one by one.
    package static let problems = 200
    /// Statements of one configuration that are evaluated, those of a file that is included twice counted twice.
    package static let evaluatedStatements = 1 << 19
    /// Bytes that libapt-pkg is given for one configuration.
    package static let libraryBytes = 64 << 20
    /// Bytes that libapt-pkg may compare for one configuration; its list and quote scans grow with the square.
    package static let libraryWork = 2_000_000_000
}
