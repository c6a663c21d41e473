import AuditModel
import FileFormats

/// Reads the files by which cron, systemd and login shells start something, for lines that name a path of interest.
struct TriggerFiles {
    let work: HistoryWork

    private static let single: [HostPath] = [
        "/etc/crontab", "/etc/anacrontab", "/etc/rc.local", "/etc/profile", "/etc/bash.bashrc", "/root/.bashrc",
        "/root/.bash_profile", "/root/.bash_login", "/root/.profile",
    ]
    private static let folders: [HostPath] = [
        "/etc/cron.d", "/etc/cron.hourly", "/etc/cron.daily", "/etc/cron.weekly", "/etc/cron.monthly",
        "/etc/cron.yearly", "/var/spool/cron/crontabs", "/etc/profile.d",
    ]
    private static let units: HostPath = "/etc/systemd/system"

    func read() {
        guard work.matcher.hasPaths else { return }
        var left = work.limits.triggerFiles
        for path in Self.single {
            if let folder = open(path.parent) { read(path.name, in: folder, &left) }
        }
        for path in Self.folders {
            guard let folder = open(path) else { continue }
            for name in names(in: folder) { read(name, in: folder, &left) }
        }
        readUnits(in: Self.units, depth: 2, &left)
        if left <= 0 {
            work.history.limits.append(
                "More than \(work.limits.triggerFiles) files of cron, systemd and shells; the rest was not read.")
        }
    }

    /// Units and timers, and those one folder down: drop-ins, and the links of `.wants`.
    private func readUnits(in path: HostPath, depth: Int, _ left: inout Int) {
        guard let folder = open(path) else { return }
        for name in names(in: folder) {
            if name.hasSuffix(".service") || name.hasSuffix(".timer") || name.hasSuffix(".path")
                || (depth == 1 && name.hasSuffix(".conf"))
            {
                read(name, in: folder, &left)
            } else if depth > 1, (try? folder.facts(of: name))?.kind == .directory {
                readUnits(in: path.appending(name), depth: depth - 1, &left)
            }
        }
    }

    private func open(_ path: HostPath) -> HostFolder? {
        do throws(HostAccessError) {
            return try work.tree.folder(path)
        } catch {
            if !error.isAbsence { work.history.gaps.append(error.gap) }
            return nil
        }
    }

    private func names(in folder: HostFolder) -> [UntrustedText] {
        do throws(HostAccessError) {
            return try folder.names().names
        } catch {
            work.history.gaps.append(error.gap)
            return []
        }
    }

    private func read(_ name: UntrustedText, in folder: HostFolder, _ left: inout Int) {
        left -= 1
        if left < 0 { return }
        do throws(HostAccessError) {
            let facts = try folder.facts(of: name)
            switch facts.kind {
            case .directory: left += 1
            case .symlink: note(link: facts.linkTarget, at: folder.path, name)
            default:
                let bytes = try folder.read(name, cap: work.limits.triggerFileBytes).bytes
                search(bytes, in: folder.path.appending(name))
            }
        } catch {
            if !error.isAbsence { work.history.gaps.append(error.gap) }
        }
    }

    /// A link is not read through: what it leads to is a file of its own.
    ///
    /// That it leads to a path of interest counts.
    private func note(link target: UntrustedText?, at folder: HostPath, _ name: UntrustedText) {
        guard let target else { return }
        let path = target.hasPrefix("/") ? HostPath(target.bytes) : LexicalPath.resolve(target, in: folder)
        guard work.interest.paths.contains(path) else { return }
        let position = SourcePosition(file: folder.appending(name), line: 1)
        work.history.triggers.append(TriggerMention(position: position, line: target, paths: [path], isLink: true))
    }

    private func search(_ bytes: [UInt8], in file: HostPath) {
        for (index, line) in ByteLines(bytes).enumerated() {
            let paths = work.matcher.paths(in: line)
            if paths.isEmpty { continue }
            let text = line.trimmingASCIISpace
            if text.first == UInt8(ascii: "#") { continue }
            let position = SourcePosition(file: file, line: index + 1)
            work.history.triggers.append(
                TriggerMention(position: position, line: UntrustedText(text), paths: paths.sorted()))
        }
    }
}

/// Joins a relative path to a folder, by its text alone.
enum LexicalPath {
    static func resolve(_ relative: UntrustedText, in folder: HostPath) -> HostPath {
        var parts = folder.components
        for part in HostPath(relative.bytes).components {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.reduce("/") { $0.appending($1) }
    }
}
