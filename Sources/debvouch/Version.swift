/// The version that `--version`, reports and the Debian changelog name.
enum Version {
    static let current = "0.1.0"
}
