package import AuditModel

/// Which entries of `dpkg.cfg.d` dpkg reads (valid_config_filename in lib/dpkg/options.c).
package enum DpkgCfgFileName {
    /// Why dpkg passes over the name without a word; nil where it reads what stands there, whatever kind it is of.
    package static func silentSkip(_ name: UntrustedText) -> ReportText? {
        if name.isEmpty { return "the name is empty" }
        if name.bytes.first == UInt8(ascii: ".") { return "the name starts with a dot" }
        let isGood = name.bytes.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "_-".utf8.contains($0) }
        return isGood ? nil : "the name holds something else than letters, digits, - and _"
    }

    /// The names with their place in dpkg's order, counted from `first`.
    ///
    /// dpkg sorts with strcoll(3); this is the order of the C and C.UTF-8 locales, by byte value.
    package static func readings(
        of names: [UntrustedText], first: Int = 0
    ) -> [(name: UntrustedText, reading: ConfigurationReading)] {
        var order = first
        return names.sorted().map { name in
            if let reason = silentSkip(name) { return (name, .skippedSilently(reason)) }
            defer { order += 1 }
            return (name, .read(order: order))
        }
    }
}
