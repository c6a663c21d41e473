package import AuditModel

/// An entry below the audited folders that is a mount of its own.
package struct MountedOver: Check {
    package static let id = CheckID("mounted-over")
    package let summary = "a file is mounted over a name in a folder that apt or dpkg reads"
    package let why = """
        A bind mount over one file replaces it for every program and leaves the disk untouched, so an image audit and a \
        live audit disagree.
        """
    package let references = ["mount(8), bind mounts", "ATT&CK T1564.013"]
    package let guidance = [CommonSteps.findWriter]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let folders = Dictionary(
            view.evidence.tree.artifacts.filter { $0.facts.kind == .directory }.map { ($0.path, $0.facts.mountID) },
            uniquingKeysWith: { first, _ in first })
        return view.evidence.tree.artifacts.compactMap { artifact in
            guard let folder = folders[artifact.path.parent], artifact.path != "/", artifact.facts.kind == .regular,
                artifact.facts.mountID != 0, folder != 0, artifact.facts.mountID != folder
            else { return nil }
            return Finding(
                check: id, severity: .medium, path: artifact.path,
                title: "another file system is mounted over this name")
        }
    }
}
