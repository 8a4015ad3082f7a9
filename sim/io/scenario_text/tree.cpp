#include "io/scenario_text/tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

/// Leaves yaml-cpp's parser from inside an event.
struct Refused {
  Mark at;
  std::string why;
};

Mark from(const YAML::Mark& mark) {
  return mark.is_null() ? Mark{1, 1} : Mark{mark.line + 1, mark.column + 1};
}

std::size_t count(const Node& node) {
  std::size_t sum = 1;
  for (const Node& inner : node.nodes) sum += count(inner);
  return sum;
}

/// Builds the tree and stops the parser as soon as a bound is crossed.
class Builder : public YAML::EventHandler {
 public:
  Node root;
  int documents = 0;

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents > 1) throw Refused{from(mark), "a second document begins here (a scenario is one document)"};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.at = from(mark);
    add(std::move(node), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_tag(mark, tag);
    if (value.find('\0') != value.npos) throw Refused{from(mark), "text contains a NUL character"};
    Node node;
    node.kind = tag == "!" ? Node::Kind::quoted : Node::Kind::plain;
    node.at = from(mark);
    node.text = value;
    add(std::move(node), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) throw Refused{from(mark), "an alias stands inside its own anchor"};
    spend(found->second.size, from(mark));
    Node copy = found->second.node;
    copy.at = from(mark);
    place(std::move(copy));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::list);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::mapping);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    YAML::anchor_t anchor{};
    std::optional<Node> key;  ///< waits for its value
  };

  /// `!!int` as it is written, not the address it stands for.
  static std::string short_tag(const std::string& tag) {
    constexpr std::string_view core = "tag:yaml.org,2002:";
    return tag.starts_with(core) ? "!!" + tag.substr(core.size()) : tag;
  }
  static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.size() > 1)
      throw Refused{from(mark), fmt::format("tag {} is not supported (leave it out)", excerpt(short_tag(tag)))};
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    refuse_tag(mark, tag);
    if (open_.size() >= deepest_nesting)
      throw Refused{from(mark), fmt::format("nesting is deeper than {} levels", deepest_nesting)};
    Open& opened = open_.emplace_back();
    opened.node.kind = kind;
    opened.node.at = from(mark);
    opened.anchor = anchor;
    spend(1, opened.node.at);
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    keep(done.node, done.anchor);
    place(std::move(done.node));
  }

  void add(Node scalar, YAML::anchor_t anchor) {
    spend(1, scalar.at);
    keep(scalar, anchor);
    place(std::move(scalar));
  }

  /// Counts what is stored, so that a small text cannot stand for a large tree.
  void spend(std::size_t nodes, Mark at) {
    nodes_ += nodes;
    if (nodes_ > most_nodes)
      throw Refused{at, fmt::format("has more than {} values (aliases count as what they stand for)", most_nodes)};
  }

  /// Remembers a node that has an anchor.
  void keep(const Node& node, YAML::anchor_t anchor) {
    if (!anchor) return;
    const std::size_t size = count(node);
    spend(size, node.at);
    anchors_[anchor] = {node, size};
  }

  /// Puts a finished node where it belongs: the root, an item, a key or the value of the key before it.
  void place(Node node) {
    if (open_.empty()) {
      root = std::move(node);
    } else if (Open& parent = open_.back(); parent.node.kind == Node::Kind::list) {
      parent.node.nodes.push_back(std::move(node));
    } else if (!parent.key) {
      parent.key = as_key(std::move(node));
    } else {
      node.key = std::move(parent.key->text);
      node.key_at = parent.key->at;
      // Where no value is written, yaml-cpp points at whatever comes next.
      if (node.kind == Node::Kind::null && node.at.line != node.key_at.line) node.at = node.key_at;
      parent.key.reset();
      parent.node.nodes.push_back(std::move(node));
    }
  }

  static Node as_key(Node node) {
    if (!node.is_scalar()) throw Refused{node.at, "a key is not text (keys are names or dates)"};
    if (node.kind == Node::Kind::plain && node.text == "<<")
      throw Refused{node.at, "merge keys are not supported (use extends)"};
    return node;
  }

  std::vector<Open> open_;
  struct Anchored {
    Node node;
    std::size_t size = 0;
  };
  std::map<YAML::anchor_t, Anchored> anchors_;
  std::size_t nodes_ = 0;
};

/// Length of the UTF-8 character at the front; 0 if it is malformed, or a NUL.
std::size_t character(std::string_view text) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return first != 0;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  const unsigned second = byte(1);  // overlong forms, surrogates and what lies beyond Unicode
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return length;
}

/// The first byte that is no text, as yaml-cpp would pass it on or guess another encoding.
void refuse_bytes(std::string_view text) {
  Mark at{1, 1};
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = character(text.substr(i));
    if (length == 0) throw Refused{at, text[i] == '\0' ? "file contains a NUL byte" : "text is not UTF-8"};
    at = text[i] == '\n' ? Mark{at.line + 1, 1} : Mark{at.line, at.column + 1};
    i += length;
  }
}

/// The first line, up to the one where parsing failed, that is indented by a tab.
std::optional<Mark> tab_indentation(const std::string& text, int last_line) {
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; number <= last_line && std::getline(lines, line); ++number) {
    const std::size_t content = line.find_first_not_of(" \t\r"), tab = line.find('\t');
    if (content != line.npos && line[content] != '#' && tab < content) return Mark{number, int(tab) + 1};
  }
  return {};
}

/// A text that is not closed fails in the comment added to it; its own last line is a better place.
Mark inside(Mark at, const std::string& text) {
  const auto lines = int(std::count(text.begin(), text.end(), '\n')) + !text.ends_with('\n');
  return at.line > lines ? Mark{lines, 1} : at;
}

std::string parser_message(const YAML::Exception& error) {
  if (error.msg == YAML::ErrorMsg::EOF_IN_SCALAR) return "a text in quotes is not closed";
  return error.msg + "; check colons, quotes and indentation here and in the line before";
}

}  // namespace

std::optional<Node> parse_yaml(const Source& source, std::vector<Problem>& problems) {
  const auto refuse = [&](Mark at, std::string why) { problems.push_back({source.at(at), std::move(why)}); };
  try {
    if (source.text.size() > largest_file)
      throw Refused{{1, 1}, fmt::format("file is larger than {} MiB", largest_file >> 20)};
    refuse_bytes(source.text);
    // Without the comment, yaml-cpp takes a quoted text that is not closed before the last line ends for complete.
    std::istringstream in(source.text + (source.text.ends_with('\n') ? "# end" : "\n# end"));
    YAML::Parser parser(in);
    Builder builder;
    while (parser.HandleNextDocument(builder)) continue;
    return std::move(builder.root);
  } catch (const Refused& refused) {
    refuse(refused.at, refused.why);
  } catch (const YAML::Exception& error) {
    const Mark at = from(error.mark);
    if (const auto tab = tab_indentation(source.text, at.line))
      refuse(*tab, "a tab is used for indentation (YAML allows spaces only)");
    else
      refuse(inside(at, source.text), fmt::format("is not valid YAML ({})", parser_message(error)));
  }
  return {};
}

}  // namespace moat
