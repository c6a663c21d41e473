package import AuditModel
public import Testing

// Names of cases in the output of the tests: as text, where Swift would print one number for each byte.

extension UntrustedText: CustomTestStringConvertible {
    package var testDescription: String { String(decoding: bytes, as: UTF8.self).debugDescription }
}

extension HostPath: CustomTestStringConvertible {
    package var testDescription: String { text.testDescription }
}

extension SHA256Digest: CustomTestStringConvertible {
    package var testDescription: String { hex }
}

/// Bytes that are handed to a test, by the name of their case.
package struct NamedBytes: Sendable, CustomTestStringConvertible {
    package let name: String
    package let bytes: [UInt8]

    package init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    package var testDescription: String { name }
}
