package import AuditModel

/// The OpenPGP keys of one file, armoured or binary: gpgv reads only the binary form.
package enum ArmouredKey {
    /// One certificate a time, each as binary packets beginning with its primary key.
    ///
    /// Armour is recognised by its header line, as apt does for `.asc`; several blocks are read one after the other.
    package static func certificates(in file: [UInt8]) throws(RepositoryProblem) -> [[OpenPGPPacket]] {
        if let first = file.first, first & 0x80 != 0 { return try OpenPGPPacket.all(in: file).certificates }
        var certificates: [[OpenPGPPacket]] = []
        for block in Armour.blocks(of: .publicKey, in: file) {
            certificates += try OpenPGPPacket.all(in: Armour.decode(block, kind: .publicKey)).certificates
        }
        return certificates
    }

    /// The text of a key block inside a `Signed-By:` field, where each line is indented and ` .` stands for an empty one.
    package static func inlineBlock(in value: ArraySlice<UInt8>) -> [UInt8]? {
        guard value.trimmingASCIISpace.starts(with: "-----BEGIN PGP PUBLIC KEY BLOCK-----".utf8) else { return nil }
        var text: [UInt8] = []
        for line in ByteLines(value) {
            let content = line.trimmingASCIISpace
            if !content.elementsEqual(".".utf8) { text += content }
            text.append(0x0A)
        }
        return text
    }
}

/// Where a source says that its keys are (sources.list(5), option Signed-By).
package enum SignedBy: Hashable, Sendable {
    case file(HostPath)
    case inline([UInt8])

    /// Every key place that a `.sources` file names; fingerprints, which name no place, are left out.
    package static func places(inSources bytes: [UInt8], file: HostPath) -> [SignedBy] {
        let text = ControlParagraphs(bytes, file: file)
        return text.paragraphs.flatMap { paragraph -> [SignedBy] in
            guard let value = text.value("Signed-By", in: paragraph) else { return [] }
            if let block = ArmouredKey.inlineBlock(in: value) { return [.inline(block)] }
            return paths(in: value)
        }
    }

    /// Every key place that the options of a one-line `.list` file name: `deb [signed-by=/path] ...`.
    package static func places(inList bytes: [UInt8]) -> [SignedBy] {
        ByteLines(bytes).flatMap { line -> [SignedBy] in
            let text = line.trimmingASCIISpace
            guard text.starts(with: "deb".utf8), let open = text.firstIndex(of: UInt8(ascii: "[")),
                let close = text[open...].firstIndex(of: UInt8(ascii: "]"))
            else { return [] }
            return text[(open + 1)..<close].split(whereSeparator: \.isASCIISpace).flatMap { option -> [SignedBy] in
                guard let equals = option.firstIndex(of: UInt8(ascii: "=")),
                    UntrustedText(option[..<equals]).asciiLowercased == "signed-by"
                else { return [] }
                return paths(in: option[(equals + 1)...])
            }
        }
    }

    private static func paths(in value: ArraySlice<UInt8>) -> [SignedBy] {
        value.split { $0 == UInt8(ascii: ",") || $0.isASCIISpace }
            .filter { $0.first == UInt8(ascii: "/") }
            .map { .file(HostPath($0)) }
    }
}
