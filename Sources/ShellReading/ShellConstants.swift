import AuditModel

/// The values that a script's variables have, as far as they stand in the script.
struct ShellConstants {
    /// Later values of one variable are not tried.
    static let valueLimit = 8
    private static let lengthLimit = 4096
    /// What the shell itself sets, or dpkg's run of a script on a host.
    private static let ofTheShell: [UntrustedText: UntrustedText] = [
        "SHELL": "/bin/sh", "BASH": "/bin/bash", "HOME": "/root", "DPKG_ROOT": "",
    ]

    /// What stands nearest before; nil where it is no constant.
    private var current: [UntrustedText: UntrustedText?] = [:]
    /// All constants of a variable, wherever they are set.
    private(set) var all: [UntrustedText: [UntrustedText]] = [:]

    mutating func set(_ name: UntrustedText, to value: UntrustedText?) {
        let value = value.flatMap { $0.bytes.count <= Self.lengthLimit ? $0 : nil }
        current[name] = .some(value)
        guard let value else { return }
        let known = all[name] ?? []
        if known.count < Self.valueLimit, !known.contains(value) { all[name] = known + [value] }
    }

    /// Goes back to the start of the script, keeping what is known of the whole of it: a function stands before the
    /// variables that it uses.
    mutating func rewind() {
        current = [:]
    }

    /// How many values a variable may have.
    func count(of name: UntrustedText) -> Int { all[name]?.count ?? 0 }

    /// The value where the script stands, or with a choice above 0 the value of that number.
    func value(of name: UntrustedText, choice: Int) -> UntrustedText? {
        if choice > 0, let values = all[name], values.count >= choice { return values[choice - 1] }
        if let known = current[name] { return known }
        return all[name]?.first ?? Self.ofTheShell[name]
    }
}
