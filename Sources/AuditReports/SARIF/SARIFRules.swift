import AuditModel

/// Plain words; a sequence that a viewer would take for a link (SARIF 2.1.0, 3.11.6) is taken apart.
struct SARIFMessage: Encodable {
    let text: String
    let markdown: String?

    init(_ text: String, markdown: String? = nil) {
        self.text = text.contains("](") ? Self.withoutLinks(text) : text
        self.markdown = markdown
    }

    private static func withoutLinks(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            if scalar == "[" || scalar == "]" { output += "\\" }
            output.unicodeScalars.append(scalar)
        }
        return output
    }
}

/// The tool itself, or a framework of controls.
struct SARIFComponent: Encodable {
    let name: String
    var version: String?
    var semanticVersion: String?
    var informationUri: String?
    var shortDescription: SARIFMessage?
    var rules: [SARIFRule]?
    var taxa: [Taxon]?
    var isComprehensive: Bool?
    var supportedTaxonomies: [SARIFComponentReference]?

    /// One control.
    struct Taxon: Encodable {
        let id: String
        let name: String
    }

    init(name: String, version: String, rules: [SARIFRule], supportedTaxonomies: [SARIFComponentReference]) {
        self.name = name
        self.version = version
        semanticVersion = version
        shortDescription = SARIFMessage("Who vouches for the code that apt and dpkg run as root.")
        self.rules = rules
        self.supportedTaxonomies = supportedTaxonomies
    }

    init(taxonomy framework: ControlCatalog.Framework) {
        name = framework.name
        taxa = framework.controls.map { Taxon(id: $0.id, name: $0.title) }
        isComprehensive = false
        shortDescription = SARIFMessage(ControlCatalog.shared.note)
    }
}

/// Names a framework by name and place.
struct SARIFComponentReference: Encodable {
    let name: String
    let index: Int
}

/// One check with its help.
struct SARIFRule: Encodable {
    let id: String
    let name: String
    let shortDescription: SARIFMessage
    let fullDescription: SARIFMessage
    let help: SARIFMessage
    let defaultConfiguration: [String: String]
    let relationships: [Relationship]
    let properties: Properties

    /// From a check to a control.
    struct Relationship: Encodable {
        let target: SARIFTaxonReference
        let kinds = ["relevant"]
    }

    /// What code scanning sorts and filters by.
    struct Properties: Encodable {
        let tags: [String]
        let precision = "high"
        let securitySeverity: String?

        enum CodingKeys: String, CodingKey {
            case tags, precision
            case securitySeverity = "security-severity"
        }
    }

    init(_ check: CheckDescription, worst: Severity?, frameworks: [ControlCatalog.Framework]) {
        id = check.id.rawValue
        name = check.id.rawValue.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        shortDescription = SARIFMessage(check.summary)
        fullDescription = SARIFMessage(check.why)
        help = SARIFMessage(
            Self.help(check), markdown: check.guidance.isEmpty ? nil : MarkdownText.help(of: check))
        defaultConfiguration = ["level": SARIFResult.level(of: worst ?? .medium)]
        relationships = SARIFTaxonReference.all(for: check.id, in: frameworks).map { Relationship(target: $0) }
        properties = Properties(
            tags: ["security"] + ControlCatalog.shared.labels(for: check.id),
            securitySeverity: worst.map { SARIFResult.score(of: $0) })
    }

    private static func help(_ check: CheckDescription) -> String {
        let steps = check.guidance.map { step in
            let commands = step.commands.map { "\n    $ \(GuidanceCommands.template($0))" }.joined()
            return "\(step.phase.rawValue): \(step.title). \(step.why)\(commands)"
        }
        let see = check.references.isEmpty ? [] : ["See " + check.references.joined(separator: "; ") + "."]
        return ([check.why] + steps + see).joined(separator: "\n\n")
    }
}

/// Names a control in a framework.
struct SARIFTaxonReference: Encodable {
    let id: String
    let toolComponent: SARIFComponentReference

    static func all(for check: CheckID, in frameworks: [ControlCatalog.Framework]) -> [SARIFTaxonReference] {
        frameworks.enumerated().flatMap { index, framework in
            ControlCatalog.shared.controls(of: framework, for: check).map { control in
                SARIFTaxonReference(
                    id: control.id, toolComponent: SARIFComponentReference(name: framework.name, index: index))
            }
        }
    }
}
