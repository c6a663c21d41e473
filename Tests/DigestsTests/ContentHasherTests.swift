import AuditModel
import Digests
import Testing

@Suite struct `Content hashing` {
    @Test func `Digests of known texts are those of the standards`() {
        #expect(
            ContentHasher.sha256(Array("abc".utf8)).hex
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(ContentHasher.sha256([]).hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(ContentHasher.md5(Array("abc".utf8)).hex == "900150983cd24fb0d6963f7d28e17f72")
        #expect(ContentHasher.md5([]).hex == "d41d8cd98f00b204e9800998ecf8427e")
    }

    @Test func `Content in pieces has the digests of the whole`() {
        let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var digest = StreamingDigest(.both)
        for start in stride(from: 0, to: content.count, by: 777) {
            digest.update(Array(content[start..<min(start + 777, content.count)]))
        }
        let digests = digest.finish()
        #expect(digests.sha256 == ContentHasher.sha256(content))
        #expect(digests.md5 == ContentHasher.md5(content))
    }

    @Test func `Only the digests that were asked for are made`() {
        #expect(StreamingDigest(.md5).finish().sha256 == nil)
        #expect(StreamingDigest(.sha256).finish().md5 == nil)
    }
}
