import AuditModel

/// Where apt finds its main file after the parts have been read (apt-pkg/init.cc, Configuration::FindFile).
enum AptMainFile {
    /// Nil where nothing moves it.
    static func path(in settings: [AptSetting]) -> HostPath? {
        func value(_ key: UntrustedText) -> UntrustedText? {
            settings.last { $0.key.asciiLowercased == key }?.value
        }
        let main = value("dir::etc::main")
        let etc = value("dir::etc")
        let dir = value("dir")
        let root = value("rootdir")
        if [main, etc, dir, root].allSatisfy({ $0?.isEmpty ?? true }) { return nil }
        var path = main?.bytes ?? Array("apt.conf".utf8)
        for prefix in [etc?.bytes ?? Array("etc/apt/".utf8), dir?.bytes ?? Array("/".utf8)] {
            if path.first == UInt8(ascii: "/") || path.starts(with: "./".utf8) { break }
            path = prefix + [UInt8(ascii: "/")] + path
        }
        return HostPath((root?.bytes ?? []) + [UInt8(ascii: "/")] + path)
    }
}
