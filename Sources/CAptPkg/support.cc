#include "support.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace debvouch {

std::string QuietErrors::take() {
    std::string all;
    while (!_error->empty(GlobalError::DEBUG)) {
        std::string one;
        _error->PopMessage(one);
        if (!all.empty()) all += "; ";
        all += one;
    }
    return all;
}

MemoryFile::MemoryFile(const uint8_t *bytes, size_t count)
    : descriptor_(memfd_create("debvouch", MFD_CLOEXEC)) {
    if (descriptor_ < 0) throw Failure{DEBVOUCH_APT_SYSTEM, errno, {}};
    size_t done = 0;
    while (done < count) {
        ssize_t written = write(descriptor_, bytes + done, count - done);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            Failure failure{DEBVOUCH_APT_SYSTEM, written == 0 ? EIO : errno, {}};
            close(descriptor_);
            throw failure;
        }
        done += static_cast<size_t>(written);
    }
    if (lseek(descriptor_, 0, SEEK_SET) != 0) {
        Failure failure{DEBVOUCH_APT_SYSTEM, errno, {}};
        close(descriptor_);
        throw failure;
    }
}

MemoryFile::~MemoryFile() { close(descriptor_); }

std::string MemoryFile::path() const {
    std::string path = "/proc/self/fd/" + std::to_string(descriptor_);
    if (access(path.c_str(), R_OK) != 0) throw Failure{DEBVOUCH_APT_NO_PROC, errno, {}};
    return path;
}

void AnswerWriter::claim(size_t count) const {
    if (count > ceiling_ || bytes_.size() > ceiling_ - count) throw Failure{DEBVOUCH_APT_TOO_LARGE, 0, {}};
}

void AnswerWriter::number(uint64_t value) {
    claim(sizeof value);
    bytes_.append(reinterpret_cast<const char *>(&value), sizeof value);
}

void AnswerWriter::text(const char *bytes, size_t count) {
    number(count);
    claim(count);
    bytes_.append(bytes, count);
}

void AnswerWriter::patch(size_t offset, uint64_t value) {
    bytes_.replace(offset, sizeof value, reinterpret_cast<const char *>(&value), sizeof value);
}

debvouch_apt_answer AnswerWriter::answer() const {
    auto *copy = static_cast<uint8_t *>(malloc(bytes_.empty() ? 1 : bytes_.size()));
    if (copy == nullptr) return {DEBVOUCH_APT_NO_MEMORY, 0, nullptr, 0};
    memcpy(copy, bytes_.data(), bytes_.size());
    return {DEBVOUCH_APT_OK, 0, copy, bytes_.size()};
}

debvouch_apt_answer failed(const Failure &failure) noexcept {
    debvouch_apt_answer answer{failure.status, failure.code, nullptr, 0};
    if (failure.message.empty()) return answer;
    answer.bytes = static_cast<uint8_t *>(malloc(failure.message.size()));
    if (answer.bytes == nullptr) return answer;
    memcpy(answer.bytes, failure.message.data(), failure.message.size());
    answer.count = failure.message.size();
    return answer;
}

}  // namespace debvouch

extern "C" void debvouch_apt_free(uint8_t *bytes) { free(bytes); }
