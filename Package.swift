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
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "debvouch",
    products: [
        .executable(name: "debvouch", targets: ["debvouch"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // Without its Foundation trait, which only adds conveniences.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // Foreign code, each behind one small C face.
        .target(name: "CAptPkg", linkerSettings: [.linkedLibrary("apt-pkg")]),
        .target(
            name: "CHostCalls", cSettings: [.define("_FORTIFY_SOURCE", to: "2", .when(configuration: .release))]),
        .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
        .systemLibrary(name: "CLibArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        .target(name: "AuditModel", swiftSettings: strict),
        .target(name: "Digests", dependencies: ["AuditModel", "CLibCrypto"], swiftSettings: strict),
        .target(name: "ShellReading", dependencies: ["AuditModel"], swiftSettings: strict),
        .target(
            name: "FileFormats",
            dependencies: ["AuditModel", yams],
            resources: [.embedInCode("Rules")],
            swiftSettings: strict
        ),
        .target(
            name: "TreeReading",
            dependencies: ["AuditModel", "Digests", "FileFormats", "CHostCalls", systemPackage],
            swiftSettings: strict
        ),
        .target(
            name: "HostEvidence",
            dependencies: [
                "AuditModel", "Digests", "FileFormats", "ShellReading", "TreeReading", "CAptPkg", "CHostCalls",
                "CLibArchive",
                "CSimdJSON", "CZlib", subprocess, systemPackage,
            ] + grdb,
            resources: [.embedInCode("TrustAnchors/archive-keys.txt")],
            swiftSettings: strict
        ),
        .target(
            name: "IntegrityJudgement", dependencies: ["AuditModel", "Digests", "ShellReading"],
            swiftSettings: strict),
        .target(
            name: "AuditReports",
            dependencies: ["AuditModel", "Digests", "FileFormats"],
            resources: [
                .embedInCode("HTML/report.css"), .embedInCode("JSON/report.schema.json"),
                .embedInCode("Shared/controls.json"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "debvouch",
            dependencies: [
                "AuditModel", "Digests", "FileFormats", "TreeReading", "HostEvidence", "IntegrityJudgement",
                "AuditReports", argumentParser,
            ],
            swiftSettings: strict
        ),

        .executableTarget(
            name: "audit-bench",
            dependencies: ["AuditModel", "Digests", "FileFormats", "HostEvidence", "TreeReading", argumentParser],
            path: "Tests/Benchmarks",
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
            dependencies: ["AuditModel", "FileFormats", "AuditTestSupport", yams],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DigestsTests", dependencies: ["AuditModel", "Digests", "AuditTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "TreeReadingTests", dependencies: ["AuditModel", "TreeReading", "AuditTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "HostEvidenceTests",
            dependencies: ["AuditModel", "Digests", "FileFormats", "HostEvidence", "TreeReading", "AuditTestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "IntegrityJudgementTests",
            dependencies: [
                "AuditModel", "Digests", "FileFormats", "IntegrityJudgement", "ShellReading", "AuditTestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "AuditReportsTests",
            dependencies: ["AuditModel", "AuditReports", "AuditTestSupport", "Digests", "IntegrityJudgement"],
            exclude: ["Tools"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["AuditModel", "FileFormats", "AuditTestSupport", "debvouch"],
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
