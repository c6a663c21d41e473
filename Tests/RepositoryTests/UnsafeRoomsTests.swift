import Testing

/// `unsafe` stands only where input, output and C libraries are.
@Suite struct `Rooms of unsafe code` {
    /// The targets whose files may say `unsafe`.
    private static let rooms: Set<String> = ["Digests", "TreeReading", "HostEvidence"]

    @Test func `no other target says unsafe`() throws {
        #expect(try TrackedFiles.swiftSources().flatMap(Self.unsafePlaces) == [])
    }

    @Test(arguments: [
        "    return unsafe read(1)", "@unsafe struct S {}", "p.withUnsafeBytes { $0 }", "@safe func f() {}",
    ])
    func `an unsafe line of a pure target is seen`(line: String) {
        #expect(Self.unsafePlaces(in: TextFile(path: "Sources/AuditModel/A.swift", "let a = 1\n\(line)\n")).count == 1)
    }

    @Test(arguments: ["// nothing unsafe here", #"    "unsafe-io", "confold","#])
    func `a comment and a word of dpkg pass`(line: String) {
        #expect(Self.unsafePlaces(in: TextFile(path: "Sources/AuditModel/A.swift", "\(line)\n")) == [])
    }

    @Test func `a room may say it`() {
        #expect(Self.unsafePlaces(in: TextFile(path: "Sources/Digests/A.swift", "unsafe f()\n")) == [])
    }

    static func unsafePlaces(in file: TextFile) -> [String] {
        let target = file.path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        if rooms.contains(target) { return [] }
        return file.places { line in
            let code = line.trimmingPrefix { $0 == " " }
            if code.hasPrefix("//") { return false }
            return code.contains(/(^|[^"\w-])unsafe[^"\w-]|@safe\b|[uU]nsafe[A-Z]\w+/)
                || code.contains(/with[A-Z]?\w*Unsafe\w*/)
        }
    }
}
