package import AuditModel

/// Writes JSON from bytes, so that a value of an event comes out as it came in, on one line and safe for a terminal:
/// control, bidirectional, invisible and private characters are written as `\uXXXX`.
package struct JSONBytes {
    package private(set) var bytes: [UInt8] = []
    /// Whether a comma is due before the next element.
    private var needsComma = false

    package init() {}

    package mutating func object(_ members: (inout JSONBytes) -> Void) {
        enclose("{", "}", members)
    }

    package mutating func array(_ elements: (inout JSONBytes) -> Void) {
        enclose("[", "]", elements)
    }

    private mutating func enclose(_ open: StaticString, _ close: StaticString, _ inner: (inout JSONBytes) -> Void) {
        separate()
        bytes.append(contentsOf: open.description.utf8)
        needsComma = false
        inner(&self)
        bytes.append(contentsOf: close.description.utf8)
        needsComma = true
    }

    /// A key; its value has to follow.
    package mutating func key(_ name: some Sequence<UInt8>) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func member(_ name: StaticString, _ value: UntrustedText) {
        key(name.description.utf8)
        string(value.bytes)
    }

    package mutating func member(_ name: StaticString, _ value: String) {
        key(name.description.utf8)
        string(value.utf8)
    }

    package mutating func member(_ name: StaticString, _ value: Int) {
        key(name.description.utf8)
        raw(String(value).utf8)
    }

    package mutating func value(_ value: EventValue) {
        switch value {
        case .null: raw("null".utf8)
        case .boolean(let isTrue): raw((isTrue ? "true" : "false").utf8)
        case .number(let text): raw(text)
        case .string(let text): string(text)
        case .array(let elements): array { output in elements.forEach { output.value($0) } }
        case .object(let members):
            object { output in
                for member in members {
                    output.key(member.key)
                    output.value(member.value)
                }
            }
        }
    }

    package mutating func string(_ text: some Sequence<UInt8>) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        let text = Array(text)
        if text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            bytes.append(contentsOf: text)
        } else {
            for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { append(scalar) }
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if scalar == "\"" || scalar == "\\" {
            bytes += [UInt8(ascii: "\\"), UInt8(truncatingIfNeeded: scalar.value)]
        } else if Escaping.isPrintable(scalar) {
            bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
        } else {
            for unit in UTF16.encode(scalar).map({ Array($0) }) ?? [] {
                let digits = String(unit, radix: 16)
                bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8)
            }
        }
    }

    private mutating func raw(_ text: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: text)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }
}
