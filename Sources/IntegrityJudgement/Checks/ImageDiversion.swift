import AuditModel

/// Diversions that image builders make so that no service starts while packages are installed.
///
/// Official container images divert initctl, debootstrap and live-build start-stop-daemon, others ischroot and what
/// rebuilds boot files; in its place stands a script that does nothing, or a link to `true`.
enum ImageDiversion {
    private static let names: Set<HostPath> = [
        "/sbin/initctl", "/usr/sbin/initctl", "/sbin/start-stop-daemon", "/usr/sbin/start-stop-daemon",
        "/usr/bin/ischroot", "/usr/sbin/policy-rc.d", "/usr/sbin/invoke-rc.d", "/usr/sbin/update-initramfs",
        "/usr/sbin/update-grub", "/usr/sbin/grub-probe",
    ]

    /// What the shape is called; nil for anything else.
    ///
    /// - Parameter owners: packages that vouch for what the name leads to.
    static func name(of place: DivertedPlace, at path: HostPath, owners: [PackageKey]) -> String? {
        guard names.contains(path), place.endFacts?.uid == place.facts?.uid,
            place.endFacts.map({ $0.mode & 0o022 == 0 }) ?? false
        else { return nil }
        let isTrue = place.end == "/usr/bin/true" || place.end == "/bin/true"
        if isTrue, owners.contains(where: { $0.name == "coreutils" }) { return "a link to true" }
        return place.content.map(doesNothing) ?? false ? "a script that does nothing" : nil
    }

    /// A shell script of comments, `exit N`, `true`, `:` and messages of plain words.
    private static func doesNothing(_ bytes: [UInt8]) -> Bool {
        var lines = ByteLines(bytes)
        guard let first = lines.next(),
            ["#!/bin/sh", "#!/bin/bash", "#!/bin/sh -e"].contains(where: { first.elementsEqual($0.utf8) })
        else { return false }
        while let line = lines.next() {
            let words = line.split { $0 == 0x20 || $0 == 0x09 }
            guard let command = words.first else { continue }
            if command.first == UInt8(ascii: "#") { continue }
            guard line.allSatisfy(isPlain) else { return false }
            switch UntrustedText(command) {
            case "exit":
                guard words.count == 1 || (words.count == 2 && words[1].allSatisfy(\.isASCIIDigit)) else {
                    return false
                }
            case "true", ":":
                guard words.count == 1 else { return false }
            case "echo": continue
            default: return false
            }
        }
        return true
    }

    /// Bytes that mean nothing to a shell, but for the quotes around a message.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || " \t\"'.,:!-_/".utf8.contains(byte)
    }
}
