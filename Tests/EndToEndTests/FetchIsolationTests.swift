import AuditTestSupport
import Foundation
import Testing

/// apt-get runs under our configuration alone, whatever the machine's own says.
@Suite struct `Fetching beside a hostile configuration` {
    @Test func `a live fetch takes the machine's sources and none of its hooks`() throws {
        let machine = try FakeMachine()
        let result = try machine.run([BuiltProgram.path, "fetch", "--cache", machine.cache])
        #expect(FetchSummary(result) == FetchSummary(needed: 4, held: 0, fetched: 3, unlisted: 1, other: 1))
        #expect(result.text.contains("Not fetched from /etc/apt/sources.list:2"), "\(result.text)\(result.errors)")
        #expect(!HostFiles.exists(Array(machine.canary.utf8)))
    }

    @Test func `the hooks would run under the machine's own configuration`() throws {
        let machine = try FakeMachine()
        _ = try machine.run(["apt-get", "-o", "Dir::State::lists=\(machine.cache)", "update"])
        #expect(HostFiles.exists(Array(machine.canary.utf8)))
    }

    @Test func `an APT_CONFIG of the caller is not taken over`() throws {
        let yard = try FetchYard.shared.get()
        let file = try TestFolders.make("conf") + "/apt.conf"
        try HostFiles.write(Array(FetchYard.hooks(yard.canary).utf8), to: Array(file.utf8))
        let cache = try TestFolders.make("cache")
        let result = try yard.fetch(into: cache, environment: ["APT_CONFIG": file])
        #expect(FetchSummary(result)?.fetched == 3)
        #expect(!HostFiles.exists(Array(yard.canary.utf8)))
    }

    @Test func `no key that runs a command is in force, and every folder that apt writes is in the cache`() throws {
        let machine = try FakeMachine()
        _ = try machine.run([BuiltProgram.path, "fetch", "--cache", machine.cache])
        let dump = ["env", "APT_CONFIG=\(machine.cache)/apt/apt.conf", "apt-config", "dump"]
        for text in [try machine.run(dump).text, try Command.require("env", Array(dump.dropFirst())).text] {
            try expectPrivate(text, cache: machine.cache)
        }
    }

    private func expectPrivate(_ dump: String, cache: String) throws {
        let settings = dump.split(separator: "\n").map { line in
            let parts = line.split(separator: "\"", maxSplits: 1).map(String.init)
            return (key: String(line.prefix { $0 != " " }), value: String((parts.last ?? "").dropLast(2)))
        }
        let executing = [
            "invoke", "pre-install-pkgs", "aptcli", "status-fd", "status-logger", "proxy-auto-detect",
            "proxyautodetect",
            "dir::bin::methods", "planner", "solvers", "post-", "pre-",
        ]
        let found = settings.filter { setting in
            executing.contains { setting.key.lowercased().contains($0) } && !setting.value.isEmpty
        }
        // apt's own defaults name folders and a log.
        let known = ["Dir::Bin::methods", "Dir::Bin::solvers", "Dir::Bin::planners", "Dir::Log::Planner"]
        let odd = found.filter { setting in
            !known.contains { setting.key.hasPrefix($0) }
                || !(setting.value.hasPrefix("/usr/lib/apt/") || setting.value == "eipp.log.xz")
        }
        #expect(odd.map(\.key) == [])
        #expect(!dump.contains(".program"))
        let values = Dictionary(settings.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        for key in ["State", "State::lists", "State::status", "Cache", "Cache::archives", "Log", "Etc::sourceparts"] {
            #expect(values["Dir::\(key)"]?.hasPrefix(cache + "/apt") == true, "\(key)")
        }
        for key in ["main", "parts", "sourcelist", "preferences", "preferencesparts"] {
            #expect(values["Dir::Etc::\(key)"] == "/dev/null", "\(key)")
        }
        #expect(values["APT::Sandbox::User"] == "_apt")
        #expect(values["Dir"] == "/")
    }
}

/// This machine with another configuration of apt and another dpkg database, in a mount namespace of its own, which
/// needs root: without it the tests fail and say what unshare(1) said.
struct FakeMachine {
    let yard: FetchYard
    let cache: String
    let canary: String
    private let apt: String

    init() throws {
        yard = try FetchYard.shared.get()
        cache = try TestFolders.make("cache")
        canary = try TestFolders.make("canary") + "/touched"
        apt = try TestFolders.make("machine") + "/apt"
        let files = [
            "sources.list": yard.repository.line() + "deb tor+http://127.0.0.1:9 tide main\n",
            "apt.conf.d/99planted": FetchYard.hooks(canary),
            "apt.conf": "Dir::Etc::sourceparts \"/chosen/elsewhere\";\nDPkg::Post-Invoke { \"touch \(canary)\"; };\n",
        ]
        for (name, text) in files {
            let path = Array("\(apt)/\(name)".utf8)
            try HostFiles.makeFolder(HostFiles.parent(of: path))
            try HostFiles.write(Array(text.utf8), to: path)
        }
    }

    func run(_ command: [String]) throws -> CommandResult {
        let mounts = "mount --bind \"$1\" /etc/apt && mount --bind \"$2\" /var/lib/dpkg && shift 2 && exec \"$@\""
        return try Command.run(
            "unshare", ["--mount", "sh", "-c", mounts, "sh", apt, yard.built.tree + "/var/lib/dpkg"] + command)
    }
}
