// swift-tools-version: 6.2

import PackageDescription

/// Every Swift target is held to the same rules; a warning is an error everywhere.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let grdb: [Target.Dependency] = [
    .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
]
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "debvouch",
    products: [
        .executable(name: "debvouch", targets: ["debvouch"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // Without its Foundation trait, which only adds conveniences.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // Foreign code, each behind one small C face.
        .target(name: "CAptPkg", linkerSettings: [.linkedLibrary("apt-pkg")]),
        .target(name: "CHostCalls"),
        .systemLibrary(name: "CLibArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        .target(name: "AuditModel", swiftSettings: strict),
        .target(name: "FileFormats", dependencies: ["AuditModel"], swiftSettings: strict),
        .target(
            name: "HostEvidence",
            dependencies: [
                "AuditModel", "FileFormats", "CAptPkg", "CHostCalls", "CLibArchive", "CLibCrypto", "CZlib", subprocess,
                systemPackage,
            ] + grdb,
            resources: [.embedInCode("TrustAnchors/archive-keys.txt")],
            swiftSettings: strict
        ),
        .target(name: "IntegrityJudgement", dependencies: ["AuditModel"], swiftSettings: strict),
        .target(
            name: "AuditReports",
            dependencies: ["AuditModel", "FileFormats"],
            resources: [.embedInCode("Schema/report.schema.json")],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "debvouch",
            dependencies: [
                "AuditModel", "FileFormats", "HostEvidence", "IntegrityJudgement", "AuditReports", argumentParser,
            ],
            swiftSettings: strict
        ),

        .target(
            name: "AuditTestSupport",
            dependencies: ["AuditModel"],
            path: "Tests/AuditTestSupport",
            swiftSettings: strict
        ),
        .testTarget(
            name: "AuditModelTests", dependencies: ["AuditModel", "AuditTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "FileFormatsTests",
            dependencies: ["AuditModel", "FileFormats", "AuditTestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "HostEvidenceTests",
            dependencies: ["AuditModel", "FileFormats", "HostEvidence", "AuditTestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "IntegrityJudgementTests",
            dependencies: ["AuditModel", "IntegrityJudgement", "AuditTestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "AuditReportsTests",
            dependencies: ["AuditModel", "AuditReports", "AuditTestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["AuditTestSupport", "debvouch"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RepositoryTests",
            dependencies: ["AuditModel", "IntegrityJudgement", "AuditTestSupport", "debvouch"],
            swiftSettings: strict
        ),
    ],
    cxxLanguageStandard: .cxx17
)
