#pragma once
/// Writes JSON: enough for the schema and for small reports, nothing reads it here.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"

namespace moat {

/// Text in quotes.
std::string json_text(std::string_view text);

/// `["a", "b"]`
std::string json_array(std::span<const std::string_view> texts);

/// The value of a member on one line; empty where value_text is: for parts, lists and what no file can give.
std::string json_value(const MemberRef& ref);

/// An object, one member to a line, in the order they are put. What stands inside it was made with depth + 1.
class JsonObject {
 public:
  explicit JsonObject(int depth) : depth_(depth) {}
  JsonObject& put(std::string_view key, std::string_view json);
  std::string text() const;

 private:
  int depth_;
  std::string members_;
};

}  // namespace moat
