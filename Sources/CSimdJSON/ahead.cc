#include "csimdjson.h"

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace {

// Bounds on what looking ahead may cost: a longer document is left to the reader, and so is the rest of a block of which
// only single lines can be passed over.
constexpr size_t document_limit = size_t(1) << 18;
constexpr size_t run_limit = 4096;

struct free_parser {
    void operator()(debvouch_json *parser) const { debvouch_json_free(parser); }
};
typedef std::unique_ptr<debvouch_json, free_parser> json_parser;

// Lines that can be passed over, from one place in a block to a line that its reader has to see.
struct run {
    size_t start;
    debvouch_json_passed passed;

    size_t end() const { return start + passed.bytes; }
};

// Whole lines.
struct block {
    enum stage { waiting, taken, done };

    const uint8_t *bytes;
    size_t length;
    stage at = waiting;
    std::vector<run> runs = {};

    block(const uint8_t *text, size_t size) : bytes(text), length(size) {}

    bool holds(const uint8_t *place) const { return place >= bytes && place < bytes + length; }

    void examine(debvouch_json *parser, const debvouch_words *words)
    {
        try {
            for (size_t start = 0; start < length && runs.size() < run_limit;) {
                run next = {start, {}};
                debvouch_json_pass(parser, words, bytes + start, length - start, &next.passed);
                runs.push_back(next);
                const void *line_feed = memchr(bytes + next.end(), '\n', length - next.end());
                if (line_feed == nullptr) return;
                start = static_cast<size_t>(static_cast<const uint8_t *>(line_feed) - bytes) + 1;
            }
        } catch (...) {
            // What no run tells of is examined by the reader.
        }
    }

    // Adds what can be passed over from a place on; false where it ends within the block.
    bool pass(debvouch_json *parser, const debvouch_words *words, const uint8_t *place, debvouch_json_passed &sum) const
    {
        size_t offset = static_cast<size_t>(place - bytes);
        auto found = std::lower_bound(
            runs.begin(), runs.end(), offset, [](const run &one, size_t wanted) { return one.end() < wanted; });
        debvouch_json_passed passed = {};
        bool is_known = found != runs.end() && found->start <= offset;
        if (is_known && found->start == offset)
            passed = found->passed;
        else if (!is_known || found->end() > offset)
            debvouch_json_pass(parser, words, place, (is_known ? found->end() : length) - offset, &passed);
        sum.bytes += passed.bytes;
        sum.lines += passed.lines;
        sum.documents += passed.documents;
        return offset + passed.bytes == length;
    }
};

// A thread that no signal interrupts: those are for the thread that waits for them.
class signals_blocked {
    sigset_t before;

public:
    signals_blocked()
    {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
    }
    ~signals_blocked() { pthread_sigmask(SIG_SETMASK, &before, nullptr); }
    signals_blocked(const signals_blocked &) = delete;
};

} // namespace

struct debvouch_ahead {
    const debvouch_words *words;
    const size_t byte_limit, depth_limit, block_size, thread_limit;
    std::mutex mutex;
    std::condition_variable added, finished;
    // Guarded by the mutex, but for what is in a block that is taken or done.
    std::deque<block> blocks;
    bool is_ending = false;
    std::vector<std::thread> threads;

    debvouch_ahead(const debvouch_words *list, size_t bytes, size_t depth, size_t size, size_t count)
        : words(list), byte_limit(std::min(bytes, document_limit)), depth_limit(depth),
          block_size(std::max(size, size_t(1))), thread_limit(count)
    {
    }

    ~debvouch_ahead()
    {
        {
            std::lock_guard<std::mutex> lock(mutex);
            is_ending = true;
        }
        added.notify_all();
        for (std::thread &thread : threads) thread.join();
    }

    block *waiting_block()
    {
        for (block &one : blocks)
            if (one.at == block::waiting) return &one;
        return nullptr;
    }

    void examine(block &one, debvouch_json *parser, std::unique_lock<std::mutex> &lock)
    {
        one.at = block::taken;
        lock.unlock();
        one.examine(parser, words);
        lock.lock();
        one.at = block::done;
    }

    void work()
    {
        json_parser parser(debvouch_json_new(byte_limit, depth_limit));
        if (!parser) return;
        std::unique_lock<std::mutex> lock(mutex);
        while (true) {
            block *next = nullptr;
            added.wait(lock, [&] { return is_ending || (next = waiting_block()) != nullptr; });
            if (is_ending) return;
            examine(*next, parser.get(), lock);
            finished.notify_one();
        }
    }

    // Only for a text that is worth it; what no thread can be had for the reader does.
    void start_threads()
    {
        if (blocks.size() < 2 || threads.size() == thread_limit) return;
        signals_blocked guard;
        try {
            while (threads.size() < thread_limit) threads.emplace_back([this] { work(); });
        } catch (const std::exception &) {
        }
    }

    // The block around a place, examined; the reader works rather than waits. Null where there is none.
    const block *examined(debvouch_json *parser, const uint8_t *place)
    {
        std::unique_lock<std::mutex> lock(mutex);
        while (!blocks.empty() && blocks.front().at == block::done && !blocks.front().holds(place)) blocks.pop_front();
        auto wanted = std::find_if(blocks.begin(), blocks.end(), [&](const block &one) { return one.holds(place); });
        if (wanted == blocks.end()) return nullptr;
        while (wanted->at != block::done) {
            block *next = wanted->at == block::waiting ? &*wanted : waiting_block();
            if (next != nullptr)
                examine(*next, parser, lock);
            else
                finished.wait(lock, [&] { return wanted->at == block::done; });
        }
        return &*wanted;
    }
};

extern "C" struct debvouch_ahead *debvouch_ahead_new(
    const struct debvouch_words *words, size_t byte_limit, size_t depth_limit, size_t block_size, size_t threads)
{
    try {
        return new debvouch_ahead(words, byte_limit, depth_limit, block_size, threads);
    } catch (...) {
        return nullptr;
    }
}

extern "C" void debvouch_ahead_free(struct debvouch_ahead *ahead)
{
    delete ahead;
}

extern "C" size_t debvouch_ahead_add(struct debvouch_ahead *ahead, const uint8_t *bytes, size_t length, int is_last)
{
    size_t added = 0;
    try {
        std::lock_guard<std::mutex> lock(ahead->mutex);
        while (added < length) {
            const uint8_t *start = bytes + added;
            size_t rest = length - added, skipped = std::min(ahead->block_size, rest) - 1;
            if (rest < ahead->block_size && !is_last) break;
            const void *found = memchr(start + skipped, '\n', rest - skipped);
            if (found == nullptr && is_last) found = memrchr(start, '\n', rest);
            if (found == nullptr) break;
            size_t size = static_cast<size_t>(static_cast<const uint8_t *>(found) - start) + 1;
            ahead->blocks.emplace_back(start, size);
            added += size;
        }
        ahead->start_threads();
    } catch (...) {
        // The reader examines by itself what was not added.
    }
    if (added > 0) ahead->added.notify_all();
    return added;
}

extern "C" void debvouch_ahead_pass(
    struct debvouch_ahead *ahead, struct debvouch_json *parser, const uint8_t *place,
    struct debvouch_json_passed *passed)
{
    *passed = {};
    while (const block *next = ahead->examined(parser, place + passed->bytes))
        if (!next->pass(parser, ahead->words, place + passed->bytes, *passed)) return;
}

extern "C" void debvouch_ahead_clear(struct debvouch_ahead *ahead)
{
    std::unique_lock<std::mutex> lock(ahead->mutex);
    for (block &one : ahead->blocks)
        if (one.at == block::waiting) one.at = block::done;
    ahead->finished.wait(lock, [&] {
        return std::all_of(
            ahead->blocks.begin(), ahead->blocks.end(), [](const block &one) { return one.at == block::done; });
    });
    ahead->blocks.clear();
}
