import AuditModel

/// One configured command in text: where it is written, who owns that file, when it runs and as whom.
struct TextHook {
    let hook: ConfiguredHook

    /// Scalars of a command that are shown before it is cut.
    private static let shown = 200

    func write(into lines: inout TextLines) {
        let place =
            hook.position.map { "\(Escaping.printable($0.file)):\($0.line)" }
            ?? "at a place the two readers disagree on"
        lines.add("  \(place)  \(Escaping.printable(hook.key))")
        let owner = hook.owner.map { "owned by \(Escaping.printable($0.name)), \(hook.rung.rawValue)" } ?? "unowned"
        let shape = hook.knownShape.map { "; known shape: \($0)" } ?? ""
        lines.add("      \(owner)\(shape)")
        lines.wrapped("\(hook.when), as \(hook.asWhom)", lead: "      runs ")
        lines.add("      \(cut(Escaping.printable(hook.command)))")
    }

    private func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars
        return scalars.count > Self.shown ? String(String.UnicodeScalarView(scalars.prefix(Self.shown))) + " ..." : text
    }
}
