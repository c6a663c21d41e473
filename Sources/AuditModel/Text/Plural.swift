/// English plurals of the nouns that reports count.
package enum Plural {
    /// `place` with 1, `places`, `entries`, `processes` with any other number.
    package static func form(of noun: String, for number: Int) -> String {
        if number == 1 { return noun }
        let letters = Array(noun.utf8)
        if letters.last == UInt8(ascii: "y"), letters.count > 1, !"aeiou".utf8.contains(letters[letters.count - 2]) {
            return noun.dropLast() + "ies"
        }
        let hisses = ["s", "x", "z", "ch", "sh"].contains { ending in
            noun.utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8)
        }
        return hisses ? noun + "es" : noun + "s"
    }
}
