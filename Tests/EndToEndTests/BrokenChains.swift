import AuditTestSupport
import Foundation
import Testing

/// One way to break, weaken or merely bend the chain, with what an audit has to say then.
struct BrokenChain: Sendable, CustomTestStringConvertible {
    let name: String
    let rung: String
    let findings: [String]
    /// Further arguments; the key `good` is pinned by its fingerprint in all but a few.
    var arguments: [String] = []
    var pinsGood = true
    let change: @Sendable (SignedRepository, SigningYard) throws -> Void

    var testDescription: String { name }

    /// Links that do not hold.
    static let broken: [BrokenChain] = signatures + framings + digests

    private static func unsigned(
        _ name: String, _ finding: String, _ change: @escaping @Sendable (SignedRepository, SigningYard) throws -> Void
    ) -> BrokenChain {
        BrokenChain(name: name, rung: "archive-only", findings: [finding], change: change)
    }

    private static let signatures: [BrokenChain] = [
        unsigned("the body of InRelease is changed", "high index-signature-invalid") { copy, yard in
            try copy.write(edit(yard.inRelease, "Suite: tide", "Suite: tied"), to: SignedRepository.inRelease)
        },
        unsigned("the signature is another text's", "high index-signature-invalid") { copy, yard in
            let other = try yard.keys.clearSign(Array("Suite: tide\n".utf8), by: [yard.good])
            try copy.write(
                cut(yard.inRelease, before: "-----BEGIN PGP SIGNATURE") + cut(other, from: "-----BEGIN PGP SIGNATURE"),
                to: SignedRepository.inRelease)
        },
        unsigned("a key nobody has signed it", "low index-signature-invalid") { copy, yard in
            try copy.write(yard.keys.clearSign(yard.release, by: [yard.stranger]), to: SignedRepository.inRelease)
        },
        BrokenChain(name: "another key of the tree signed it", rung: "archive-only", findings: []) { copy, yard in
            try copy.write(yard.keys.clearSign(yard.release, by: [yard.second]), to: SignedRepository.inRelease)
            try copy.write(yard.keys.export([yard.second]), to: SigningYard.keyring)
        },
        BrokenChain(name: "no key is pinned", rung: "archive-only", findings: [], pinsGood: false) { _, _ in },
        unsigned("the key had expired before it signed", "medium index-signature-invalid") { copy, yard in
            try copy.write(try ExpiredSignature.shared.get().late, to: SignedRepository.inRelease)
            try copy.write(try ExpiredSignature.shared.get().key, to: SigningYard.keyring)
        },
        unsigned("the key is revoked", "high index-signature-invalid") { copy, yard in
            let signed = try yard.keys.clearSign(yard.release, by: [yard.revoked])
            try yard.keys.revoke(yard.revoked)
            try copy.write(signed, to: SignedRepository.inRelease)
            try copy.write(yard.keys.export([yard.revoked]), to: SigningYard.keyring)
        },
        unsigned("the signature is over SHA-1", "medium index-signature-invalid") { copy, yard in
            try copy.write(
                yard.keys.clearSign(yard.release, by: [yard.good], digest: "SHA1"), to: SignedRepository.inRelease)
        },
        unsigned("there is no signature", "medium index-signature-invalid") { copy, yard in
            try copy.delete(SignedRepository.inRelease)
            try copy.write(yard.release, to: "\(SignedRepository.lists)/\(SignedRepository.prefix)_Release")
        },
        unsigned("there is no Release", "medium index-digest-mismatch") { copy, _ in
            try copy.delete(SignedRepository.inRelease)
        },
    ]

    private static let framings: [BrokenChain] = [
        unsigned("text stands before the message", "high index-signature-invalid") { copy, yard in
            try copy.write(Array("Origin: Reef\n\n".utf8) + yard.inRelease, to: SignedRepository.inRelease)
        },
        unsigned("text stands after the message", "high index-signature-invalid") { copy, yard in
            try copy.write(yard.inRelease + Array("Origin: Reef\n".utf8), to: SignedRepository.inRelease)
        },
        unsigned("there are two signed messages", "high index-signature-invalid") { copy, yard in
            try copy.write(yard.inRelease + yard.inRelease, to: SignedRepository.inRelease)
        },
        unsigned("a dash is not escaped", "high index-signature-invalid") { copy, yard in
            try copy.write(edit(yard.inRelease, "Suite: tide", "-Suite: tide"), to: SignedRepository.inRelease)
        },
        unsigned("an unknown armour header stands before the text", "high index-signature-invalid") { copy, yard in
            try copy.write(
                edit(yard.inRelease, "Hash: SHA512\n", "Hash: SHA512\nNotDashEscaped: yes\n"),
                to: SignedRepository.inRelease)
        },
        unsigned("the message stands inside another", "high index-signature-invalid") { copy, yard in
            let start = Array("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n".utf8)
            try copy.write(start + yard.inRelease, to: SignedRepository.inRelease)
        },
    ]

    private static let digests: [BrokenChain] = [
        unsigned("the index is changed", "high index-digest-mismatch") { copy, yard in
            try copy.write(edit(yard.index, "Description", "Descriptiom"), to: SignedRepository.index)
        },
        unsigned("the index is another suite's", "high index-digest-mismatch") { copy, yard in
            try copy.write(try copy.packages(["2.0-3"]), to: SignedRepository.index)
        },
        unsigned("the compressed index is cut short", "high index-digest-mismatch") { copy, _ in
            try copy.compress(SignedRepository.index, with: "xz")
            try copy.write(copy.read(SignedRepository.index + ".xz").dropLast(20), to: SignedRepository.index + ".xz")
        },
        BrokenChain(
            name: "the archive is another build", rung: "unverifiable", findings: ["high reference-conflict"]
        ) { copy, _ in
            let name = "archives/capstan_2.0-2_all.deb"
            try Command.require("dpkg-deb", ["-R", name, "again"], in: copy.folder)
            try copy.write(Array("#!/bin/sh\nexit 0\n".utf8), to: "again/DEBIAN/postinst")
            try Command.require("dpkg-deb", ["--root-owner-group", "-Zgzip", "-b", "again", name], in: copy.folder)
        },
        BrokenChain(
            name: "the member in the tree is changed", rung: "contradicted", findings: ["critical script-modified"]
        ) { copy, _ in
            try copy.write(Array("#!/bin/sh\necho implant\n".utf8), to: "tree" + SignedRepository.script)
        },
        BrokenChain(
            name: "an old index is put back", rung: "archive-only", findings: ["low version-never-published"]
        ) { copy, yard in
            let text = edit(yard.index, "Version: 2.0-2", "Version: 2.0-1")
            let release = try copy.release(over: text, date: "Thu, 01 Oct 2026 10:00:00 UTC")
            try copy.write(text, to: SignedRepository.index)
            try copy.write(yard.keys.clearSign(release, by: [yard.good]), to: SignedRepository.inRelease)
        },
    ]

    static func edit(_ bytes: [UInt8], _ old: String, _ new: String) -> [UInt8] {
        Array(String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: old, with: new).utf8)
    }

    private static func cut(_ bytes: [UInt8], before word: String) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        return Array(text[..<(text.range(of: word)?.lowerBound ?? text.endIndex)].utf8)
    }

    private static func cut(_ bytes: [UInt8], from word: String) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        return Array(text[(text.range(of: word)?.lowerBound ?? text.startIndex)...].utf8)
    }
}

/// Signatures of a key that expired between them.
struct ExpiredSignature: Sendable {
    /// Made before the expiry.
    let early: [UInt8]
    /// Made after it.
    let late: [UInt8]
    let key: [UInt8]

    static let shared = Result {
        let yard = try SigningYard.shared.get()
        let early = try yard.keys.clearSign(yard.release, by: [yard.expired], at: "20210115T000000")
        let late = try yard.keys.clearSign(yard.release, by: [yard.expired])
        try yard.keys.expire(yard.expired, on: "20210201T000000", at: "20210116T000000")
        return ExpiredSignature(early: early, late: late, key: try yard.keys.export([yard.expired]))
    }
}
