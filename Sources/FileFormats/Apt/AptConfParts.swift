package import AuditModel

/// One stretch of a configuration file between the statements that make apt open another one.
package enum AptConfPart: Sendable {
    /// Statements that stand alone, as a file of their own with the lines of the whole.
    case text(AptConfSource)
    /// `#include`; the value ends at its first NUL, where apt's C strings end.
    case include(target: UntrustedText, position: SourcePosition)
    /// `#x-apt-configure-index`, after which apt leaves the file without an error if it cannot read the target.
    case configureIndex(target: UntrustedText, position: SourcePosition)
}

extension AptConfSource {
    /// The file cut at each statement that names another file, in the order in which apt works through it.
    ///
    /// A cut is possible because such statements are legal only where no scope and no statement is open. Each text
    /// is read again and compared with its share of the whole, since a blanked quote can change what counts as a
    /// comment on its line; where they differ, or the reading again would cost too much, `standsAlone` is false.
    package var parts: [AptConfPart] {
        var parts: [AptConfPart] = []
        var start = 0
        var taken = 0
        // Each stretch is read again from the file's first line on.
        var budget = 4 * AptConfLimits.fileBytes
        for (index, statement) in statements.enumerated() {
            let position = SourcePosition(file: file, line: statement.line)
            let target = UntrustedText(statement.value.prefix { $0 != 0 })
            let naming: AptConfPart
            switch statement.effect {
            case .assign, .clear: continue
            case .include: naming = .include(target: target, position: position)
            case .configureIndex: naming = .configureIndex(target: target, position: position)
            }
            parts.append(.text(stretch(start..<statement.end, statements[taken..<index], isLast: false, &budget)))
            parts.append(naming)
            start = statement.end
            taken = index + 1
        }
        if parts.isEmpty { return [.text(self)] }
        parts.append(.text(stretch(start..<textForApt.count, statements[taken...], isLast: true, &budget)))
        return parts
    }

    private func stretch(
        _ range: Range<Int>, _ share: ArraySlice<AptConfStatement>, isLast: Bool, _ budget: inout Int
    ) -> AptConfSource {
        budget -= range.upperBound
        if budget < 0 { return AptConfSource(share, of: self, hasSyntaxError: isLast && hasSyntaxError) }
        let before = textForApt[..<range.lowerBound]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        var text = [UInt8](repeating: 0x0A, count: before.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) })
        text.append(contentsOf: [UInt8](repeating: 0x20, count: before.endIndex - lineStart))
        text.append(contentsOf: textForApt[range])
        let again = AptConfSource.read(text, file: file)
        let isSame =
            again.hasSyntaxError == (isLast && hasSyntaxError) && again.isOverLimits == isOverLimits
            && again.statements.elementsEqual(share) { $0.isSame(as: $1) }
        return isSame ? again : AptConfSource(share, of: self, hasSyntaxError: isLast && hasSyntaxError)
    }
}

extension AptConfStatement {
    /// Equal but for the offset, which a blanked beginning moves.
    fileprivate func isSame(as other: AptConfStatement) -> Bool {
        effect == other.effect && name == other.name && value == other.value && line == other.line
    }
}
