#include "cli/series_names.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "io/scenario_text/renamed.hpp"

namespace moat {

std::vector<std::string> with_new_names(std::vector<std::string> texts) {
  for (std::string& text : texts) {
    const auto warn = [&](std::string_view before, std::string_view now) {
      fmt::print(stderr, "--series {}: '{}' is now '{}'\n", text, before, now);
    };
    text = text_now(text, {Renamed::What::series, Renamed::What::axis}, warn);
  }
  return texts;
}

}  // namespace moat
