package import AuditModel

/// Lists the archives of a known-good store in text.
package enum ManifestListing {
    package static func text(_ archives: [PackageArchive], seal: ReportText, style: TextStyle) -> [UInt8] {
        var lines = TextLines(style: style)
        lines.add("\(Formats.count(archives.count, "archive")), \(Escaping.printable(seal))")
        lines.table(
            archives.map { archive in
                let release = archive.proof.map { Escaping.printable($0.chain.release.text) } ?? "-"
                return [
                    Escaping.printable(archive.key.text), Escaping.printable(archive.version),
                    Formats.count(archive.members.count, "member"), release, archive.sha256.hex,
                ]
            }, indent: 2)
        return lines.bytes
    }
}
