/// Every check, in the order of the manual.
package enum CheckCatalog {
    package static let checks: [any Check] = []
}
