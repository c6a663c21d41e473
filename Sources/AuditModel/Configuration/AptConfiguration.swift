/// What one statement of apt.conf(5) does to the tree.
package enum AptAction: Hashable, Codable, Sendable {
    /// `Key "value";` — replaces a scalar.
    case set
    /// `Key:: "value";` or `Key { "value"; };` — adds to a list.
    case append
    /// `#clear Key;` — drops the subtree.
    case clear
    /// `#include "path";`
    case include
}

/// One statement of an apt configuration file, with the place it was written at.
package struct AptDirective: Hashable, Codable, Sendable {
    package let action: AptAction
    /// Full key, scopes joined with `::`, percent-decoded, in the case it was written; no trailing `::`.
    package let key: UntrustedText
    /// The value, quotes removed; empty for `#clear`.
    package let value: UntrustedText
    package let position: SourcePosition

    package init(action: AptAction, key: UntrustedText, value: UntrustedText, position: SourcePosition) {
        self.action = action
        self.key = key
        self.value = value
        self.position = position
    }
}

/// One apt configuration file as lexed.
package struct AptConfigurationFile: Hashable, Codable, Sendable {
    package let path: HostPath
    package let reading: ConfigurationReading
    /// Where an `#include` made apt read it; nil for files apt finds by itself.
    package let includedFrom: SourcePosition?
    package let directives: [AptDirective]
    package let problems: [ParseProblem]

    package init(
        path: HostPath, reading: ConfigurationReading, includedFrom: SourcePosition? = nil,
        directives: [AptDirective], problems: [ParseProblem]
    ) {
        self.path = path
        self.reading = reading
        self.includedFrom = includedFrom
        self.directives = directives
        self.problems = problems
    }
}

/// One setting that is in force after every file has been read.
package struct AptSetting: Hashable, Codable, Sendable {
    /// Full key in the case of its first mention; list members carry a trailing `::`.
    package let key: UntrustedText
    package let value: UntrustedText
    /// Where the value was written; nil where libapt-pkg and our reader disagree.
    package let position: SourcePosition?

    package init(key: UntrustedText, value: UntrustedText, position: SourcePosition?) {
        self.key = key
        self.value = value
        self.position = position
    }
}

/// The apt configuration as apt understands it.
package struct AptConfiguration: Codable, Sendable {
    /// In apt's reading order, then the files it skips, by path.
    package var files: [AptConfigurationFile] = []
    /// As libapt-pkg decides, in tree order.
    package var effective: [AptSetting] = []
    /// Where libapt-pkg and our reader do not agree.
    package var disagreements: [ParseProblem] = []

    package init() {}
}

/// One option line of a dpkg.cfg(5) file.
package struct DpkgDirective: Hashable, Codable, Sendable {
    /// Option name without leading dashes.
    package let option: UntrustedText
    /// Nil for an option without argument.
    package let value: UntrustedText?
    package let position: SourcePosition

    package init(option: UntrustedText, value: UntrustedText?, position: SourcePosition) {
        self.option = option
        self.value = value
        self.position = position
    }
}

/// One dpkg configuration file as read.
package struct DpkgConfigurationFile: Hashable, Codable, Sendable {
    package let path: HostPath
    package let reading: ConfigurationReading
    package let directives: [DpkgDirective]
    package let problems: [ParseProblem]

    package init(
        path: HostPath, reading: ConfigurationReading, directives: [DpkgDirective], problems: [ParseProblem]
    ) {
        self.path = path
        self.reading = reading
        self.directives = directives
        self.problems = problems
    }
}
