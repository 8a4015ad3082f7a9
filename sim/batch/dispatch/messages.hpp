#pragma once
/// The format of messages, for both sides of the dispatch.

#include <bit>
#include <cstring>

#include "base/error.hpp"
#include "batch/dispatch/transport.hpp"

namespace moat {

/// The first word of a message.
enum class Kind : std::int64_t {
  report,        ///< to rank 0: asks, idle, threads, rate, runs given back, settled runs
  farewell,      ///< to rank 0: exit code, text; a question without an answer is answered by `end`
  gone,          ///< to rank 0: nothing will follow
  stop,          ///< both ways
  runs,          ///< from rank 0: 1 if the question had to wait for runs, runs
  end,           ///< from rank 0: the rank that asked will get no more runs
  outcome_code,  ///< from rank 0: exit code of all
};

/// A message of words that follow its kind, such as message(Kind::outcome_code, 0).
template <class... Words>
Message message(Kind kind, Words... words) {
  return {std::int64_t(kind), std::int64_t(words)...};
}

/// Reads a message word by word. Throws ContractError where it ends too early.
class WordReader {
 public:
  explicit WordReader(const Message& words) : words_(words) {}
  std::int64_t next() {
    expects(at_ < words_.size(), "a message between processes is complete");
    return words_[at_++];
  }
  double real() { return std::bit_cast<double>(next()); }
  std::string text() {
    const auto size = std::size_t(next());
    expects(size <= (words_.size() - at_) * sizeof(std::int64_t), "a message between processes is complete");
    return {reinterpret_cast<const char*>(words_.data() + at_), size};
  }

 private:
  const Message& words_;
  std::size_t at_ = 0;
};

inline void add_text(Message& words, const std::string& text) {
  words.push_back(std::int64_t(text.size()));
  const std::size_t at = words.size();
  words.resize(at + (text.size() + sizeof(std::int64_t) - 1) / sizeof(std::int64_t));
  if (!text.empty()) std::memcpy(words.data() + at, text.data(), text.size());
}

}  // namespace moat
