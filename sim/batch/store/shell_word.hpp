#pragma once

#include <string>
#include <string_view>

namespace moat {

/// Text as one word of a shell command: in quotes where it has to be.
std::string shell_word(std::string_view text);

}  // namespace moat
