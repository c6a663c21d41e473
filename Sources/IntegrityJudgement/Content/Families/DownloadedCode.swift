import AuditModel
import ShellReading

/// Code that is fetched from elsewhere and run: what runs is decided by whoever owns the server that day.
enum DownloadedCode: ContentFamily {
    static func matches(in script: ScriptReading) -> [ContentMatch] {
        let fetched = script.holdsCommand(where: isNetworkSource) ? fetchedCode(in: script) : []
        let matches = fetched + inlineFetchers(in: script)
        return script.isHook && matches.isEmpty ? hookNetwork(in: script) : matches
    }

    private static func fetchedCode(in script: ScriptReading) -> [ContentMatch] {
        let variables = TaintedVariables(in: script, from: isNetworkSource)
        let fed = script.items.filter { item in
            item.pipeline.feeds(from: isNetworkSource, to: CommandTraits.runsInput)
                || variables.isRun(in: item.pipeline)
        }
        let matches = fed.map { item in
            ContentMatch(
                pattern: "download-to-interpreter", severity: .high, line: item.line,
                reason: "gives what it downloads straight to an interpreter")
        }
        return matches + downloadedFiles(in: script)
    }

    private static func isNetworkSource(_ command: ShellCommand) -> Bool {
        if ShellPrograms.downloaders.contains(command.name) { return true }
        if command.name == "openssl" { return command.operands.first == "s_client" }
        guard ShellPrograms.networkTools.contains(command.name) else { return false }
        return !command.arguments.isEmpty
    }

    private static func downloadedFiles(in script: ScriptReading) -> [ContentMatch] {
        CarriedFiles(in: script, from: isNetworkSource).uses.map { line, use in
            switch use {
            case .run:
                ContentMatch(
                    pattern: "download-then-run", severity: .high, line: line,
                    reason: "runs a file that the same code downloaded before")
            case .madeExecutable:
                ContentMatch(
                    pattern: "download-made-executable", severity: .medium, line: line,
                    reason: "makes a file executable that the same code downloaded before")
            }
        }
    }

    private static let fetchers: [UntrustedText] = [
        "urlopen", "urlretrieve", "requests.get", "LWP::Simple", "LWP::UserAgent", "HTTP::Tiny", "Net::HTTP",
        "open-uri",
        "file_get_contents(\"http", "file_get_contents('http",
    ]
    private static let evaluators: [UntrustedText] = ["exec(", "exec ", "eval(", "eval "]

    /// perl, python and the like that evaluate what they fetch, in one breath.
    private static func fetchesAndEvaluates(_ bytes: [UInt8]) -> Bool {
        bytes.holdsAny(fetchers) && bytes.holdsAny(evaluators)
    }

    private static func inlineFetchers(in script: ScriptReading) -> [ContentMatch] {
        let inline = script.commands.filter { _, command in
            ShellPrograms.isScripted(command.name)
                && command.arguments.contains { fetchesAndEvaluates($0.text.bytes) }
        }
        let lines = script.language == .shell ? [] : script.lines.filter { fetchesAndEvaluates($0.bytes) }
        return (inline.map(\.line) + lines).map { line in
            ContentMatch(
                pattern: "download-to-interpreter", severity: .high, line: line,
                reason: "evaluates what it downloads")
        }
    }

    private static func hookNetwork(in script: ScriptReading) -> [ContentMatch] {
        script.commands.filter { isNetworkSource($0.command) || $0.command.name == "ssh" }.map { line, _ in
            ContentMatch(
                pattern: "network-from-hook", severity: .medium, line: line,
                reason: "a package manager hook that talks to the network by itself")
        }
    }
}
