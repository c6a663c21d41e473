/// Names that dpkg, ucf and administrators give to a configuration file that is out of use.
package enum LeftoverName {
    private static let endings: [StaticString] = [
        ".disabled", ".dpkg-old", ".dpkg-dist", ".dpkg-new", ".dpkg-bak", ".dpkg-remove", ".ucf-old", ".ucf-dist",
        ".ucf-new", ".bak", ".orig", ".save", "~",
    ]

    /// The path without such an ending; nil where it has none, or nothing would be left of the name.
    package static func base(of path: HostPath) -> HostPath? {
        for ending in endings where path.text.hasSuffix(ending) {
            let base = path.bytes.dropLast(ending.utf8CodeUnitCount)
            guard let last = base.last, last != UInt8(ascii: "/") else { return nil }
            return HostPath(base)
        }
        return nil
    }
}
