#include "support.h"

#include <apt-pkg/debversion.h>

namespace {

/* A version with a NUL on either side: apt looks at the byte before an empty version and at the one behind the
 * end of each. */
std::string fenced(const uint8_t *bytes, size_t count) {
    std::string text(1, '\0');
    text.append(reinterpret_cast<const char *>(bytes), count);
    text.push_back('\0');
    return text;
}

}  // namespace

extern "C" debvouch_apt_status debvouch_apt_compare(
    const uint8_t *left, size_t left_count, const uint8_t *right, size_t right_count, int *order) {
    int result = 0;
    debvouch_apt_answer answer = debvouch::guarded([&]() -> debvouch_apt_answer {
        const std::string a = fenced(left, left_count);
        const std::string b = fenced(right, right_count);
        result = debVS.DoCmpVersion(
            a.data() + 1, a.data() + 1 + left_count, b.data() + 1, b.data() + 1 + right_count);
        return {DEBVOUCH_APT_OK, 0, nullptr, 0};
    });
    if (answer.status == DEBVOUCH_APT_OK) *order = result;
    debvouch_apt_free(answer.bytes);
    return answer.status;
}
