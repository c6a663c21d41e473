import AuditModel
import ShellReading

/// Capabilities given to a file, judged by what they give (capabilities(7)).
enum GrantedCapability: ContentFamily {
    /// Whoever holds one of these makes himself root in one step.
    private static let root: Set<UntrustedText> = [
        "cap_setuid", "cap_setgid", "cap_setfcap", "cap_sys_module", "cap_sys_rawio", "cap_chown", "cap_fowner", "all",
    ]
    /// These read or write what only root may, or reach into the programs of root: as good as root in a program that
    /// does what its user says.
    private static let near: Set<UntrustedText> = [
        "cap_dac_override", "cap_sys_admin",
        "cap_sys_ptrace", "cap_dac_read_search", "cap_mknod", "cap_sys_chroot", "cap_bpf", "cap_sys_boot", "cap_kill",
        "cap_linux_immutable", "cap_mac_admin", "cap_mac_override", "cap_setpcap",
    ]

    static func matches(in script: ScriptReading) -> [ContentMatch] {
        script.commands.compactMap { line, command in
            guard command.name == "setcap", command.operands.count > 1, let file = command.operands.last else {
                return nil
            }
            let given = Set(command.operands.dropLast().flatMap(names))
            guard !given.isEmpty else { return nil }
            return ContentMatch(
                pattern: given.isDisjoint(with: root) ? "capability" : "root-capability",
                severity: severity(of: given, to: file, script), line: line,
                reason: given.isDisjoint(with: root)
                    ? "gives \(file.cut(to: 120)) a capability that is less than root"
                    : "gives \(file.cut(to: 120)) a capability that is as good as root")
        }
    }

    private static func severity(
        of given: Set<UntrustedText>, to file: UntrustedText, _ script: ScriptReading
    ) -> Severity {
        if !given.isDisjoint(with: root) { return .high }
        // Whoever may write the file holds what it holds; whoever runs an interpreter decides what it does.
        if CommandTraits.isInWorldWritableFolder(file) { return .high }
        if !given.isDisjoint(with: near) {
            if ShellPrograms.isInterpreter(file.lastComponent) { return .high }
            return isOwn(file, script) ? .low : .medium
        }
        return CommandTraits.isHidden(file) ? .medium : .low
    }

    /// The package's own program, whose name may be short: `ip` of iproute2.
    private static func isOwn(_ file: UntrustedText, _ script: ScriptReading) -> Bool {
        script.isOwn(file) || (!script.package.isEmpty && script.package.begins(with: file.lastComponent))
    }

    /// The capabilities that a text such as `cap_setuid,cap_chown+ep cap_kill=i` gives (cap_from_text(3)).
    private static func names(in text: UntrustedText) -> [UntrustedText] {
        text.asciiLowercased.bytes.split(separator: 0x20).flatMap { clause -> [UntrustedText] in
            guard let sign = clause.firstIndex(where: { $0 == 0x2B || $0 == 0x3D || $0 == 0x2D }) else { return [] }
            let actions = clause[sign...].split(omittingEmptySubsequences: true) { $0 == 0x2B || $0 == 0x3D }
            // What is taken away, or set to nothing, gives nothing.
            guard clause[sign] != 0x2D, actions.contains(where: { $0.contains(0x70) || $0.contains(0x65) }) else {
                return []
            }
            let names = clause[..<sign].split(separator: 0x2C).map { UntrustedText($0) }
            return names.isEmpty ? ["all"] : names
        }
    }
}
