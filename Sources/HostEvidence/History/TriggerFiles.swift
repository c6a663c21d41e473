import AuditModel
import FileFormats
import TreeReading

/// Reads the files by which cron, systemd, init and login shells start something, for lines that name a path of interest.
final class TriggerFiles {
    private let work: HistoryWork
    private var filesLeft: Int
    private var bytesLeft: UInt64
    /// Folders and files that were read, since a merged /usr shows the same ones twice and every enabled unit has links.
    private var read: Set<Inode> = []
    /// Links to files; read last, when it is known what was read under its own name.
    private var links: [HostPath] = []

    private struct Inode: Hashable {
        let device: UInt64
        let number: UInt64

        init(_ facts: FileFacts) {
            (device, number) = (facts.device, facts.inode)
        }
    }

    /// Links that are followed from one to the next.
    private static let linkLimit = 8

    init(work: HistoryWork) {
        self.work = work
        filesLeft = work.limits.triggerFiles
        bytesLeft = work.limits.triggerBytes
    }

    func readAll() {
        guard work.matcher.hasPaths else { return }
        work.history.triggerLimit = TriggerPlaces.leftOut
        for path in TriggerPlaces.files {
            if let folder = open(path.parent) { read(path.name, in: folder) }
        }
        for path in TriggerPlaces.folders {
            guard let folder = openOnce(path) else { continue }
            for name in names(in: folder) { read(name, in: folder) }
        }
        for path in TriggerPlaces.unitFolders { readUnits(in: path, depth: 2) }
        readHomes()
        for link in links { follow(link) }
        if filesLeft < 0 {
            work.history.limits.append(
                "More than \(work.limits.triggerFiles) files of cron, systemd and shells; the rest was not read.")
        }
        if bytesLeft == 0 {
            work.history.limits.append(
                """
                The files of cron, systemd and shells are larger than \(work.limits.triggerBytes) bytes together; the rest \
                was not read.
                """)
        }
    }

    private func readHomes() {
        var homes = [TriggerPlaces.rootHome]
        if let folder = open(TriggerPlaces.homes) {
            let names = names(in: folder).filter { kind(of: folder.path.appending($0)) == .directory }
            homes += names.prefix(TriggerPlaces.homeLimit).map { folder.path.appending($0) }
            if names.count > TriggerPlaces.homeLimit {
                work.history.limits.append(
                    "More than \(TriggerPlaces.homeLimit) folders in \(folder.path); the rest was not looked into.")
            }
        }
        for home in homes {
            guard let folder = open(home) else { continue }
            for path in TriggerPlaces.homeFiles { read(path.name, in: folder) }
            for path in TriggerPlaces.homeUnitFolders { readUnits(in: home.appending(path.text), depth: 2) }
        }
    }

    /// Units, and those one folder down: drop-ins, and the links of `.wants`.
    private func readUnits(in path: HostPath, depth: Int) {
        guard let folder = openOnce(path) else { return }
        for name in names(in: folder) {
            if TriggerPlaces.isUnit(name) || (depth == 1 && name.hasSuffix(".conf")) {
                read(name, in: folder)
            } else if depth > 1, kind(of: path.appending(name)) == .directory {
                readUnits(in: path.appending(name), depth: depth - 1)
            }
        }
    }

    /// What a path leads to inside the tree; nil where it leads to nothing.
    private func kind(of path: HostPath) -> FileKind? {
        try? work.tree.followedFacts(of: path).kind
    }

    private func open(_ path: HostPath) -> HostFolder? {
        do throws(HostAccessError) {
            return try work.tree.folder(path)
        } catch {
            if !error.isAbsence { work.history.gaps.append(error.gap) }
            return nil
        }
    }

    /// Nil also for a folder that was read under another name.
    private func openOnce(_ path: HostPath) -> HostFolder? {
        guard let folder = open(path) else { return nil }
        do throws(HostAccessError) {
            return read.insert(Inode(try folder.facts())).inserted ? folder : nil
        } catch {
            work.history.gaps.append(error.gap)
            return nil
        }
    }

    private func names(in folder: HostFolder) -> [UntrustedText] {
        do throws(HostAccessError) {
            let (names, isComplete) = try folder.names()
            if !isComplete {
                work.history.gaps.append(
                    CoverageGap(path: folder.path, reason: "more names than one folder may hold"))
            }
            return names
        } catch {
            work.history.gaps.append(error.gap)
            return []
        }
    }

    private func read(_ name: UntrustedText, in folder: HostFolder) {
        do throws(HostAccessError) {
            let facts = try folder.facts(of: name)
            let path = folder.path.appending(name)
            switch facts.kind {
            case .directory: return
            case .symlink: links.append(path)
            default:
                guard takeRoom(facts.size) else { return }
                read.insert(Inode(facts))
                search(try folder.read(name, cap: work.limits.triggerFileBytes).bytes, in: path)
            }
        } catch {
            if !error.isAbsence { work.history.gaps.append(error.gap) }
        }
    }

    private func takeRoom(_ size: UInt64) -> Bool {
        filesLeft -= 1
        if filesLeft < 0 || bytesLeft == 0 { return false }
        bytesLeft -= min(bytesLeft, size)
        return true
    }
}

extension TriggerFiles {
    /// A link counts where it leads to a path of interest; what it leads to is read as the file that it stands for, so that a
    /// unit may lie anywhere in the tree.
    private func follow(_ link: HostPath) {
        if !note(link: link) { return }
        do throws(HostAccessError) {
            let facts = try work.tree.followedFacts(of: link)
            // A masked unit leads to /dev/null.
            guard facts.kind == .regular, !read.contains(Inode(facts)), takeRoom(facts.size) else { return }
            read.insert(Inode(facts))
            if facts.size > work.limits.triggerFileBytes, isProgram(link) { return }
            search(try work.tree.read(link, cap: work.limits.triggerFileBytes, followingLink: true).bytes, in: link)
        } catch {
            if !error.isAbsence { work.history.gaps.append(error.gap) }
        }
    }

    /// False where the links go on without end.
    private func note(link: HostPath) -> Bool {
        var path = link
        for _ in 0..<Self.linkLimit {
            guard let target = (try? work.tree.facts(of: path))?.linkTarget else { return true }
            path = path.parent.resolving(target)
            guard work.interest.paths.contains(path) else { continue }
            let position = SourcePosition(file: link, line: 1)
            work.history.triggers.append(TriggerMention(position: position, line: target, paths: [path], isLink: true))
            return true
        }
        work.history.gaps.append(CoverageGap(path: link, reason: "it leads from link to link too often"))
        return false
    }

    private static let programMark: [UInt8] = [0x7F, 0x45, 0x4C, 0x46]

    /// Whether a file is compiled, so that it holds no lines.
    private func isProgram(_ path: HostPath) -> Bool {
        let scratch = ScratchBuffer(size: Self.programMark.count)
        guard let file = try? work.tree.openRegular(path),
            let count = unsafe try? DescriptorProducer(file).produce(into: scratch.room)
        else { return false }
        return unsafe scratch.room.prefix(count).elementsEqual(Self.programMark)
    }

    private func search(_ bytes: [UInt8], in file: HostPath) {
        if bytes.starts(with: Self.programMark) { return }
        let isUnit = TriggerPlaces.isUnit(file.name) || file.name.hasSuffix(".conf")
        for (index, line) in ByteLines(bytes).enumerated() {
            let paths = work.matcher.paths(in: line)
            if paths.isEmpty { continue }
            let text = line.trimmingASCIISpace
            if text.first == UInt8(ascii: "#") || (isUnit && TriggerPlaces.onlyDescribes(text)) { continue }
            let position = SourcePosition(file: file, line: index + 1)
            work.history.triggers.append(
                TriggerMention(position: position, line: UntrustedText(text), paths: paths.sorted()))
        }
    }
}
