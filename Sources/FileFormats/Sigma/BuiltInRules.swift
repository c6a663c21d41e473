package import AuditModel

/// The rules that are compiled into the program, so that a changed host cannot change them.
package enum BuiltInRules {
    /// A rule file with its name.
    package struct File: Sendable {
        package let name: String
        package let bytes: [UInt8]

        fileprivate init(_ name: String, _ bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// Every file, the published rules first.
    package static let files: [File] = [
        File("maintainer-script-executed-v3.yml", PackageResources.maintainer_script_executed_v3_yml),
        File("maintainer-script-executed-v8.yml", PackageResources.maintainer_script_executed_v8_yml),
        File("apt-configuration-created-v5.yml", PackageResources.apt_configuration_created_v5_yml),
        File("apt-configuration-created-v9.yml", PackageResources.apt_configuration_created_v9_yml),
        File("maintainer-script-interpreted.yml", PackageResources.maintainer_script_interpreted_yml),
        File("maintainer-script-relative.yml", PackageResources.maintainer_script_relative_yml),
        File("maintainer-script-false-parent.yml", PackageResources.maintainer_script_false_parent_yml),
        File("apt-configuration-changed-in-place.yml", PackageResources.apt_configuration_changed_in_place_yml),
        File("apt-configuration-hidden-name.yml", PackageResources.apt_configuration_hidden_name_yml),
        File("apt-configuration-by-excluded-program.yml", PackageResources.apt_configuration_by_excluded_program_yml),
        File("apt-dpkg-main-configuration-written.yml", PackageResources.apt_dpkg_main_configuration_written_yml),
        File("apt-sources-written.yml", PackageResources.apt_sources_written_yml),
        File("apt-keyring-written.yml", PackageResources.apt_keyring_written_yml),
        File("dpkg-database-written.yml", PackageResources.dpkg_database_written_yml),
        File("package-folder-replaced.yml", PackageResources.package_folder_replaced_yml),
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
