import AuditTestSupport
import Foundation
import Testing

/// A real root whose package lists and cached archives were kept: everything it ships is proven up to Debian's own keys.
@Suite(.serialized) struct `Real roots proven to a signed index` {
    private static let lists = "/tree/var/lib/apt/lists"

    /// A copy whose own cache holds the archives.
    private func kept() throws -> BuiltTree {
        let copy = try RealRoot.minimal().copy()
        try Command.require(
            "sh", ["-c", "mkdir -p tree/var/cache/apt/archives && cp -a archives/*.deb tree/var/cache/apt/archives"],
            in: copy.folder)
        return copy
    }

    private func rungs(_ copy: BuiltTree, _ arguments: [String] = []) throws -> [String: String] {
        let result = try BuiltProgram.run(
            ["audit", "--root", "tree", "--report", "json"] + arguments, in: copy.folder)
        return try ParsedReport(result.output).rungsOfMembers
    }

    private func indexes(_ copy: BuiltTree) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: copy.folder + Self.lists)
            .filter { $0.hasSuffix("_Packages") }.sorted()
    }

    @Test func `with lists and cache kept every member is signed, however apt compressed its lists`() throws {
        let copy = try kept()
        defer { copy.remove() }
        let plain = try rungs(copy)
        #expect(plain.count > 300)
        expectSame(plain.filter { $0.value != "signed" }.keys.sorted(), [], "members that are not signed")
        let names = try indexes(copy)
        try #require(names.count > 1)
        let suffixes = ["gzip": "gz", "xz": "xz", "zstd": "zst", "bzip2": "bz2", "lz4": "lz4"]
        for (program, suffix) in suffixes.sorted(by: { $0.key < $1.key }) {
            let folder = copy.folder + Self.lists
            for name in names {
                try Command.require(
                    "sh", ["-c", "\(program) -1 -q -c '\(name)' > '\(name).\(suffix)' && mv '\(name)' '\(name).kept'"],
                    in: folder)
            }
            #expect(try rungs(copy) == plain, "lists compressed by \(program)")
            for name in names {
                try Command.require("sh", ["-c", "rm '\(name).\(suffix)' && mv '\(name).kept' '\(name)'"], in: folder)
            }
        }
    }

    @Test func `a known-good store gives the same rungs where cache and lists are gone`() throws {
        let copy = try kept()
        defer { copy.remove() }
        let keys = try SigningKeys()
        let steward = try keys.make("steward")
        try HostFiles.write(keys.export([steward]), to: Array("\(copy.folder)/steward.gpg".utf8))
        let expected = try rungs(copy)
        let store = ["manifest", "build", "root.store", "--archives", "archives", "--index", "." + Self.lists]
        #expect(try BuiltProgram.run(store, in: copy.folder).status == 0)
        try Command.require(
            BuiltProgram.path, ["manifest", "sign", "root.store", "--key", steward], in: copy.folder,
            environment: ["GNUPGHOME": keys.folder])
        try Command.require(
            "sh", ["-c", "rm -r archives tree/var/cache/apt/archives tree/var/lib/apt/lists"], in: copy.folder)
        expectSame(
            try rungs(copy).filter { $0.value != "unverifiable" && $0.value != "self-consistent" }.keys.sorted(), [],
            "members with a rung and no reference")
        #expect(try rungs(copy, ["--manifest", "root.store", "--keyring", "steward.gpg"]) == expected)
    }
}

extension ParsedReport {
    /// The rung of each maintainer script and control member.
    fileprivate var rungsOfMembers: [String: String] {
        let roles = ["maintainer-script", "control-member"]
        return Dictionary(
            list("artifacts").filter { roles.contains($0["role"] as? String ?? "") }
                .map { ($0["path"] as? String ?? "", $0["rung"] as? String ?? "") },
            uniquingKeysWith: { first, _ in first })
    }
}
