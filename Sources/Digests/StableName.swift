package import AuditModel

/// Names that stay the same from run to run, because they are digests of what they name.
package enum StableName {
    /// `dv-` and 16 hexadecimal digits.
    ///
    /// - Parameter identity: check, path and subject, with NUL bytes between them.
    package static func finding(_ identity: [UInt8]) -> String {
        "dv-" + String(ContentHasher.sha256(identity).hex.prefix(16))
    }

    /// `accept-` and 16 hexadecimal digits.
    ///
    /// - Parameter identity: path, content, programs and checks that an exception is about, with NUL bytes between them.
    package static func acceptance(_ identity: [UInt8]) -> String {
        "accept-" + String(ContentHasher.sha256(identity).hex.prefix(16))
    }

    /// `case-` and 12 hexadecimal digits, from the ids of the alerts and findings in the case.
    package static func caseID(of members: [String]) -> String {
        let identity = members.sorted().joined(separator: "\n")
        return "case-" + String(ContentHasher.sha256(Array(identity.utf8)).hex.prefix(12))
    }
}

extension Alert {
    /// The stable name of the alert: SHA-256 of rule, version and event.
    package var uuid: SHA256Digest {
        let key = event.deduplicationKeys.first?.bytes ?? []
        return ContentHasher.sha256(
            Array([rule.ruleID.bytes, Array(String(rule.version).utf8), key].joined(separator: [0])))
    }
}
