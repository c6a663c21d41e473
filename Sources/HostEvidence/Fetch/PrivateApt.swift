import AuditModel
import Digests
import Glibc
import Subprocess
import SystemPackage
import TreeReading

/// apt-get of the auditing machine, with a configuration of ours alone: none of its files, no hook, own lists and cache.
struct PrivateApt {
    static let program = "/usr/bin/apt-get"
    private static let methods = "/usr/lib/apt/methods"

    let folder: FetchFolder

    /// Writes apt's private world.
    ///
    /// `APT_CONFIG` is read before everything else (apt.conf(5)), so it can turn the configuration folder and main
    /// file of the machine off; both then are `/dev/null`.
    func prepare(
        sources: MachineSources, native: UntrustedText, architectures: [UntrustedText]
    ) throws(FetchFailure) {
        for file in FetchFolder.files(in: folder.sources) { _ = unsafe unlink("\(folder.sources)/\(file.name)") }
        for file in sources.files {
            try folder.write(file.bytes, to: "\(folder.sources)/\(String(decoding: file.name.bytes, as: UTF8.self))")
        }
        try folder.write([], to: folder.path + "/apt/status")
        try folder.write(configuration(sources.proxies, native, architectures), to: folder.configuration)
    }

    private func configuration(
        _ proxies: [(key: UntrustedText, value: UntrustedText)], _ native: UntrustedText, _ all: [UntrustedText]
    ) -> [UInt8] {
        let path = folder.path
        let fixed = [
            "Dir::Etc::main \"/dev/null\";", "Dir::Etc::parts \"/dev/null\";", "Dir::Etc::sourcelist \"/dev/null\";",
            "Dir::Etc::sourceparts \"\(folder.sources)\";", "Dir::Etc::preferences \"/dev/null\";",
            "Dir::Etc::preferencesparts \"/dev/null\";", "Dir::State \"\(path)/apt/state\";",
            "Dir::State::lists \"\(folder.lists)\";", "Dir::State::status \"\(path)/apt/status\";",
            "Dir::Cache \"\(path)/apt\";", "Dir::Cache::archives \"\(path)/apt/archives\";",
            "Dir::Cache::pkgcache \"\";", "Dir::Cache::srcpkgcache \"\";", "Dir::Log \"\(path)/apt\";",
            "Acquire::Check-Valid-Until \"false\";", "Acquire::Check-Date \"false\";", "Acquire::Languages \"none\";",
            "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled \"false\";", "Acquire::Retries \"2\";",
            "APT::Get::List-Cleanup \"true\";", "APT::Sandbox::User \"\(geteuid() == 0 ? "_apt" : "")\";",
        ]
        var lines = Array((fixed.joined(separator: "\n") + "\n").utf8)
        lines += quoted("APT::Architecture", native)
        for architecture in all { lines += quoted("APT::Architectures::", architecture) }
        for proxy in proxies { lines += quoted(String(decoding: proxy.key.bytes, as: UTF8.self), proxy.value) }
        return lines
    }

    private func quoted(_ key: String, _ value: UntrustedText) -> [UInt8] {
        let safe = value.bytes.filter { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
        return Array("\(key) \"".utf8) + safe + Array("\";\n".utf8)
    }

    /// `apt-get update`; some sources may fail while others answer, so the last line of what apt says is handed back.
    func update() async throws(FetchFailure) -> String? {
        let (isGood, words) = try await runApt(["update"], in: folder.path)
        return isGood ? nil : words
    }

    /// `apt-get download` of `name:arch=version` words into a folder that `_apt` may write.
    func download(_ words: [String], into target: String) async throws(FetchFailure) -> String? {
        let (isGood, said) = try await runApt(["download"] + words, in: target)
        return isGood ? nil : said
    }

    private func runApt(_ arguments: [String], in target: String) async throws(FetchFailure) -> (Bool, String) {
        let environment: [Environment.Key: String] = [
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "APT_CONFIG": folder.configuration, "LC_ALL": "C",
            "DEBIAN_FRONTEND": "noninteractive", "HOME": "/nonexistent",
        ]
        do {
            let result = try await run(
                .path(FilePath(Self.program)), arguments: Arguments(["-qq", "-o", "Dpkg::Use-Pty=0"] + arguments),
                environment: .custom(environment), workingDirectory: FilePath(target), output: .discarded,
                error: .string(limit: 1 << 20))
            let lines = result.standardError.split(separator: "\n").filter { $0.utf8.first == UInt8(ascii: "E") }
            return (result.terminationStatus.isSuccess, lines.first.map(String.init) ?? "apt-get failed")
        } catch {
            throw FetchFailure(.missingProgram, "cannot run \(ours: Self.program) of this machine")
        }
    }

    /// Every program that a fetch runs, with the digest of its bytes, for the report.
    func programs() -> [(path: String, sha256: SHA256Digest)] {
        let names = ["http", "https", "file", "copy", "store", "gpgv", "sqv"].map { "\(Self.methods)/\($0)" }
        return ([Self.program] + names).compactMap { path in
            let tree = try? HostTree(root: [UInt8(ascii: "/")])
            guard let bytes = try? tree?.read(HostPath(path.utf8), cap: 64 << 20, followingLink: true).bytes else {
                return nil
            }
            return (path, ContentHasher.sha256(bytes))
        }
    }
}
