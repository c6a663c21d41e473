#include "support.h"

#include <apt-pkg/configuration.h>

namespace debvouch {

namespace {

/* Puts "line" where apt names the memory file, whose number means nothing to a reader. */
std::string withoutPath(std::string message, const std::string &path) {
    const std::string name = path + ":";
    for (size_t at = message.find(name); at != std::string::npos; at = message.find(name, at)) {
        message.replace(at, name.size(), "line ");
    }
    return message;
}

/* Apt's verdict on one text: empty where it read all of it. */
std::string read(Configuration &tree, const uint8_t *bytes, size_t count) {
    MemoryFile file(bytes, count);
    const std::string path = file.path();
    const bool accepted = ReadConfigFile(tree, path);
    std::string message = withoutPath(QuietErrors::take(), path);
    if (accepted) return {};
    return message.empty() ? "refused without a reason" : message;
}

/* Walks the tree with its own links: apt's FullTag calls itself once for each level. */
void write(const Configuration &tree, AnswerWriter &answer) {
    const size_t total = answer.size();
    uint64_t nodes = 0;
    answer.number(0);
    std::string tag;
    const Configuration::Item *item = tree.Tree(nullptr);
    const Configuration::Item *root = item == nullptr ? nullptr : item->Parent;
    while (item != nullptr) {
        const size_t outer = tag.size();
        if (item->Parent != root) tag += "::";
        tag += item->Tag;
        answer.text(tag);
        answer.text(item->Value);
        ++nodes;
        if (item->Child != nullptr) {
            item = item->Child;
            continue;
        }
        tag.resize(outer);
        while (item->Next == nullptr && item->Parent != root) {
            item = item->Parent;
            tag.resize(tag.size() - item->Tag.size() - (item->Parent == root ? 0 : 2));
        }
        item = item->Next;
    }
    answer.patch(total, nodes);
}

}  // namespace

}  // namespace debvouch

extern "C" debvouch_apt_answer debvouch_apt_configuration(
    const uint8_t *texts, const size_t *counts, size_t buffer_count, size_t ceiling) {
    return debvouch::guarded([&]() -> debvouch_apt_answer {
        Configuration tree;
        debvouch::AnswerWriter answer(ceiling);
        for (size_t index = 0; index < buffer_count; ++index) {
            answer.text(debvouch::read(tree, texts, counts[index]));
            texts += counts[index];
        }
        debvouch::write(tree, answer);
        return answer.answer();
    });
}
