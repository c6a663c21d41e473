package import AuditModel

/// Which package an archive holds, from its own control file.
package struct PackageIdentity: Hashable, Comparable, Sendable {
    package let key: PackageKey
    package let version: UntrustedText

    package init(key: PackageKey, version: UntrustedText) {
        self.key = key
        self.version = version
    }

    package static func < (left: PackageIdentity, right: PackageIdentity) -> Bool {
        left.key == right.key ? left.version < right.version : left.key < right.key
    }
}

/// The fields of an archive's control file that decide what it is a reference for, deb-control(5).
package struct ControlFile: Hashable, Sendable {
    package let identity: PackageIdentity
    /// The value of Multi-Arch; nil where the field is absent.
    package let multiArch: UntrustedText?

    /// Throws unless the bytes are one stanza in which each of these fields stands at most once.
    package init(_ bytes: [UInt8]) throws(ArchiveProblem) {
        let fields = try Self.fields(of: bytes)
        let name = try Self.required("Package", in: fields, allowed: [0x2B, 0x2D, 0x2E])
        let version = try Self.required("Version", in: fields, allowed: [0x2B, 0x2D, 0x2E, 0x3A, 0x7E])
        let architecture = try Self.required("Architecture", in: fields, allowed: [0x2D])
        identity = PackageIdentity(
            key: PackageKey(name: name, architecture: architecture), version: DebianVersion.canonical(version))
        multiArch = fields["multi-arch"]
    }

    private static let wanted: Set<UntrustedText> = ["package", "version", "architecture", "multi-arch"]

    private static func required(
        _ field: StaticString, in fields: [UntrustedText: UntrustedText], allowed: Set<UInt8>
    ) throws(ArchiveProblem) -> UntrustedText {
        guard let value = fields[UntrustedText(field.description.utf8).asciiLowercased], !value.isEmpty else {
            throw ArchiveProblem(reason: "the control file has no \(ours: field.description) field")
        }
        let isPlain = value.bytes.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || allowed.contains($0) }
        guard isPlain else {
            throw ArchiveProblem(
                reason: "the \(ours: field.description) field of the control file is not valid: \(value)")
        }
        return value
    }

    private static func fields(of bytes: [UInt8]) throws(ArchiveProblem) -> [UntrustedText: UntrustedText] {
        var fields: [UntrustedText: UntrustedText] = [:]
        var current: UntrustedText?
        var isOver = false
        for line in ByteLines(bytes) {
            if line.allSatisfy(\.isASCIISpace) {
                isOver = !fields.isEmpty
                continue
            }
            guard !isOver, !line.contains(0) else {
                throw ArchiveProblem(reason: "the control file holds more than one stanza of text")
            }
            if line.first == 0x20 || line.first == 0x09 {
                guard current.map({ !wanted.contains($0) }) ?? false else {
                    throw ArchiveProblem(reason: "the control file continues a line that cannot be continued")
                }
                continue
            }
            current = try field(line, into: &fields)
        }
        return fields
    }

    /// The field's name, in lower case as dpkg compares names.
    private static func field(
        _ line: ArraySlice<UInt8>, into fields: inout [UntrustedText: UntrustedText]
    ) throws(ArchiveProblem) -> UntrustedText {
        guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex,
            line[..<colon].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw ArchiveProblem(reason: "the control file has a line that is no field") }
        let name = UntrustedText(line[..<colon]).asciiLowercased
        if fields[name] != nil, wanted.contains(name) {
            throw ArchiveProblem(reason: "the control file has the field \(name) twice")
        }
        fields[name] = UntrustedText(line[(colon + 1)...].trimmingASCIISpace)
        return name
    }
}
