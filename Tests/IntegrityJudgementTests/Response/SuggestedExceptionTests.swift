import AuditModel
import AuditTestSupport
import FileFormats
import Testing

@testable import IntegrityJudgement

/// The exception that an explained case suggests.
@Suite struct `Suggested exceptions` {
    private func exceptions(_ events: [HostEvent]) throws -> [AuditException] {
        let cases = ProvenScene().cases(events)
        let commands = cases.flatMap(\.steps).filter { $0.step.id == "write-exception" }.flatMap(\.commands)
        return try commands.flatMap { command -> [AuditException] in
            // What a shell would make of it: quotes of ours around and between values.
            let text = command.pieces.map { piece in
                switch piece {
                case .ours(let words): words.filter { $0 != "'" }
                case .theirs(let text): String(decoding: text.bytes, as: UTF8.self)
                case .hole: ""
                }
            }.joined()
            let json = try #require(text.firstRange(of: "{")).lowerBound
            let end = try #require(text.ranges(of: " > exception-").last).lowerBound
            let bytes = Array(text[json..<end].replacing("YYYY-MM-DD", with: "2026-01-01").utf8)
            return try ExceptionFile.read(bytes, name: "exceptions.json")
        }
    }

    private func fields(_ exception: AuditException) -> [String: String] {
        Dictionary(
            exception.conditions.map { condition in
                guard case .oneOf(let texts) = condition.test, let first = texts.first else { return ("", "") }
                return (
                    String(decoding: condition.field.bytes, as: UTF8.self), String(decoding: first.bytes, as: UTF8.self)
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    @Test func `it names the program, the host and the parent`() throws {
        let exceptions = try exceptions([ProvenScene.execution("1", [("host.id", ["h\"1'$(id)"])])])
        let only = try #require(exceptions.first)
        #expect(exceptions.count == 1)
        #expect(
            fields(only) == [
                "process.executable": ProvenScene.name, "host.id": "h\"1'$(id)",
                "process.parent.executable": "/usr/bin/bash",
            ])
        #expect(ExceptionBreadth.reason(for: only) == nil)
    }

    @Test func `of an interpreter it names the script too`() throws {
        let event = ProvenScene.execution(
            "1",
            [
                ("process.executable", ["/bin/sh"]), ("process.name", ["sh"]), ("host.name", ["quay"]),
                ("process.args", ["/bin/sh", ProvenScene.name]),
            ])
        for exception in try exceptions([event]) {
            #expect(fields(exception)["process.args"] == ProvenScene.name)
            #expect(fields(exception)["host.name"] == "quay")
        }
    }
}
