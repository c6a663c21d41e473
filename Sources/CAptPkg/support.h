/* What the three services share: memory files, answers, apt's error stack. */
#ifndef DEBVOUCH_CAPTPKG_SUPPORT_H
#define DEBVOUCH_CAPTPKG_SUPPORT_H

/* SwiftPM defines DEBUG in debug builds, and apt has an enumerator of that name. */
#undef DEBUG

#include <apt-pkg/error.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "captpkg.h"

namespace debvouch {

/* Ends a call early, with what the answer has to say. */
struct Failure {
    debvouch_apt_status status;
    int code;
    std::string message;
};

/* Empties apt's error stack, which belongs to the thread, on entry and on every way out. */
class QuietErrors {
  public:
    QuietErrors() { _error->Discard(); }
    ~QuietErrors() { _error->Discard(); }
    QuietErrors(const QuietErrors &) = delete;
    QuietErrors &operator=(const QuietErrors &) = delete;

    /* Takes every pending message off the stack, joined with "; ". */
    static std::string take();
};

/* A text that the kernel keeps in memory, with a descriptor at its beginning. */
class MemoryFile {
  public:
    MemoryFile(const uint8_t *bytes, size_t count);
    ~MemoryFile();
    MemoryFile(const MemoryFile &) = delete;
    MemoryFile &operator=(const MemoryFile &) = delete;

    int descriptor() const { return descriptor_; }
    /* The name under which apt can open it; throws where there is no /proc. */
    std::string path() const;

  private:
    int descriptor_;
};

/* Collects the items of an answer up to a ceiling. */
class AnswerWriter {
  public:
    explicit AnswerWriter(size_t ceiling) : ceiling_(ceiling) {}

    void number(uint64_t value);
    void text(const char *bytes, size_t count);
    void text(const std::string &bytes) { text(bytes.data(), bytes.size()); }
    /* Overwrites a number that was written at `offset`. */
    void patch(size_t offset, uint64_t value);
    size_t size() const { return bytes_.size(); }
    debvouch_apt_answer answer() const;

  private:
    void claim(size_t count) const;

    std::string bytes_;
    size_t ceiling_;
};

/* Runs one service, and turns whatever it throws into an answer. */
template <typename Service> debvouch_apt_answer guarded(Service service) noexcept;

debvouch_apt_answer failed(const Failure &failure) noexcept;

}  // namespace debvouch

#include <exception>
#include <new>

template <typename Service> debvouch_apt_answer debvouch::guarded(Service service) noexcept {
    try {
        QuietErrors quiet;
        return service();
    } catch (const Failure &failure) {
        return failed(failure);
    } catch (const std::bad_alloc &) {
        return {DEBVOUCH_APT_NO_MEMORY, 0, nullptr, 0};
    } catch (...) {
        return {DEBVOUCH_APT_EXCEPTION, 0, nullptr, 0};
    }
}

#endif
