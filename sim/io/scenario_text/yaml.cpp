#include "io/scenario_text/yaml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <map>
#include <set>
#include <system_error>
#include <tuple>

#include "io/scenario_text/check.hpp"
#include "io/scenario_text/parse.hpp"
#include "io/scenario_text/renamed.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

/// The text of a file, or why it cannot be read.
struct FileText {
  std::string text;
  std::string fault;
};

FileText load(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (!fs::exists(status)) return {"", error ? error.message() : "no such file"};
  if (fs::is_directory(status)) return {"", "it is a directory"};
  std::ifstream in(file, std::ios::binary);
  FileText loaded;
  std::array<char, 1 << 16> block;
  while (in && loaded.text.size() <= largest_file) {  // a little more shows that the file is too large
    in.read(block.data(), block.size());
    loaded.text.append(block.data(), std::size_t(in.gcount()));
  }
  if (!in.is_open() || in.bad()) return {"", std::generic_category().message(errno)};
  return loaded;
}

const Node* child(const Node& node, std::string_view key) {
  const auto found = std::ranges::find(node.nodes, key, &Node::key);
  return found == node.nodes.end() ? nullptr : &*found;
}

/// Puts new names for old ones, and says so once for each place.
void tell_renames(Node& root, const Source& source) {
  std::vector<Problem> renames;
  rename_in(root, source, renames);
  for (const Problem& one : renames) warn_once(one);
}

class Reader {
 public:
  Reader(Item root, Reading& reading, const AfterSource& after) : root_(root), reading_(reading), after_(after) {}

  void file(const fs::path& file, const Position* named_at);
  void assignment(const std::string& text);
  void finish(const MoreChecks& more);

 private:
  struct Opened {
    fs::path canonical;
    std::string name;
  };

  void problem(Position where, std::string text) { problems_.push_back({std::move(where), std::move(text)}); }
  bool closes_cycle(const Opened& file, const Position& named_at);
  void contents(const fs::path& file, const Source& source);
  void parents(const Source& source, const fs::path& folder, const Node& extends);
  bool has_known_version(const Source& source, const Node& root);
  void amend(const Source& source, const Node& node) {
    Amender(source, reading_.given, problems_).item(root_, node, "");
    after_(source.name, reading_.given);
  }

  Item root_;
  Reading& reading_;
  const AfterSource& after_;
  std::vector<Problem> problems_;
  std::vector<Opened> open_;  ///< the main file, the parent being read, its parent, ...
  std::set<fs::path> done_;
  bool incomplete_ = false;  ///< a source was not applied, so what seems missing may be in it
};

/// `named_at` is where a child names this file; null for the main file.
void Reader::file(const fs::path& file, const Position* named_at) {
  std::error_code error;
  Opened opened{fs::weakly_canonical(file, error), file.string()};
  if (error) opened.canonical = file;
  if (named_at && closes_cycle(opened, *named_at)) return;
  if (done_.contains(opened.canonical))
    return;  // shared by two parents: the second time would undo the first's changes
  FileText loaded = load(file);
  if (!loaded.fault.empty()) {
    if (!named_at) throw IoError(opened.name, "read", loaded.fault, Exit::input_missing);
    incomplete_ = true;
    return problem(*named_at, fmt::format("extends names {}, which cannot be read ({})", opened.name, loaded.fault));
  }
  open_.push_back(opened);
  contents(file, {opened.name, std::move(loaded.text), named_at ? "inherited" : "given"});
  open_.pop_back();
  done_.insert(opened.canonical);
}

bool Reader::closes_cycle(const Opened& file, const Position& named_at) {
  const auto again = std::ranges::find(open_, file.canonical, &Opened::canonical);
  const bool too_deep = open_.size() >= deepest_nesting;
  if (again == open_.end() && !too_deep) return false;
  incomplete_ = true;
  std::string chain;
  for (auto opened = again; opened != open_.end(); ++opened) chain += opened->name + " -> ";
  if (too_deep)
    problem(named_at, fmt::format("extends leads through more than {} files", deepest_nesting));
  else
    problem(named_at, fmt::format("extends forms a cycle ({}{})", chain, file.name));
  return true;
}

void Reader::contents(const fs::path& file, const Source& source) {
  std::optional<Node> node = parse_yaml(source, problems_);
  const bool readable = node && node->kind == Node::Kind::mapping;
  if (node && !readable) {
    const std::string_view found =
        node->kind == Node::Kind::null ? "file is empty" : "file is no mapping of keys to values";
    problem(source.at({1, 1}), fmt::format("{} (begin with schema_version: {})", found, schema_version));
  }
  const Node* extends = readable ? child(*node, extends_key) : nullptr;
  if (extends) parents(source, file.parent_path(), *extends);
  reading_.sources.push_back(source);
  if (!readable || !has_known_version(source, *node)) return void(incomplete_ = true);
  tell_renames(*node, source);
  amend(source, *node);
}

void Reader::parents(const Source& source, const fs::path& folder, const Node& extends) {
  const bool is_list = extends.kind == Node::Kind::list;
  const std::vector<Node> names = is_list ? extends.nodes : std::vector<Node>{extends};
  for (const Node& name : names) {
    const Position at = source.at(name.at);
    if (name.is_scalar() && !name.text.empty())
      file((folder / name.text).lexically_normal(), &at);
    else
      incomplete_ = true,
      problem(at, "extends is not the name of a file (write extends: other.yaml, or a list of files)");
  }
}

bool Reader::has_known_version(const Source& source, const Node& root) {
  const Node* node = child(root, version_key);
  if (!node) {
    problem(source.at({1, 1}), fmt::format("{0} is missing (write {0}: {1})", version_key, schema_version));
    return true;  // the other mistakes are worth knowing too
  }
  const auto version = node->kind == Node::Kind::plain ? parse_whole(node->text).value : std::nullopt;
  if (version && *version >= oldest_schema_version && *version <= schema_version) return true;
  if (node->kind == Node::Kind::quoted) {
    problem(source.at(node->at), fmt::format("{0} is text in quotes (write {0}: {1})", version_key, schema_version));
    return false;
  }
  const std::string_view why = version && *version > schema_version ? "written for a newer Moat" : "unknown";
  problem(source.at(node->at), fmt::format("{} is {} ({}; this Moat reads {} and {})", version_key,
                                           node->is_scalar() ? excerpt(node->text) : "no number", why,
                                           oldest_schema_version, schema_version));
  return false;
}

void Reader::assignment(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string path = text.substr(0, equals);
  Source source{"--set " + excerpt(text), equals == text.npos ? "" : text.substr(equals + 1), "set", false, text};
  const std::vector<std::string> keys = split(path);
  if (equals == text.npos) return problem(source.at({}), "has no '=' (write --set path.to.key=value)");
  if (std::ranges::find(keys, "") != keys.end() || keys.size() > deepest_nesting)
    return problem(source.at({}), "begins with no path (write --set path.to.key=value)");
  if (!amend_at(root_, path, source, reading_.given, problems_)) return void(incomplete_ = true);
  after_(source.name, reading_.given);
  reading_.sources.push_back(std::move(source));
}

/// Missing keys and references, where everything could be read; then all problems.
void Reader::finish(const MoreChecks& more) {
  std::vector<Problem> late;
  if (!incomplete_) {
    check_tree(root_, reading_, late);
    for (Problem& one : more(reading_)) late.push_back(std::move(one));
  }
  std::set<std::tuple<std::string, int, int>> known;  // a value that could not be read is no missing or unknown one
  const auto place = [](const Problem& p) { return std::tuple(p.where.file, p.where.line, p.where.column); };
  for (const Problem& early : problems_) known.insert(place(early));
  for (Problem& one : late)
    if (!known.contains(place(one))) problems_.push_back(std::move(one));
  throw_if_any(std::move(problems_), reading_);
}

}  // namespace

Position Reading::where(std::string_view path) const {
  while (!path.empty()) {
    if (const auto found = given.find(path); found != given.end()) return found->second.where;
    const std::size_t parent = path.find_last_of(".[");
    path = parent == path.npos ? "" : path.substr(0, parent);
  }
  return {main_file, 1, 1};
}

std::string_view Reading::origin(std::string_view path) const {
  const auto found = given.find(path);
  return found == given.end() ? "default" : found->second.origin;
}

bool amend_at(Item root, const std::string& path, const Source& source, GivenPaths& given,
              std::vector<Problem>& problems) {
  std::optional<Node> node = parse_yaml(source, problems);
  if (!node) return false;
  const std::vector<std::string> keys = split(path);
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    node->key = *key;
    Node step;
    step.kind = Node::Kind::mapping;
    step.step = true;
    step.nodes.push_back(std::move(*node));
    node = std::move(step);
  }
  tell_renames(*node, source);
  Amender(source, given, problems).item(root, *node, "");
  return true;
}

Reading read_scenario(const fs::path& file, std::span<const std::string> assignments, Item root, const MoreChecks& more,
                      const AfterSource& after) {
  Reading reading;
  reading.main_file = file.string();
  Reader reader(root, reading, after);
  reader.file(file, nullptr);
  for (const std::string& assignment : assignments) reader.assignment(assignment);
  reader.finish(more);
  return reading;
}

void throw_if_any(std::vector<Problem> problems, const Reading& reading) {
  if (problems.empty()) return;
  std::map<std::string_view, std::size_t> rank;
  for (const Source& source : reading.sources) rank.emplace(source.name, rank.size());
  const auto order = [&](const Problem& problem) {
    const auto found = rank.find(problem.where.file);
    return std::tuple(found == rank.end() ? rank.size() : found->second, problem.where.line, problem.where.column);
  };
  std::ranges::stable_sort(problems, {}, order);
  throw InputError(std::move(problems));
}

}  // namespace moat
