import AuditTestSupport
import Foundation

/// A tree, and a repository that can give some of the archives that an audit of it needs.
struct FetchYard: Sendable {
    let keys: SigningKeys
    let signer: String
    let built: BuiltTree
    /// Lists capstan, bilge, planks, and oakum only in another version; foundling is in no list.
    let repository: AptRepository
    /// Touched by every hook that must not run.
    let canary: String

    static let shared = Result { try FetchYard() }

    private init() throws {
        keys = try SigningKeys()
        signer = try keys.make("harbour")
        canary = try TestFolders.make("canary") + "/touched"
        built = try TreeBuilder.build(TreeDescription(Self.description(canary), file: "FetchYard"))
        let archives = built.archives
        repository = try AptRepository(of: Self.listed.map { "\(archives)/\($0)" }, keys: keys, signer: signer)
    }

    static let listed = [
        "capstan_2.0-2_all.deb", "bilge_1%3a1.0-1_amd64.deb", "planks_1.0-1_all.deb", "oakum_1.0-2_all.deb",
    ]

    private static func description(_ canary: String) -> String {
        let script = "member postinst <<END\n#!/bin/sh\nexit 0\nEND\n"
        return """
            link /bin -> usr/bin
            dir /usr/bin
            dir /var/lib/dpkg/triggers
            package capstan version=2.0-2 arch=all
            \(script)end
            package bilge version=1:1.0-1 arch=amd64
            conffile /etc/apt/apt.conf.d/20bilge <<END
            \(hooks(canary))END
            end
            package oakum version=1.0-1 arch=all
            \(script)member prerm <<END
            #!/bin/sh
            echo older
            END
            end
            package oakum version=1.0-2 arch=all install=no
            \(script)member prerm <<END
            #!/bin/sh
            echo newer
            END
            end
            package foundling version=1.0-1 arch=all
            \(script)end
            package planks version=1.0-1 arch=all
            data /usr/share/planks <<END
            oak
            END
            end
            file /etc/apt/sources.list <<END
            deb http://127.0.0.1:9/chosen-by-the-tree tide main
            END
            file /etc/apt/apt.conf.d/99planted <<END
            \(hooks(canary))END

            """
    }

    /// Every way in which apt's configuration makes apt-get run a command or another program.
    static func hooks(_ canary: String) -> String {
        let lists = [
            "APT::Update::Pre-Invoke", "APT::Update::Post-Invoke", "APT::Update::Post-Invoke-Success",
            "APT::Update::Post-Invoke-Stats", "DPkg::Pre-Invoke", "DPkg::Post-Invoke", "DPkg::Pre-Install-Pkgs",
            "AptCli::Hooks::Install", "AptCli::Hooks::Search",
        ]
        let single = ["Acquire::http::Proxy-Auto-Detect", "Acquire::https::Proxy-Auto-Detect", "Dir::Bin::dpkg"]
        return lists.map { "\($0) { \"touch \(canary)\"; };\n" }.joined()
            + single.map { "\($0) \"\(canary).program\";\n" }.joined()
            + "Dir::Bin::Methods \"\(canary).methods\";\nAPT::Sandbox::User \"root\";\n"
    }

    var trust: [String] { ["--keyring", repository.keyring, "--trust", signer] }

    /// A sources file with the line of the repository, or with other text.
    func sources(_ text: String? = nil, name: String = "quay.list") throws -> String {
        let path = try TestFolders.make("sources") + "/" + name
        try HostFiles.write(Array((text ?? repository.line()).utf8), to: Array(path.utf8))
        return path
    }

    /// Runs `fetch` for the tree into a cache.
    func fetch(
        into cache: String, _ arguments: [String] = [], from text: String? = nil, environment: [String: String] = [:]
    ) throws -> CommandResult {
        try Command.run(
            BuiltProgram.path,
            ["fetch", "--root", built.tree, "--sources", sources(text), "--cache", cache] + arguments, in: built.folder,
            environment: environment)
    }
}

/// The numbers in the line that a fetch ends with.
struct FetchSummary: Equatable {
    var needed = 0
    var held = 0
    var fetched = 0
    var unlisted = 0
    var other = 0

    init(needed: Int, held: Int, fetched: Int, unlisted: Int, other: Int) {
        self.needed = needed
        self.held = held
        self.fetched = fetched
        self.unlisted = unlisted
        self.other = other
    }

    init?(_ result: CommandResult) {
        let pattern =
            /(\d+) archives needed, (\d+) at hand, (\d+) fetched \(\d+ MB\), (\d+) in no package list, (\d+) only/
        guard let found = result.text.firstMatch(of: pattern)?.output else { return nil }
        let numbers = [found.1, found.2, found.3, found.4, found.5].map { Int($0) ?? -1 }
        self.init(
            needed: numbers[0], held: numbers[1], fetched: numbers[2], unlisted: numbers[3], other: numbers[4])
    }
}

/// The finished archives of a cache.
enum FetchCache {
    static func archives(_ cache: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: cache + "/archives").filter { $0.hasSuffix(".deb") }
            .sorted()
    }

    /// Package names of the finished archives.
    static func packages(_ cache: String) throws -> [String] {
        try archives(cache).map { String($0.prefix { $0 != "_" }) }
    }
}
