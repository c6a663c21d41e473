package import AuditModel

/// One statement as apt carries it out; unlike `AptDirective` it keeps what only the evaluation needs.
package struct AptConfStatement: Hashable, Sendable {
    /// What apt does with the name and the value.
    package enum Effect: Hashable, Sendable {
        /// Sets a node, or adds one where the name ends in `::`.
        case assign
        case clear
        case include
        /// `#x-apt-configure-index`: apt reads a file of known options, and leaves this file if it cannot.
        case configureIndex
    }

    package let effect: Effect
    /// Full name up to the first NUL, where apt's C strings end; empty for the effects that name a file.
    package let name: [UInt8]
    /// Value, or the name of a file.
    package let value: [UInt8]
    /// Where the value was written, counted from 1.
    package let line: Int
    /// Offset behind the character that ended the statement.
    package let end: Int

    /// The statement in the words of the model; nil for `#x-apt-configure-index`.
    package func directive(in file: HostPath) -> AptDirective? {
        let position = SourcePosition(file: file, line: line)
        switch effect {
        case .assign:
            let isList = AptConfName.components(of: name).last?.isEmpty ?? true
            let key = isList ? name.dropLast(min(2, name.count)) : name[...]
            return AptDirective(
                action: isList ? .append : .set, key: UntrustedText(key), value: UntrustedText(value),
                position: position)
        case .clear:
            return AptDirective(action: .clear, key: UntrustedText(name), value: "", position: position)
        case .include:
            return AptDirective(action: .include, key: "", value: UntrustedText(value), position: position)
        case .configureIndex:
            return nil
        }
    }
}

/// How apt takes a full name apart (Configuration::Lookup in apt-pkg/contrib/configuration.cc).
enum AptConfName {
    private static let colon = UInt8(ascii: ":")

    /// The parts between `::`; the byte behind a separator never starts another one, so `a::::b` is `a`, `::b`.
    static func components(of name: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        while index + 1 < name.count {
            if name[index] == colon, name[index + 1] == colon {
                parts.append(name[start..<index])
                start = index + 2
                index = start
            }
            index += 1
        }
        parts.append(name[start...])
        return parts
    }
}
