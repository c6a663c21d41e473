/// Names one package instance: dpkg keeps a separate stanza for each architecture of a `Multi-Arch: same` package.
package struct PackageKey: Hashable, Comparable, Sendable {
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
}
