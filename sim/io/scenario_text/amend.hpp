#pragma once
/// Puts what a tree gives into a described object, checking every value.
///
/// Parts and lists are amended: what is not mentioned stays. Every other value is replaced as a whole.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"
#include "base/error.hpp"
#include "io/scenario_text/tree.hpp"

namespace moat {

/// Where the value in effect was given.
struct Given {
  Position where;
  std::string_view origin;  ///< of its Source
};
/// By path: `firms.OpenAI.region`; elements of a list of texts as `path[0]`, names and dates as `path.name`.
using GivenPaths = std::map<std::string, Given, std::less<>>;

/// Key of an entry that takes what it does not give itself from the entry of that name, and the origin of what it took.
inline constexpr std::string_view like_key = "like";

/// Keys of a file's root that say something about the file.
inline constexpr std::string_view version_key = "schema_version", extends_key = "extends";

/// Reads one source into an object.
class Amender {
 public:
  Amender(const Source& source, GivenPaths& given, std::vector<Problem>& problems)
      : source_(source), given_(given), problems_(problems) {}

  /// Each key of the mapping into the member of that name; `path` is where the item stands.
  void item(Item item, const Node& mapping, const std::string& path);

 private:
  /// One value: what it may be, how it is written, what it is called.
  struct Place {
    const Text& text;
    const Node& node;
    const std::string& path;
  };

  void read(double* member, const Place& place);
  void read(std::int64_t* member, const Place& place);
  void read(bool* member, const Place& place);
  void read(std::string* member, const Place& place);
  void read(Month* member, const Place& place);
  void read(Texts* member, const Place& place);
  void read(Numbers* member, const Place& place);
  void read(Path* member, const Place& place);
  void read(Changes* member, const Place& place);
  void read(const ChoiceRef& ref, const Place& place);
  void read(const ChoicePathRef& ref, const Place& place);
  void read(const Item& part, const Place& place);
  void read(const ListRef& list, const Place& place);

  template <class T>
  std::optional<T> number(const Place& place, std::string_view expected);
  std::optional<int> choice(std::span<const std::string_view> names, const Place& place);
  void amend_number(Numbers& numbers, const Place& place);
  void list_entry(const ListRef& list, std::map<std::string, std::size_t>& index, const Place& place);
  template <class ReadOne>
  void by_date(const Place& place, ReadOne&& read_one);

  std::vector<const Node*> distinct(const Node& mapping, const std::string& path);
  void forget_below(const std::string& path);
  void note(const std::string& path, Mark at) { given_[path] = {source_.at(at), source_.origin}; }
  void report(Mark at, std::string text) { problems_.push_back({source_.at(at), std::move(text)}); }
  void wrong_kind(const Place& place, std::string_view expected, std::string_view advice = "");

  const Source& source_;
  GivenPaths& given_;
  std::vector<Problem>& problems_;
};

}  // namespace moat
