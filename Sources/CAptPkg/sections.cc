#include "support.h"

#include <apt-pkg/aptconfiguration.h>
#include <apt-pkg/fileutl.h>
#include <apt-pkg/tagfile.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace debvouch {

namespace {

bool isSpace(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
    return text;
}

/* Writes one field that apt delimited; apt has checked that it holds a colon. */
void write(std::string_view field, AnswerWriter &answer) {
    const size_t colon = field.find(':');
    const std::string_view name = trimmed(field.substr(0, colon));
    const std::string_view value =
        colon == std::string_view::npos ? std::string_view() : trimmed(field.substr(colon + 1));
    answer.text(name.data(), name.size());
    answer.text(value.data(), value.size());
}

void write(const pkgTagSection &section, AnswerWriter &answer) {
    const unsigned int fields = section.Count();
    answer.number(fields);
    for (unsigned int index = 0; index < fields; ++index) {
        const char *start = nullptr;
        const char *stop = nullptr;
        section.Get(start, stop, index);
        write(std::string_view(start, static_cast<size_t>(stop - start)), answer);
    }
}

}  // namespace

}  // namespace debvouch

extern "C" debvouch_apt_answer debvouch_apt_sections(
    const uint8_t *text, size_t count, int with_comments, size_t ceiling) {
    return debvouch::guarded([&]() -> debvouch_apt_answer {
        debvouch::MemoryFile memory(text, count);
        const int copy = dup(memory.descriptor());
        if (copy < 0) throw debvouch::Failure{DEBVOUCH_APT_SYSTEM, errno, {}};
        // With a compressor given, apt does not look one up in its process-wide configuration.
        APT::Configuration::Compressor none(".", "", "", nullptr, nullptr, 0);
        FileFd file;
        if (!file.OpenDescriptor(copy, FileFd::ReadOnly, none, true)) {
            throw debvouch::Failure{DEBVOUCH_APT_FAILED, 0, debvouch::QuietErrors::take()};
        }
        debvouch::AnswerWriter answer(ceiling);
        pkgTagFile sections(&file, with_comments ? pkgTagFile::SUPPORT_COMMENTS : pkgTagFile::STRICT);
        pkgTagSection section;
        while (sections.Step(section)) debvouch::write(section, answer);
        if (_error->PendingError()) {
            throw debvouch::Failure{DEBVOUCH_APT_FAILED, 0, debvouch::QuietErrors::take()};
        }
        return answer.answer();
    });
}
