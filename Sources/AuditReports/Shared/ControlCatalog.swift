import AuditModel
import FoundationEssentials

/// Which controls of which framework each check gives evidence for; read from controls.json, which is compiled in.
struct ControlCatalog: Decodable {
    /// A published catalogue of controls.
    struct Framework: Decodable {
        let id: String
        /// With edition: `NIST SP 800-53 rev. 5`.
        let name: String
        let short: String
        /// In the order of the document.
        let controls: [Control]
    }

    /// One control, requirement or technique.
    struct Control: Decodable {
        let id: String
        let title: String
        /// Only for a technique of ATT&CK.
        let tactic: String?
    }

    /// What a reader has to know of the mapping before quoting it.
    let note: String
    let frameworks: [Framework]
    /// Names of ATT&CK tactics by id.
    let tactics: [String: String]
    /// Control ids by check and framework.
    let checks: [String: [String: [String]]]

    /// Empty only if the file that is compiled in were broken, which a test rules out.
    static let shared: ControlCatalog =
        (try? JSONDecoder().decode(ControlCatalog.self, from: Data(PackageResources.controls_json)))
        ?? ControlCatalog(note: "", frameworks: [], tactics: [:], checks: [:])

    private init(
        note: String, frameworks: [Framework], tactics: [String: String], checks: [String: [String: [String]]]
    ) {
        self.note = note
        self.frameworks = frameworks
        self.tactics = tactics
        self.checks = checks
    }

    /// The controls of one framework that a check gives evidence for, in the framework's order.
    func controls(of framework: Framework, for check: CheckID) -> [Control] {
        let ids = Set(checks[check.rawValue]?[framework.id] ?? [])
        return ids.isEmpty ? [] : framework.controls.filter { ids.contains($0.id) }
    }

    /// Every control that a check gives evidence for, by framework; frameworks without one are left out.
    func controls(for check: CheckID) -> [(framework: Framework, controls: [Control])] {
        frameworks.compactMap { framework in
            let controls = controls(of: framework, for: check)
            return controls.isEmpty ? nil : (framework, controls)
        }
    }

    /// `NIST SP 800-53 SI-7`, one for each control.
    func labels(for check: CheckID) -> [String] {
        controls(for: check).flatMap { framework, controls in controls.map { "\(framework.short) \($0.id)" } }
    }

    /// `NIST SP 800-53 SI-7, SI-7(1)`, one for each framework.
    func lines(for check: CheckID) -> [(framework: String, ids: String)] {
        controls(for: check).map { ($0.framework.short, $0.controls.map(\.id).joined(separator: ", ")) }
    }

    /// The techniques of ATT&CK that a check is about.
    func techniques(for check: CheckID) -> [Control] {
        frameworks.first { $0.id == "attack" }.map { controls(of: $0, for: check) } ?? []
    }
}
