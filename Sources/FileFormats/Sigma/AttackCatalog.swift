package import AuditModel

/// The part of MITRE ATT&CK (enterprise) that rules here refer to.
package enum AttackCatalog {
    /// A tactic or technique.
    package struct Entry: Hashable, Sendable {
        package let id: String
        package let name: String
    }

    /// Tactics by the word that Sigma tags use.
    private static let tactics: [String: Entry] = [
        "reconnaissance": Entry(id: "TA0043", name: "Reconnaissance"),
        "resource-development": Entry(id: "TA0042", name: "Resource Development"),
        "initial-access": Entry(id: "TA0001", name: "Initial Access"),
        "execution": Entry(id: "TA0002", name: "Execution"),
        "persistence": Entry(id: "TA0003", name: "Persistence"),
        "privilege-escalation": Entry(id: "TA0004", name: "Privilege Escalation"),
        "defense-evasion": Entry(id: "TA0005", name: "Defense Evasion"),
        "credential-access": Entry(id: "TA0006", name: "Credential Access"),
        "discovery": Entry(id: "TA0007", name: "Discovery"),
        "lateral-movement": Entry(id: "TA0008", name: "Lateral Movement"),
        "collection": Entry(id: "TA0009", name: "Collection"),
        "command-and-control": Entry(id: "TA0011", name: "Command and Control"),
        "exfiltration": Entry(id: "TA0010", name: "Exfiltration"),
        "impact": Entry(id: "TA0040", name: "Impact"),
    ]

    /// Techniques that the built-in rules name.
    private static let techniques: [String: String] = [
        "T1059": "Command and Scripting Interpreter",
        "T1059.004": "Unix Shell",
        "T1195": "Supply Chain Compromise",
        "T1195.002": "Compromise Software Supply Chain",
        "T1543": "Create or Modify System Process",
        "T1546": "Event Triggered Execution",
        "T1546.016": "Installer Packages",
        "T1553": "Subvert Trust Controls",
        "T1553.004": "Install Root Certificate",
        "T1574": "Hijack Execution Flow",
    ]

    /// What an `attack.` tag names; nil for one that is not in the catalogue.
    package static func entry(for tag: UntrustedText) -> Entry? {
        guard tag.hasPrefix("attack.") else { return nil }
        let name = String(decoding: tag.bytes.dropFirst(7).map(\.asciiLowercased), as: UTF8.self)
        if let tactic = tactics[name] { return tactic }
        let id = name.uppercased()
        return techniques[id].map { Entry(id: id, name: $0) }
    }

    package static func isTactic(_ entry: Entry) -> Bool {
        entry.id.utf8.dropFirst().first == UInt8(ascii: "A")
    }

    /// Whether an `attack.` tag is a tactic's name, or has the form of a technique, tactic, group or software id.
    package static func isWellFormed(_ tag: UntrustedText) -> Bool {
        if entry(for: tag) != nil { return true }
        let name = tag.asciiLowercased.bytes.dropFirst(7)
        let parts = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let first = parts.first, let letter = first.first, first.count == 5,
            first.dropFirst().allSatisfy(\.isASCIIDigit)
        else { return false }
        switch letter {
        case UInt8(ascii: "t"):
            return parts.count == 1 || (parts.count == 2 && parts[1].count == 3 && parts[1].allSatisfy(\.isASCIIDigit))
        case UInt8(ascii: "g"), UInt8(ascii: "s"): return parts.count == 1
        default: return false
        }
    }
}
