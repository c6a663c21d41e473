#include "csimdjson.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <vector>

// The search of Sun Wu and Udi Manber (1994): a table says, for pairs of bytes, how far the next place is at which
// a word can end its first `window` bytes. Most places are never looked at.
struct debvouch_words {
    std::vector<std::string> words;
    size_t window = 0;
    std::vector<uint8_t> shifts;
};

namespace {

uint8_t folded(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
}

uint8_t raised(uint8_t byte)
{
    return byte >= 'a' && byte <= 'z' ? byte & 0xDF : byte;
}

// Few enough entries that the table stays in the processor's first cache; pairs that share one only shorten a jump.
constexpr size_t table_size = 4096;

size_t entry_of(uint8_t first, uint8_t second)
{
    return (static_cast<size_t>(first) << 5 ^ second) & (table_size - 1);
}

bool stands_at(const uint8_t *bytes, size_t length, const std::string &word)
{
    if (length < word.size()) return false;
    for (size_t index = 0; index < word.size(); index++)
        if (folded(bytes[index]) != static_cast<uint8_t>(word[index])) return false;
    return true;
}

// In every case of its letters.
void allow(std::vector<uint8_t> &shifts, uint8_t first, uint8_t second, uint8_t shift)
{
    for (uint8_t one : {first, raised(first)})
        for (uint8_t other : {second, raised(second)}) {
            uint8_t &entry = shifts[entry_of(one, other)];
            entry = std::min(entry, shift);
        }
}

void rebuild(debvouch_words &list)
{
    constexpr size_t widest = 64;
    list.window = widest;
    for (const std::string &word : list.words) list.window = std::min(list.window, word.size());
    list.shifts.assign(table_size, static_cast<uint8_t>(list.window - 1));
    for (const std::string &word : list.words)
        for (size_t end = 1; end < list.window; end++)
            allow(list.shifts, static_cast<uint8_t>(word[end - 1]), static_cast<uint8_t>(word[end]),
                  static_cast<uint8_t>(list.window - 1 - end));
}

bool may_spell_ascii(const uint8_t *bytes, size_t length)
{
    const uint8_t *end = bytes + length;
    while (bytes < end) {
        bytes = static_cast<const uint8_t *>(memchr(bytes, '\\', static_cast<size_t>(end - bytes)));
        if (bytes == nullptr || end - bytes < 2) return false;
        if (bytes[1] == '/') return true;
        if (bytes[1] == 'u' && end - bytes >= 4 && bytes[2] == '0' && bytes[3] == '0') return true;
        bytes += 2;
    }
    return false;
}

} // namespace

extern "C" struct debvouch_words *debvouch_words_new(void)
{
    return new (std::nothrow) debvouch_words;
}

extern "C" void debvouch_words_free(struct debvouch_words *words)
{
    delete words;
}

extern "C" int debvouch_words_add(struct debvouch_words *words, const uint8_t *bytes, size_t length)
{
    if (length < 2) return -1;
    try {
        words->words.emplace_back(reinterpret_cast<const char *>(bytes), length);
        rebuild(*words);
        return 0;
    } catch (...) {
        return -1;
    }
}

extern "C" int debvouch_words_may_occur(const struct debvouch_words *list, const uint8_t *bytes, size_t length)
{
    if (may_spell_ascii(bytes, length)) return 1;
    if (list->words.empty()) return 0;
    const uint8_t *shifts = list->shifts.data();
    size_t last = list->window - 1;
    size_t end = last;
    while (end < length) {
        size_t shift = shifts[entry_of(bytes[end - 1], bytes[end])];
        if (shift == 0) {
            size_t start = end - last;
            for (const std::string &word : list->words)
                if (stands_at(bytes + start, length - start, word)) return 1;
            shift = 1;
        }
        end += shift;
    }
    return 0;
}
