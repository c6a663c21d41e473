package import AuditModel
import FileFormats
package import TreeReading

/// Where a fetch may connect to: source lines and proxies, taken apart from everything else that a configuration holds.
package struct MachineSources: Sendable {
    /// File names for the private folder, each with its usable lines.
    package private(set) var files: [(name: UntrustedText, bytes: [UInt8])] = []
    /// Lines that were left out, each with its place.
    package private(set) var refused: [ParseProblem] = []
    /// `Acquire::…::Proxy` settings with a plain value.
    package private(set) var proxies: [(key: UntrustedText, value: UntrustedText)] = []

    package var isEmpty: Bool { files.allSatisfy(\.bytes.isEmpty) }

    /// One file that the operator gave, in either style; the audited tree has no say in it.
    package init(operatorFile bytes: [UInt8], path: UntrustedText) {
        add(bytes, name: path.hasSuffix(".sources") ? "operator.sources" : "operator.list", file: HostPath(path.bytes))
    }

    /// The running machine's own sources; nothing of a mounted tree is ever read for this.
    package init(tree: HostTree, limits: Limits) {
        let configuration = ConfigurationInventory(tree: tree, limits: limits)
        proxies = configuration.apt.effective.compactMap(Self.proxy)
        let main = DebianPaths.aptSources
        if let bytes = try? tree.read(main, cap: limits.configuration, followingLink: true).bytes {
            add(bytes, name: "sources.list", file: main)
        }
        let parts = DebianPaths.aptSourceParts
        for name in (try? tree.folder(parts).names())?.names ?? [] where Self.isRead(name) {
            let path = parts.appending(name)
            guard let bytes = try? tree.read(path, cap: limits.configuration, followingLink: true).bytes else {
                continue
            }
            add(bytes, name: name, file: path)
        }
    }

    /// apt's rule for this folder: `.list` or `.sources`, and only its plain characters.
    private static func isRead(_ name: UntrustedText) -> Bool {
        guard name.hasSuffix(".list") || name.hasSuffix(".sources"), name.bytes.first != UInt8(ascii: ".") else {
            return false
        }
        return name.bytes.allSatisfy { $0.isASCIIDigit || $0.isASCIILetter || "_-:.".utf8.contains($0) }
    }

    private mutating func add(_ bytes: [UInt8], name: UntrustedText, file: HostPath) {
        let isDeb822 = name.hasSuffix(".sources")
        let (kept, problems) =
            isDeb822 ? SourcesFilter.deb822(bytes, file: file) : SourcesFilter.list(bytes, file: file)
        refused += problems
        // sources.list itself goes into the folder of parts, which wants an ending.
        let safe: UntrustedText = name == "sources.list" ? "machine.list" : name
        if !kept.isEmpty { files.append((safe, kept)) }
    }

    /// A scalar proxy; `Proxy-Auto-Detect` names a program and is never taken over.
    private static func proxy(_ setting: AptSetting) -> (key: UntrustedText, value: UntrustedText)? {
        let key = setting.key.asciiLowercased
        guard key.hasPrefix("acquire::") else { return nil }
        let parts = key.bytes.split(separator: UInt8(ascii: ":")).map { UntrustedText($0) }
        guard parts.count >= 3, parts.count <= 4, parts[1] == "http" || parts[1] == "https", parts[2] == "proxy" else {
            return nil
        }
        // The key is written as it stands, where a quote or a brace would begin something else.
        let isName = key.bytes.allSatisfy { $0.isASCIIDigit || $0.isASCIILetter || "-.:".utf8.contains($0) }
        let value = setting.value
        let isPlain = value.bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
        guard isName, isPlain, value == "DIRECT" || value.hasPrefix("http://") || value.hasPrefix("https://") else {
            return nil
        }
        return (setting.key, value)
    }
}
