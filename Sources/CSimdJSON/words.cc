#include "csimdjson.h"

#include <cstring>
#include <memory>
#include <string>
#include <vector>

struct debvouch_words {
    std::vector<std::string> words;
};

namespace {

// 16 bytes at a time: the compiler has vector instructions for these on every architecture that we build for.
constexpr size_t lanes = 16;
typedef uint8_t block __attribute__((vector_size(lanes)));

block load(const uint8_t *bytes)
{
    block result;
    memcpy(&result, bytes, sizeof result);
    return result;
}

bool any(block lanes_set)
{
    uint64_t halves[2];
    memcpy(halves, &lanes_set, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

uint8_t folded(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
}

bool stands_at(const uint8_t *bytes, const std::string &word)
{
    for (size_t index = 0; index < word.size(); index++)
        if (folded(bytes[index]) != static_cast<uint8_t>(word[index])) return false;
    return true;
}

// Which of the word's bytes are compared first: its last and the one in its middle. Setting bit 5 folds letters and
// lets a few other bytes pass, which the full comparison then refuses.
bool occurs(const uint8_t *bytes, size_t length, const std::string &word)
{
    if (length < word.size()) return false;
    size_t middle = word.size() / 2 - (word.size() == 2 ? 1 : 0);
    size_t last = word.size() - 1;
    size_t places = length - last;
    block fold = block{} + uint8_t(0x20);
    block wanted_middle = (block{} + static_cast<uint8_t>(word[middle])) | fold;
    block wanted_last = (block{} + static_cast<uint8_t>(word[last])) | fold;
    size_t place = 0;
    for (; place + lanes <= places; place += lanes) {
        block hits = (block)((load(bytes + place + middle) | fold) == wanted_middle)
                     & (block)((load(bytes + place + last) | fold) == wanted_last);
        if (!any(hits)) continue;
        for (size_t lane = 0; lane < lanes; lane++)
            if (hits[lane] && stands_at(bytes + place + lane, word)) return true;
    }
    for (; place < places; place++)
        if (stands_at(bytes + place, word)) return true;
    return false;
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
        return 0;
    } catch (...) {
        return -1;
    }
}

extern "C" int debvouch_words_may_occur(const struct debvouch_words *words, const uint8_t *bytes, size_t length)
{
    if (may_spell_ascii(bytes, length)) return 1;
    for (const std::string &word : words->words)
        if (occurs(bytes, length, word)) return 1;
    return 0;
}
