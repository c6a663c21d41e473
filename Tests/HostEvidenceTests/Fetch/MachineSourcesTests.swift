import AuditModel
import AuditTestSupport
import HostEvidence
import Testing
import TreeReading

/// What of a machine's configuration says where a fetch may connect to.
struct MachineSourcesTests {
    private func sources(_ files: [String: String]) throws -> MachineSources {
        let folder = try TestFolders.make("machine")
        for (name, text) in files {
            let path = Array("\(folder)/etc/apt/\(name)".utf8)
            try HostFiles.makeFolder(HostFiles.parent(of: path))
            try HostFiles.write(Array(text.utf8), to: path)
        }
        return MachineSources(tree: try HostTree(root: Array(folder.utf8)), limits: Limits())
    }

    private func proxies(_ configuration: String) throws -> [[UntrustedText]] {
        try sources(["apt.conf.d/10": configuration]).proxies.map { [$0.key, $0.value] }
    }

    private let line = "deb http://quay.example tide main\n"

    @Test func `every file that apt would read is read, and no other`() throws {
        let paragraph = "Types: deb\nURIs: http://quay.example\nSuites: tide\nComponents: main\n"
        let found = try sources([
            "sources.list": line, "sources.list.d/a.list": line, "sources.list.d/b.sources": paragraph,
            "sources.list.d/c.list.save": line, "sources.list.d/.d.list": line, "sources.list.d/e f.list": line,
            "sources.list.d/g.list~": line, "sources.list.d/deeper/h.list": line,
        ])
        #expect(found.files.map(\.name) == ["machine.list", "a.list", "b.sources"])
        #expect(found.refused.isEmpty)
        #expect(!found.isEmpty)
    }

    @Test func `a machine without one usable line has no sources`() throws {
        #expect(try sources([:]).isEmpty)
        let found = try sources(["sources.list": "deb cdrom:[Quay]/ tide main\n"])
        #expect(found.isEmpty)
        #expect(found.refused.map(\.file) == ["/etc/apt/sources.list"])
    }

    @Test func `the operator's file is read by its ending`() {
        let text = Array(line.utf8)
        #expect(MachineSources(operatorFile: text, path: "x.list").files.map(\.name) == ["operator.list"])
        #expect(MachineSources(operatorFile: text, path: "x").files.map(\.name) == ["operator.list"])
        #expect(MachineSources(operatorFile: text, path: "x.sources").isEmpty)
    }

    @Test(arguments: ["http://proxy.example:3128", "http://proxy.example:3128/", "https://proxy.example", "DIRECT"])
    func `a plain proxy is taken over`(value: UntrustedText) throws {
        let text = String(decoding: value.bytes, as: UTF8.self)
        #expect(try proxies("Acquire::http::Proxy \"\(text)\";") == [["Acquire::http::Proxy", value]])
        #expect(
            try proxies("Acquire { https { Proxy { quay.example \"\(text)\"; }; }; };").contains(
                ["Acquire::https::Proxy::quay.example", value]))
    }

    @Test(arguments: [
        "Acquire::http::Proxy-Auto-Detect \"/usr/bin/implant\";",
        "Acquire::http::ProxyAutoDetect \"/usr/bin/implant\";",
        "Acquire::https::Proxy-Auto-Detect \"http://proxy.example\";", "Acquire::ftp::Proxy \"http://proxy.example\";",
        "Acquire::http::Proxy \"socks5h://proxy.example\";", "Acquire::http::Proxy \"/usr/bin/implant\";",
        "Acquire::http::Proxy \"http://proxy.example x\";", "Acquire::http::Proxy \"\";",
        "DPkg::Post-Invoke { \"http://proxy.example\"; };", "Acquire::http::Timeout \"http://proxy.example\";",
        "Acquire::http::Proxy::a::b \"http://proxy.example\";",
    ])
    func `anything else is left behind`(configuration: String) throws {
        #expect(try proxies(configuration) == [])
    }

    @Test(arguments: [
        "Acquire::http::Proxy::\"x\\\" y\" \"http://proxy.example\";",
        "Acquire::http::Proxy::x%22%20%22y%22;APT::Update::Pre-Invoke%20 \"http://proxy.example\";",
        "Acquire::http::Proxy::x%0ADPkg \"http://proxy.example\";",
        "Acquire::http::Proxy::x{} \"http://proxy.example\";", "Acquire::http::Proxy::x;y \"http://proxy.example\";",
        "Acquire::http::Proxy::#clear \"http://proxy.example\";",
        "Acquire::http::Proxy::x//y \"http://proxy.example\";", "Acquire::http::Proxy::/*y \"http://proxy.example\";",
    ])
    func `the name of a host holds only what a host name can`(configuration: String) throws {
        for proxy in try proxies(configuration) {
            let isPlain = proxy[0].bytes.allSatisfy {
                (0x30...0x3A).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || "-.".utf8.contains($0)
            }
            #expect(isPlain, "\(proxy[0])")
        }
    }
}
