/// Names one package instance: dpkg keeps a separate stanza for each architecture of a `Multi-Arch: same` package.
package struct PackageKey: Hashable, Comparable, Codable, Sendable {
    package let name: UntrustedText
    package let architecture: UntrustedText

    package init(name: UntrustedText, architecture: UntrustedText) {
        self.name = name
        self.architecture = architecture
    }

    package static func < (left: PackageKey, right: PackageKey) -> Bool {
        left.name == right.name ? left.architecture < right.architecture : left.name < right.name
    }

    package var text: ReportText { "\(name):\(architecture)" }

    /// Whether the name is one that dpkg would take; see `UntrustedText.isPackageName`.
    package var hasPackageName: Bool { name.isPackageName }
}

extension UntrustedText {
    /// Whether this is a name that Debian Policy 5.6.1 and dpkg allow.
    ///
    /// The status file may hold any other: one such as `-oDir::Bin::dpkg=x` is an option to the program that it is given
    /// to, and one with quotes ends the quotes that stand around it.
    package var isPackageName: Bool {
        guard let first = bytes.first, first.isASCIIDigit || first.isASCIILetter else { return false }
        return bytes.allSatisfy { $0.isASCIIDigit || $0.isASCIILetter || "+-.".utf8.contains($0) }
    }
}
