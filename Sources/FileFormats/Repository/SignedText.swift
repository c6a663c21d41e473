import AuditModel

/// A text and the signature packets over it, both exactly as they are to be verified.
package struct SignedText: Hashable, Sendable {
    package let text: [UInt8]
    package let signature: [UInt8]

    /// From an InRelease file.
    package init(clearSigned bytes: [UInt8]) throws(RepositoryProblem) {
        let framing = try InReleaseFraming(bytes)
        text = framing.text
        signature = framing.signature
    }

    /// From a Release file and its Release.gpg, armoured or binary.
    ///
    /// Throws where the text could be verified and read in two ways: see `InReleaseFraming.longestLine`.
    package init(release: [UInt8], detached: [UInt8]) throws(RepositoryProblem) {
        for line in ByteLines(release) {
            guard line.count <= InReleaseFraming.longestLine, !line.contains(0) else {
                throw RepositoryProblem(.framing, offset: line.startIndex, "a line is too long, or holds a null byte")
            }
        }
        text = release
        if let first = detached.first, first & 0x80 != 0 {
            signature = detached
            return
        }
        let blocks = Armour.blocks(of: .signature, in: detached)
        guard blocks.count == 1, let block = blocks.first else {
            throw RepositoryProblem(.framing, "the detached signature is not one armoured block")
        }
        signature = try Armour.decode(block, kind: .signature)
    }
}
