/// The JSON Schema (2020-12) of the JSON report, compiled in so that a changed host cannot change it.
package enum ReportSchema {
    package static var bytes: [UInt8] { PackageResources.report_schema_json }
}
