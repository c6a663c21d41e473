import AuditModel

/// Every command that apt and dpkg are configured to run, with its owner.
struct HTMLHooks {
    let report: AuditReport

    var markup: Markup {
        let head: Markup =
            "<thead><tr><th>Key and place</th><th>Command</th><th>Runs</th><th>Vouched for by</th></tr></thead>"
        let body: Markup =
            report.hooks.isEmpty
            ? "<p class=\"card empty\">None.</p>"
            : "<div class=\"card\"><table>\(head)<tbody>\(report.hooks.map(row))</tbody></table></div>"
        return HTMLParts.section(
            "hooks", "Hooks", "Every command that apt and dpkg are configured to run, also the harmless ones.", body)
    }

    private func row(_ hook: ConfiguredHook) -> Markup {
        let place: Markup = hook.position.map { "<code>\($0.text)</code>" } ?? "at a place the two readers disagree on"
        let owner: Markup = hook.owner.map { "\($0.name)" } ?? "<b>nobody</b>: no package owns the file"
        let shape: Markup? = hook.knownShape.map { "<small>known shape: \($0)</small>" }
        return """
            <tr><td><code>\(hook.key)</code><small>\(place)</small></td><td class="w"><code>\(hook.command)</code>\(shape)</td><td data-label="runs">\(hook.when), as \(hook.asWhom)</td><td class="w" data-label="vouched for by">\(owner)<small>\(HTMLParts.rung(hook.rung))</small></td></tr>

            """
    }
}
