#include "csimdjson.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <string>
#include <vector>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

// A word with the place of the neighbouring bytes by which it is looked for.
struct anchored_word {
    std::string text;
    size_t place;
};

constexpr uint8_t fold_bit = 0x20;

// Two neighbouring bytes, with bit 5 set: that folds letters and lets a few other bytes pass, which the comparison of
// the whole word then refuses.
struct anchor {
    uint8_t first, second;
};

// For each of three neighbouring bytes and each half of such a byte, which groups of words have that half there. A place
// where all six agree on a group may be the anchor of one of its words, however many words there are (the search that
// Hyperscan calls Teddy).
struct half_tables {
    static constexpr size_t depth = 3;
    static constexpr size_t count = 8;
    alignas(16) uint8_t low[depth][16] = {};
    alignas(16) uint8_t high[depth][16] = {};

    void add(size_t group, size_t step, uint8_t byte)
    {
        low[step][byte & 15] |= uint8_t(1u << group);
        high[step][byte >> 4] |= uint8_t(1u << group);
        // The same byte without the bit that folds letters.
        high[step][(byte & ~fold_bit) >> 4] |= uint8_t(1u << group);
    }

    void add_any(size_t group, size_t step)
    {
        for (size_t half = 0; half < 16; half++) {
            low[step][half] |= uint8_t(1u << group);
            high[step][half] |= uint8_t(1u << group);
        }
    }
};

} // namespace

struct debvouch_words {
    std::vector<anchored_word> words;
    std::vector<anchor> anchors;
    half_tables tables;
    std::vector<std::string> groups;

    // Words that are looked for by the same bytes share a group: what is in a group lets their mixtures pass, too.
    size_t group(const std::string &bytes)
    {
        auto known = std::find(groups.begin(), groups.end(), bytes);
        size_t number = static_cast<size_t>(known - groups.begin());
        if (known == groups.end()) groups.push_back(bytes);
        return number % half_tables::count;
    }
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

bool any(block hits)
{
    uint64_t halves[2];
    memcpy(halves, &hits, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

uint8_t folded(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte | fold_bit : byte;
}

// The higher the rarer, in events of hosts.
size_t rarity(char byte)
{
    static const std::string common_first = "eaitsnor/lcdpmu.hfgb_-vywxkjqz";
    size_t place = common_first.find(byte);
    return place == std::string::npos ? common_first.size() : place;
}

// Where the rarest neighbouring bytes of a word start, as many as the tables look at or the word has.
size_t rarest_place(const std::string &word)
{
    size_t width = std::min(half_tables::depth, word.size()), best = 0, most = 0;
    for (size_t place = 0; place + width <= word.size(); place++) {
        size_t sum = 0;
        for (size_t step = 0; step < width; step++) sum += rarity(word[place + step]);
        if (sum > most) best = place;
        most = std::max(most, sum);
    }
    return best;
}

bool stands_at(const uint8_t *bytes, size_t length, const std::string &word)
{
    if (length < word.size()) return false;
    for (size_t index = 0; index < word.size(); index++)
        if (folded(bytes[index]) != static_cast<uint8_t>(word[index])) return false;
    return true;
}

// Whether a word has its anchor at this place.
bool word_around(const debvouch_words &list, const uint8_t *bytes, size_t length, size_t place)
{
    for (const anchored_word &word : list.words)
        if (place >= word.place && stands_at(bytes + place - word.place, length - place + word.place, word.text))
            return true;
    return false;
}

block hits_of(const debvouch_words &list, const uint8_t *bytes)
{
    block first = load(bytes) | fold_bit;
    block second = load(bytes + 1) | fold_bit;
    block hits = {};
    for (anchor wanted : list.anchors) hits |= (block)(first == wanted.first) & (block)(second == wanted.second);
    return hits;
}

bool occurs(const debvouch_words &list, const uint8_t *bytes, size_t length)
{
    size_t place = 0;
    for (; place + lanes < length; place += lanes) {
        block hits = hits_of(list, bytes + place);
        if (!any(hits)) continue;
        for (size_t lane = 0; lane < lanes; lane++)
            if (hits[lane] != 0 && word_around(list, bytes, length, place + lane)) return true;
    }
    for (; place < length; place++)
        if (word_around(list, bytes, length, place)) return true;
    return false;
}

#if defined(__x86_64__)

// As `occurs`, 32 bytes at a time; reads into the padding behind the text, where no word can end.
__attribute__((target("avx2"))) bool occurs_by_tables(const debvouch_words &list, const uint8_t *bytes, size_t length)
{
    constexpr size_t depth = half_tables::depth;
    __m256i low[depth], high[depth];
    for (size_t step = 0; step < depth; step++) {
        low[step] = _mm256_broadcastsi128_si256(_mm_load_si128((const __m128i *)list.tables.low[step]));
        high[step] = _mm256_broadcastsi128_si256(_mm_load_si128((const __m128i *)list.tables.high[step]));
    }
    const __m256i half = _mm256_set1_epi8(0x0F);
    for (size_t place = 0; place < length; place += 32) {
        __m256i groups = _mm256_set1_epi8(-1);
        for (size_t step = 0; step < depth; step++) {
            __m256i text = _mm256_loadu_si256((const __m256i *)(bytes + place + step));
            __m256i upper = _mm256_and_si256(_mm256_srli_epi16(text, 4), half);
            groups = _mm256_and_si256(groups, _mm256_shuffle_epi8(low[step], _mm256_and_si256(text, half)));
            groups = _mm256_and_si256(groups, _mm256_shuffle_epi8(high[step], upper));
        }
        uint32_t none = uint32_t(_mm256_movemask_epi8(_mm256_cmpeq_epi8(groups, _mm256_setzero_si256())));
        for (uint32_t hits = ~none; hits != 0; hits &= hits - 1) {
            size_t hit = place + size_t(__builtin_ctz(hits));
            if (hit < length && word_around(list, bytes, length, hit)) return true;
        }
    }
    return false;
}

bool has_tables()
{
    return __builtin_cpu_supports("avx2") != 0;
}

#else

bool occurs_by_tables(const debvouch_words &list, const uint8_t *bytes, size_t length)
{
    return occurs(list, bytes, length);
}

bool has_tables()
{
    return false;
}

#endif

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
        std::string text(reinterpret_cast<const char *>(bytes), length);
        size_t place = rarest_place(text);
        uint8_t first = static_cast<uint8_t>(text[place]) | fold_bit;
        uint8_t second = static_cast<uint8_t>(text[place + 1]) | fold_bit;
        bool is_known = false;
        for (anchor known : words->anchors) is_known = is_known || (known.first == first && known.second == second);
        if (!is_known) words->anchors.push_back({first, second});
        size_t group = words->group(text.substr(place, half_tables::depth));
        for (size_t step = 0; step < half_tables::depth; step++) {
            if (place + step < text.size())
                words->tables.add(group, step, static_cast<uint8_t>(text[place + step]) | fold_bit);
            else
                words->tables.add_any(group, step);
        }
        words->words.push_back({std::move(text), place});
        return 0;
    } catch (...) {
        return -1;
    }
}

extern "C" int debvouch_words_may_occur(const struct debvouch_words *words, const uint8_t *bytes, size_t length)
{
    static const bool by_tables = has_tables();
    if (may_spell_ascii(bytes, length)) return true;
    return by_tables ? occurs_by_tables(*words, bytes, length) : occurs(*words, bytes, length);
}
