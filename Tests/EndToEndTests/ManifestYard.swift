import AuditTestSupport
import Foundation
import Testing

/// A folder with known-good stores of the archives that a tree was made from, and the keys to sign them with.
struct ManifestYard: Sendable {
    let fetch: FetchYard
    /// Lists every archive of the tree.
    let repository: AptRepository
    let steward: String
    /// Trusts the repository's key and that of the stores.
    let trust: [String]
    /// A store of every archive, signed by the steward; never to be changed.
    let store: String

    static let shared = Result { try ManifestYard() }

    static let archives = [
        "capstan_2.0-2_all.deb", "bilge_1%3a1.0-1_amd64.deb", "planks_1.0-1_all.deb", "oakum_1.0-1_all.deb",
        "foundling_1.0-1_all.deb",
    ]

    private init() throws {
        fetch = try FetchYard.shared.get()
        let (keys, tree) = (fetch.keys, fetch.built)
        repository = try AptRepository(
            of: Self.archives.map { "\(tree.archives)/\($0)" }, keys: keys, signer: fetch.signer)
        steward = try keys.make("steward")
        let keyring = try TestFolders.make("keyring") + "/both.gpg"
        try HostFiles.write(keys.export([fetch.signer, steward]), to: Array(keyring.utf8))
        trust = ["--keyring", keyring]
        store = try TestFolders.make("store") + "/whole.store"
        let built = try build(store, from: Self.archives)
        try #require(built.status == 0, "\(built.errors)")
        let signed = try sign(store, by: steward)
        try #require(signed.status == 0, "\(signed.errors)")
    }

    /// `manifest build` over a folder that holds only these archives.
    func build(_ output: String, from archives: [String], _ arguments: [String]? = nil) throws -> CommandResult {
        let folder = try TestFolders.make("archives")
        for archive in archives {
            try Command.require("cp", ["--", "\(fetch.built.archives)/\(archive)", folder])
        }
        return try BuiltProgram.run(
            ["manifest", "build", output, "--archives", folder, "--index", repository.folder] + (arguments ?? trust))
    }

    func sign(_ store: String, by key: String) throws -> CommandResult {
        try Command.run(
            BuiltProgram.path, ["manifest", "sign", store, "--key", key], environment: ["GNUPGHOME": fetch.keys.folder])
    }

    /// A copy of the store in a folder of its own, with its signature or without.
    func copy(signed: Bool) throws -> String {
        let path = try TestFolders.make("store") + "/copy.store"
        try Command.require("cp", [store, path])
        if signed { try Command.require("cp", [store + ".sig", path + ".sig"]) }
        return path
    }

    func audit(_ arguments: [String]) throws -> CommandResult {
        try BuiltProgram.run(["audit", "--root", "tree", "--report", "json"] + arguments, in: fetch.built.folder)
    }

    /// Rungs of the artifacts of an audit by one store alone.
    func rungs(by store: String, _ trust: [String]) throws -> [String: String] {
        try ParsedReport(audit(["--manifest", store] + trust).output).rungs
    }

    /// One number out of a store.
    func count(_ query: String, in store: String) throws -> Int {
        let program = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])"
        let text = try Command.require("python3", ["-c", program, store, "SELECT count(*) FROM " + query]).text
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
    }
}
