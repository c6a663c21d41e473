package import AuditModel
import CLibCrypto
import Glibc

/// Which digests to make of one content.
package struct DigestSet: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let sha256 = DigestSet(rawValue: 1)
    package static let md5 = DigestSet(rawValue: 2)
    package static let both: DigestSet = [.sha256, .md5]
}

/// The digests of one content; nil where one was not asked for.
package struct ContentDigests: Hashable, Sendable {
    package let sha256: SHA256Digest?
    package let md5: MD5Digest?

    package init(sha256: SHA256Digest?, md5: MD5Digest?) {
        self.sha256 = sha256
        self.md5 = md5
    }
}

/// Digests of bytes in memory, made by libcrypto so that the processor's own SHA instructions are used.
package enum ContentHasher {
    package static func sha256(_ bytes: [UInt8]) -> SHA256Digest {
        unsafe bytes.withUnsafeBytes { unsafe sha256($0) }
    }

    package static func md5(_ bytes: [UInt8]) -> MD5Digest {
        unsafe bytes.withUnsafeBytes { unsafe md5($0) }
    }

    package static func sha256(_ bytes: UnsafeRawBufferPointer) -> SHA256Digest {
        unsafe digest(bytes, DigestMethod.sha256) { unsafe SHA256Digest(made: $0) }
    }

    package static func md5(_ bytes: UnsafeRawBufferPointer) -> MD5Digest {
        unsafe digest(bytes, DigestMethod.md5) { unsafe MD5Digest(made: $0) }
    }

    /// SHA-1, 20 bytes: only for the fingerprints of OpenPGP keys, whose format names no other digest.
    package static func sha1(_ bytes: [UInt8]) -> [UInt8] {
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe digest(bytes, DigestMethod.sha1) { unsafe Array($0) }
        }
    }

    private static func digest<Digest>(
        _ bytes: UnsafeRawBufferPointer, _ method: DigestMethod, make: (UnsafeRawBufferPointer) -> Digest?
    ) -> Digest {
        unsafe withUnsafeTemporaryAllocation(byteCount: Int(EVP_MAX_MD_SIZE), alignment: 8) { room in
            var length: UInt32 = 0
            let target = unsafe room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            guard unsafe EVP_Digest(bytes.baseAddress, bytes.count, target, &length, method.pointer, nil) == 1,
                let digest = unsafe make(UnsafeRawBufferPointer(rebasing: room.prefix(Int(length))))
            else { hashingFailed() }
            return digest
        }
    }
}

/// Digests of content that arrives in pieces; memory use does not depend on its length.
package struct StreamingDigest: ~Copyable {
    private let sha256: DigestContext?
    private let md5: DigestContext?

    package init(_ wanted: DigestSet) {
        if wanted.contains(.sha256) { sha256 = DigestContext(.sha256) } else { sha256 = nil }
        if wanted.contains(.md5) { md5 = DigestContext(.md5) } else { md5 = nil }
    }

    /// Adds the next bytes of the content; they are not kept.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe sha256?.update(bytes)
        unsafe md5?.update(bytes)
    }

    /// Adds the next bytes of the content.
    package mutating func update(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// The digests of everything added so far.
    package consuming func finish() -> ContentDigests {
        ContentDigests(
            sha256: unsafe sha256?.finish { unsafe SHA256Digest(made: $0) },
            md5: unsafe md5?.finish { unsafe MD5Digest(made: $0) }
        )
    }
}

/// Owns one EVP_MD_CTX of libcrypto, evp(7).
///
/// Not private: Swift 6.3 then emits a broken module for other files that destroy a `StreamingDigest`.
@safe
struct DigestContext: ~Copyable {
    private let context: OpaquePointer

    fileprivate init(_ method: DigestMethod) {
        guard let context = unsafe EVP_MD_CTX_new() else { hashingFailed() }
        unsafe self.context = context
        guard unsafe EVP_DigestInit_ex(context, method.pointer, nil) == 1 else { hashingFailed() }
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        guard unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else { hashingFailed() }
    }

    func finish<Digest>(_ make: (UnsafeRawBufferPointer) -> Digest?) -> Digest {
        unsafe withUnsafeTemporaryAllocation(byteCount: Int(EVP_MAX_MD_SIZE), alignment: 8) { room in
            var length: UInt32 = 0
            let target = unsafe room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            guard unsafe EVP_DigestFinal_ex(context, target, &length) == 1,
                let digest = unsafe make(UnsafeRawBufferPointer(rebasing: room.prefix(Int(length))))
            else { hashingFailed() }
            return digest
        }
    }
}

/// One digest method of libcrypto, looked up once because each look-up takes a lock and a search.
@safe
private struct DigestMethod: Sendable {
    /// Owned by this process until it ends; libcrypto never changes a fetched method.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// `-fips` keeps MD5 reachable where the machine prefers FIPS providers: it is compared here, never relied on.
    private init(_ name: String) {
        guard let pointer = unsafe EVP_MD_fetch(nil, name, "-fips") else { hashingFailed() }
        unsafe self.pointer = pointer
    }

    static let sha256 = DigestMethod("SHA256")
    static let md5 = DigestMethod("MD5")
    static let sha1 = DigestMethod("SHA1")
}

extension SHA256Digest {
    /// Nil unless exactly 32 bytes are given.
    fileprivate init?(made bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 32 else { return nil }
        unsafe self.init(words: bytes.word(0), bytes.word(1), bytes.word(2), bytes.word(3))
    }
}

extension MD5Digest {
    /// Nil unless exactly 16 bytes are given.
    fileprivate init?(made bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        unsafe self.init(words: bytes.word(0), bytes.word(1))
    }
}

extension UnsafeRawBufferPointer {
    /// The n-th eight bytes as a number.
    fileprivate func word(_ index: Int) -> UInt64 {
        UInt64(bigEndian: unsafe loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
    }
}

/// Ends the program with sysexits' EX_SOFTWARE: a made-up digest would turn a broken library into a verdict.
private func hashingFailed() -> Never {
    let message = "debvouch: libcrypto refused to compute a digest; no result can be trusted\n"
    _ = unsafe message.utf8.withContiguousStorageIfAvailable { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(EX_SOFTWARE)
}
