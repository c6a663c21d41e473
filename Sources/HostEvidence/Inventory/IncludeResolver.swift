import AuditModel
import FileFormats
import Glibc
import TreeReading

/// Answers `#include` from inside the root only; nothing below /proc, /dev or /sys is opened.
struct IncludeResolver {
    let tree: HostTree
    let limits: Limits

    func outcome(of request: AptIncludeRequest) -> AptIncludeOutcome {
        if request.path == "/dev/null", !request.isFolder { return .file(nullContent) }
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
            do throws(HostAccessError) {
                let bytes = try tree.read(path, cap: limits.configuration, followingLink: true).bytes
                texts.append(AptConfigurationText(path: path, reading: reading, bytes: bytes))
            } catch {
                guard let unread = error.hidingProblem(reading) else { continue }
                texts.append(AptConfigurationText(path: path, reading: reading, bytes: [], unread: unread))
            }
        }
        return texts
    }

    /// Nothing, unless somebody put a file in the place of the device.
    private var nullContent: [UInt8] {
        (try? tree.read("/dev/null", cap: limits.configuration, followingLink: true).bytes) ?? []
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

extension HostAccessError {
    /// What to say of a configuration file that could not be read where whoever wrote it may have seen to that; nil for
    /// a damaged disk, missing rights and what apt and dpkg do not read either, which are gaps and no more.
    func hidingProblem(_ reading: ConfigurationReading) -> ParseProblem? {
        switch code {
        case .tooLarge: ParseProblem(file: path, line: nil, kind: .tooLarge, reason: reason)
        case .notRegular(.fifo), .notRegular(.socket), .notRegular(.blockDevice):
            reading.isRead ? ParseProblem(file: path, line: nil, kind: .unreadable, reason: reason) : nil
        case .system(ELOOP), .system(EXDEV):
            reading.isRead ? ParseProblem(file: path, line: nil, kind: .unreadable, reason: reason) : nil
        case .system, .notRegular, .changedWhileRead: nil
        }
    }
}
