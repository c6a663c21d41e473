package import AuditModel

/// The rules that are compiled into the program, so that a changed host cannot change them.
package enum BuiltInRules {
    /// A rule file with its name.
    package struct File: Sendable {
        package let name: String
        package let bytes: [UInt8]
    }

    /// Every file, the published rules first.
    package static let files: [File] = [
        File(name: "maintainer-script-executed-v3.yml", bytes: PackageResources.maintainer_script_executed_v3_yml),
        File(name: "maintainer-script-executed-v8.yml", bytes: PackageResources.maintainer_script_executed_v8_yml),
        File(name: "apt-configuration-created-v5.yml", bytes: PackageResources.apt_configuration_created_v5_yml),
        File(name: "apt-configuration-created-v9.yml", bytes: PackageResources.apt_configuration_created_v9_yml),
        File(name: "maintainer-script-interpreted.yml", bytes: PackageResources.maintainer_script_interpreted_yml),
        File(name: "maintainer-script-relative.yml", bytes: PackageResources.maintainer_script_relative_yml),
        File(
            name: "apt-configuration-changed-in-place.yml",
            bytes: PackageResources.apt_configuration_changed_in_place_yml),
        File(name: "apt-configuration-hidden-name.yml", bytes: PackageResources.apt_configuration_hidden_name_yml),
        File(
            name: "apt-dpkg-main-configuration-written.yml",
            bytes: PackageResources.apt_dpkg_main_configuration_written_yml),
        File(name: "apt-sources-written.yml", bytes: PackageResources.apt_sources_written_yml),
        File(name: "apt-keyring-written.yml", bytes: PackageResources.apt_keyring_written_yml),
    ]

    /// Every rule with its file's name; a test shows that each file holds one.
    package static func all() -> [(file: File, rule: CompiledRule)] {
        files.compactMap { file in SigmaRuleFile.read(file.bytes).rule.map { (file, $0) } }
    }

    /// The rules that a profile evaluates: its versions of the published ones and all of our own.
    package static func rules(for profile: RuleProfile) -> [CompiledRule] {
        all().map(\.rule).filter { $0.metadata.profile == nil || $0.metadata.profile == profile }
    }
}
