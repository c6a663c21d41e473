import AuditModel
import TreeReading

/// The way to one path of the tree: where its links lead, and who else than root may change what stands at its end.
struct ProgramTrail {
    let target: HostPath
    /// Nil where nothing stands there.
    let facts: FileFacts?
    /// Folders on the way, and the file itself, that others than root may write, in the order of the way.
    let openPlaces: [HostPath]
}

/// Walks paths name by name, since a link or a folder in the middle decides as much as the file at the end.
struct ProgramTrails {
    /// Links on one way, as the kernel counts them.
    private static let linkLimit = 40

    private let tree: HostTree
    /// Who owns the top of the tree: root, or the ordinary user who unpacked it.
    private let owner: UInt32
    /// Nil for a path at which nothing stands.
    private var known: [HostPath: FileFacts?] = [:]

    init(tree: HostTree) {
        self.tree = tree
        owner = (try? tree.facts(of: "/"))?.uid ?? 0
    }

    /// - Throws: anything but absence, which is a trail without facts.
    mutating func trail(to path: HostPath) throws(HostAccessError) -> ProgramTrail {
        var rest = Array(path.components.reversed())
        var here: HostPath = "/"
        var open: [HostPath] = []
        var links = 0
        try note(here, in: &open)
        while let part = rest.popLast() {
            if part == ".." {
                here = here.parent
                continue
            }
            let next = HostPath(here.bytes + [UInt8(ascii: "/")] + part.bytes)
            guard let facts = try facts(of: next) else {
                return ProgramTrail(target: next, facts: nil, openPlaces: open)
            }
            guard facts.kind == .symlink, let link = facts.linkTarget else {
                here = next
                try note(here, in: &open)
                continue
            }
            links += 1
            guard links <= Self.linkLimit else { return ProgramTrail(target: next, facts: nil, openPlaces: open) }
            if link.bytes.first == UInt8(ascii: "/") { here = "/" }
            rest += HostPath(link.bytes).components.reversed()
        }
        return ProgramTrail(target: here, facts: try facts(of: here), openPlaces: open)
    }

    private mutating func note(_ path: HostPath, in open: inout [HostPath]) throws(HostAccessError) {
        if let facts = try facts(of: path), isOpen(facts), !open.contains(path) { open.append(path) }
    }

    /// Group root has no members but root, and staff is what base-files gives /usr/local to (Debian Policy 9.1.2).
    private func isOpen(_ facts: FileFacts) -> Bool {
        let staff: UInt32 = 50
        if facts.uid != owner && facts.uid != 0 || facts.mode & 0o002 != 0 { return true }
        return facts.mode & 0o020 != 0 && facts.gid != 0 && facts.gid != staff && owner == 0
    }

    private mutating func facts(of path: HostPath) throws(HostAccessError) -> FileFacts? {
        if let found = known[path] { return found }
        do throws(HostAccessError) {
            let facts = try tree.facts(of: path)
            known[path] = .some(facts)
            return facts
        } catch {
            guard error.isAbsence else { throw error }
            known[path] = .some(nil)
            return nil
        }
    }
}
