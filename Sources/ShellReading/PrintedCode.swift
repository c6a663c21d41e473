import AuditModel

/// What `echo` and `printf` print into a shell, into at(1) or into a file is code as well.
enum PrintedCode {
    private static let limit = 1 << 16

    static func pipelines(of command: ShellCommand, in pipeline: ShellPipeline) -> [ShellPipeline] {
        guard command.name == "echo" || command.name == "printf", isKept(command, in: pipeline) else { return [] }
        return command.arguments.flatMap { word -> [ShellPipeline] in
            let text = word.text.bytes
            guard text.count <= limit, text.contains(where: { $0 == 0x20 || $0 == 0x2F }) else { return [] }
            return ShellInlineCode.printedLines(of: text).flatMap { ShellParser.code(in: $0).pipelines }
        }
    }

    private static func isKept(_ command: ShellCommand, in pipeline: ShellPipeline) -> Bool {
        let isWritten = command.redirections.contains {
            ($0.kind == .write || $0.kind == .append) && !$0.target.text.begins(with: "/dev/")
        }
        guard !isWritten, pipeline.commands.count > 1, let last = pipeline.commands.last else { return isWritten }
        return ShellPrograms.shells.contains(last.name) || last.name == "at" || last.name == "batch"
            || last.name == "tee"
    }
}
