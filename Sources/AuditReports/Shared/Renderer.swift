package import AuditModel

/// Turns a report into bytes: no IO, no clock, no state.
package protocol Renderer: Sendable {
    /// The name in `--report NAME=PATH`.
    var name: String { get }
    func render(_ report: AuditReport, style: TextStyle) -> [UInt8]
}

/// Every report format, in the order of the manual.
package enum RendererCatalog {
    package static let renderers: [any Renderer] = [
        TextReport(), JSONReport(), ECSReport(), HTMLReport(), SARIFReport(), PrometheusReport(), JUnitReport(),
        MarkdownReport(), CSVReport(),
    ]

    package static func renderer(named name: String) -> (any Renderer)? {
        renderers.first { Array($0.name.utf8) == Array(name.utf8) }
    }
}

/// Whether and how text is coloured and how wide it may run; only a terminal gets colour.
package struct TextStyle: Sendable {
    package let colour: Bool
    /// Columns; lines that are paths, digests or commands may be longer.
    package let width: Int

    package init(colour: Bool, width: Int) {
        self.colour = colour
        self.width = min(max(width, 60), 140)
    }

    package static let plain = TextStyle(colour: false, width: 100)

    /// What a colour stands for.
    enum Tone: String {
        case alarm = "1;31"
        case warning = "33"
        case good = "32"
        case strong = "1"
        case faint = "2"
    }

    func paint(_ text: String, _ tone: Tone) -> String {
        colour ? "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m" : text
    }

    func tone(of severity: Severity) -> Tone {
        switch severity {
        case .critical, .high: .alarm
        case .medium: .warning
        case .low: .strong
        case .info: .faint
        }
    }
}
