/// What stands now at the name that a diversion took from a package's file.
package struct DivertedPlace: Hashable, Codable, Sendable {
    /// Of the name itself; nil where nothing stands there.
    package let facts: FileFacts?
    /// Where its links lead; the name itself where it is no link.
    package let end: HostPath
    /// Of what the links lead to; nil where they lead nowhere.
    package let endFacts: FileFacts?
    /// Nil where the bytes were not read.
    package let md5: MD5Digest?
    /// Kept of a small file only, whose words may be a known shape.
    package let content: [UInt8]?

    package init(
        facts: FileFacts?, end: HostPath, endFacts: FileFacts?, md5: MD5Digest? = nil, content: [UInt8]? = nil
    ) {
        self.facts = facts
        self.end = end
        self.endFacts = endFacts
        self.md5 = md5
        self.content = content
    }
}
