package import AuditModel
import CAptPkg
package import FileFormats

/// libapt-pkg's own judgement, on bytes alone: it is never given a path of the audited tree or of this machine.
package enum AptBridge {
    /// Bytes of one answer.
    private static let ceiling = 256 << 20

    /// One deb822 field, its value with inner line ends.
    package struct Field: Hashable, Sendable {
        package let name: UntrustedText
        package let value: UntrustedText
    }

    /// What libapt-pkg made of several files.
    package struct EffectiveConfiguration: Hashable, Sendable {
        /// One node of apt's tree.
        package struct Node: Hashable, Sendable {
            /// Full tag; list members end in `::`.
            package let key: UntrustedText
            package let value: UntrustedText

            package init(key: UntrustedText, value: UntrustedText) {
                self.key = key
                self.value = value
            }
        }

        /// Every node in tree order, the ones without a value included.
        package let nodes: [Node]
        /// For each file apt's message where it stopped in it, with apt's count of lines; nil where it read it all.
        package let failures: [UntrustedText?]

        package init(nodes: [Node], failures: [UntrustedText?]) {
            self.nodes = nodes
            self.failures = failures
        }
    }

    /// Negative, zero or positive as `left` is the older, the same or the newer version (deb-version(7)).
    ///
    /// Any bytes are taken, as apt takes them; whether they are a version is for the caller.
    package static func compareVersions(_ left: UntrustedText, _ right: UntrustedText) throws(AptBridgeError) -> Int {
        var order: Int32 = 0
        let status = unsafe debvouch_apt_compare(
            left.bytes, left.bytes.count, right.bytes, right.bytes.count, &order)
        try AptAnswer.check(status)
        return Int(order)
    }

    /// Reads the files in order into one fresh tree, as apt does; a file with a syntax error does not end it.
    ///
    /// Throws without asking where a file names others, or where libapt-pkg would take more than seconds.
    package static func effectiveConfiguration(
        of sources: [AptConfSource]
    ) throws(AptBridgeError) -> EffectiveConfiguration {
        guard isBounded(sources) else { throw .overLimits }
        guard sources.allSatisfy(\.isFreeOfFileNames) else { throw .namesFiles }
        let texts = sources.flatMap(\.bytes)
        let counts = sources.map(\.bytes.count)
        var answer = try unsafe AptAnswer(debvouch_apt_configuration(texts, counts, counts.count, ceiling))
        var failures: [UntrustedText?] = []
        for _ in sources {
            let message = try answer.text()
            failures.append(message.isEmpty ? nil : message)
        }
        var nodes: [EffectiveConfiguration.Node] = []
        for _ in 0..<(try answer.number()) {
            nodes.append(EffectiveConfiguration.Node(key: try answer.text(), value: try answer.text()))
        }
        return EffectiveConfiguration(nodes: nodes, failures: failures)
    }

    /// The sections of a deb822 text with their fields in order, names as written, surrounding white space cut.
    package static func sections(in text: [UInt8], withComments: Bool = false) throws(AptBridgeError) -> [[Field]] {
        var answer = try unsafe AptAnswer(debvouch_apt_sections(text, text.count, withComments ? 1 : 0, ceiling))
        var sections: [[Field]] = []
        while !answer.isAtEnd {
            var fields: [Field] = []
            for _ in 0..<(try answer.number()) {
                fields.append(Field(name: try answer.text(), value: try answer.text()))
            }
            sections.append(fields)
        }
        return sections
    }

    /// Whether libapt-pkg reads this in seconds: it walks a whole list for each new member of it, and the line from
    /// its start for each comment mark inside quotes.
    private static func isBounded(_ sources: [AptConfSource]) -> Bool {
        var statements = 0
        var nameBytes = 0
        var rescanned = 0
        var bytes = 0
        for source in sources {
            if source.isOverLimits { return false }
            bytes += source.bytes.count
            statements += source.statements.count
            nameBytes += source.statements.reduce(0) { $0 + $1.name.count + 1 }
            rescanned += source.rescannedBytes
        }
        let (work, overflow) = statements.multipliedReportingOverflow(by: nameBytes)
        return !overflow && bytes <= AptConfLimits.libraryBytes && work <= AptConfLimits.libraryWork
            && rescanned <= AptConfLimits.libraryWork
    }
}
