#include "batch/store/shell_word.hpp"

#include <fmt/format.h>

#include "io/scenario_text/parse.hpp"

namespace moat {

std::string shell_word(std::string_view text) {
  const bool plain = !text.empty() && text.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789_-+./=:,") == text.npos;
  return plain ? std::string(text) : fmt::format("'{}'", fmt::join(split(text, '\''), "'\\''"));
}

}  // namespace moat
