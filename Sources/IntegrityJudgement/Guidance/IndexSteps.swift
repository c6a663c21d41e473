import AuditModel

/// Guidance on package indexes, for the checks that look at them.
enum IndexSteps {
    static let preserveLists = GuidanceStep(
        id: "preserve-lists", phase: .preserve, title: "Keep a copy of the index and its Release file",
        why: "The next apt update replaces both.",
        commands: ["env -C \(.root) cp -a --no-clobber --parents ./var/lib/apt/lists \"$PWD/\(.evidence("tree/"))\""],
        caution: "Do not run apt on the host before the copy is made: its hooks may be the intruder's.")

    static let replaceLists = GuidanceStep(
        id: "replace-lists", phase: .recover, title: "Obtain the index again from the archive",
        why: "apt verifies a signature when it downloads, and never again: a file changed afterwards is believed.",
        commands: [.onHost("rm -r /var/lib/apt/lists/*"), .onHost("apt-get update")],
        caution: "Install nothing on the host before this is done.",
        verify: .command("debvouch audit --root \(.root) --check \(IndexSignatureInvalid.id) \(IndexDigestMismatch.id)")
    )

    static let giveCleanIndex = GuidanceStep(
        id: "give-clean-index", phase: .recover, title: "Audit again with an index from a clean machine",
        why: "An index from elsewhere speaks whatever happened to the host's own.",
        commands: ["debvouch audit --root \(.root) --index DIR --archives DIR"])

    static let inspectKey = GuidanceStep(
        id: "inspect-key", phase: .contain, title: "Find out whose key it is and whether it is still good",
        why: "Who holds the key decides what the host installs as root.",
        commands: ["gpg --show-keys FILE"],
        caution: "Compare the fingerprint with one that the vendor publishes elsewhere, never with one from the host.")

    static let inspectBuild = GuidanceStep(
        id: "inspect-build", phase: .contain, title: "Ask who built and installed this package",
        why: "A local build is ordinary where somebody knows of it; a version nobody knows hides a changed package.",
        commands: [
            "zgrep -h ' \(.package):' \(.place("/var/log/dpkg.log"))*",
            "dpkg-query --admindir=\(.place("/var/lib/dpkg")) --status \(.package)",
        ])
}
