import ArgumentParser

/// The command's entry point.
@main
struct Debvouch: AsyncParsableCommand {
    func run() async throws {}
}
