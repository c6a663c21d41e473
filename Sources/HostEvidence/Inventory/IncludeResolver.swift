import AuditModel
import FileFormats
import TreeReading

/// Answers `#include` from inside the root only; nothing below /proc, /dev or /sys is opened.
struct IncludeResolver {
    let tree: HostTree
    let limits: Limits

    func outcome(of request: AptIncludeRequest) -> AptIncludeOutcome {
        for folder in ["/proc", "/dev", "/sys"] as [HostPath] where request.path.isBeneath(folder) {
            return .refused("it is below \(folder)")
        }
        do throws(HostAccessError) {
            if !request.isFolder {
                return .file(try tree.read(request.path, cap: limits.configuration, followingLink: true).bytes)
            }
            return .folder(try texts(in: try tree.folder(request.path)))
        } catch {
            // apt reads such a folder as a file and never comes back; the reader says so.
            if error.code == .notRegular(.directory) { return .folder([]) }
            return error.isAbsence ? .missing : .refused(error.reason)
        }
    }

    private func texts(in folder: HostFolder) throws(HostAccessError) -> [AptConfigurationText] {
        let names = try folder.names().names
        var texts: [AptConfigurationText] = []
        for (name, reading) in AptFolderReading.readings(of: names, in: folder, tree: tree) {
            let path = folder.path.appending(name)
            guard let bytes = try? tree.read(path, cap: limits.configuration, followingLink: true).bytes else {
                continue
            }
            texts.append(AptConfigurationText(path: path, reading: reading, bytes: bytes))
        }
        return texts
    }
}

/// What apt does with each entry of one of its folders, by name and by the kind of what the name leads to.
enum AptFolderReading {
    static func readings(
        of names: [UntrustedText], in folder: HostFolder, tree: HostTree
    ) -> [(name: UntrustedText, reading: ConfigurationReading)] {
        let entries = names.map { name -> (name: UntrustedText, kind: FileKind, target: FileKind?) in
            let kind = (try? folder.facts(of: name).kind) ?? .unknown
            let target = kind == .symlink ? try? tree.followedFacts(of: folder.path.appending(name)).kind : nil
            return (name, kind, target)
        }
        return AptConfFileName.readings(of: entries)
    }
}
