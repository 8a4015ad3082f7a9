#include "scenario/edge_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <mutex>
#include <numeric>
#include <string>
#include <string_view>

#include "io/hdf5/read.hpp"
#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

class EdgeReader {
 public:
  EdgeReader(const fs::path& file, std::int64_t developers, const Position& named_at)
      : name_(file.string()), csv_(file.extension() == ".csv"), developers_(developers), named_at_(named_at) {}

  void read() {
    if (csv_)
      read_csv();
    else if (fs::path(name_).extension() == ".h5")
      read_hdf5();
    else
      cannot_read("expected .csv or .h5");
    if (problems_.empty() && edges_.empty()) problems_.push_back({{name_, csv_ ? 1 : 0, 1}, "has no edges"});
    find_repetitions();
  }

  /// The edges; none if there are problems.
  Edges result(std::vector<Problem>& problems) {
    constexpr std::size_t most = 20;
    for (std::size_t i = 0; i < std::min(most, problems_.size()); ++i) problems.push_back(problems_[i]);
    if (problems_.size() > most)
      problems.push_back({{name_, 0, 0}, fmt::format("has {} more problems", problems_.size() - most)});
    return problems_.empty() ? std::move(edges_) : Edges{};
  }

 private:
  void cannot_read(std::string_view why) {
    problems_.push_back(
        {named_at_, fmt::format("adoption.network.edges names {}, which cannot be read ({})", name_, why)});
  }

  /// `row` counts edges from 1 in HDF5, lines in CSV.
  void report(std::size_t row, int column, const std::string& text) {
    if (csv_)
      problems_.push_back({{name_, int(row), column}, text});
    else
      problems_.push_back({{name_, 0, 0}, fmt::format("row {}: {}", row, text)});
  }

  void add(std::size_t row, std::int64_t from, std::int64_t to, int to_column) {
    const auto outside = [&](std::int64_t n, std::string_view what, int column) {
      if (n >= 0 && n < developers_) return false;
      report(row, column, fmt::format("{} is {} (developers have the numbers 0 to {})", what, n, developers_ - 1));
      return true;
    };
    const bool bad_from = outside(from, "from", 1), bad_to = outside(to, "to", to_column);
    if (bad_from || bad_to) return;
    if (from == to) return report(row, 1, fmt::format("goes from {} to itself (leave it out)", from));
    edges_.emplace_back(std::uint32_t(from), std::uint32_t(to));
    rows_.push_back(row);
  }

  void read_csv() {
    std::ifstream in(name_, std::ios::binary);
    std::error_code error;
    if (!fs::is_regular_file(name_, error) || !in.is_open())
      return cannot_read(error ? error.message() : "no such file, or no permission");
    std::string text;
    for (std::size_t line = 1; std::getline(in, text); ++line) {
      if (!text.empty() && text.back() == '\r') text.pop_back();
      if (line == 1 && text != "from,to") {
        report(1, 1, fmt::format("begins with '{}' (expected the header from,to)", excerpt(text)));
        return;
      }
      if (line > 1 && !text.empty()) read_line(line, text);
    }
  }

  void read_line(std::size_t line, const std::string& text) {
    const std::size_t comma = text.find(',');
    if (comma == text.npos || text.find(',', comma + 1) != text.npos)
      return report(line, 1, fmt::format("is '{}' (expected two numbers: from,to)", excerpt(text)));
    const std::string_view fields[] = {std::string_view(text).substr(0, comma),
                                       std::string_view(text).substr(comma + 1)};
    const int to_column = int(comma) + 2;
    std::int64_t numbers[2] = {0, 0};
    bool sound = true;
    for (int i = 0; i < 2; ++i) {
      const auto number = parse_whole(fields[i]);
      if (!number.value)
        report(line, i == 0 ? 1 : to_column,
               fmt::format("{} is '{}' (expected a whole number)", i == 0 ? "from" : "to", excerpt(fields[i])));
      sound = sound && number.value;
      numbers[i] = number.value.value_or(0);
    }
    if (sound) add(line, numbers[0], numbers[1], to_column);
  }

  void read_hdf5() {
    try {
      const h5::Reader reader = h5::Reader::open(name_);
      for (const char* column : {"from", "to"})
        if (!reader.has(column) || reader.is_group(column) || reader.info(column).shape.size() != 1)
          problems_.push_back(
              {{name_, 0, 0}, fmt::format("has no list of numbers `{}` (expected `from` and `to`)", column)});
      if (!problems_.empty()) return;
      const std::vector<std::int64_t> from = reader.all<std::int64_t>("from"), to = reader.all<std::int64_t>("to");
      if (from.size() != to.size())
        problems_.push_back({{name_, 0, 0}, fmt::format("has {} numbers `from` and {} `to`", from.size(), to.size())});
      for (std::size_t i = 0; i < std::min(from.size(), to.size()); ++i) add(i + 1, from[i], to[i], 1);
    } catch (const IoError& error) {
      cannot_read(error.what());
    }
  }

  void find_repetitions() {
    std::vector<std::size_t> order(edges_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return edges_[a] != edges_[b] ? edges_[a] < edges_[b] : a < b; });
    for (std::size_t i = 1; i < order.size(); ++i)
      if (edges_[order[i]] == edges_[order[i - 1]])
        report(rows_[order[i]], 1,
               fmt::format("goes from {} to {} again (as {} {})", edges_[order[i]].first, edges_[order[i]].second,
                           csv_ ? "line" : "row", rows_[order[i - 1]]));
  }

  std::string name_;
  bool csv_;
  std::int64_t developers_;
  Position named_at_;
  Edges edges_;
  std::vector<std::size_t> rows_;  ///< [edge] where it stands
  std::vector<Problem> problems_;
};

struct Known {
  std::mutex mutex;
  std::map<std::pair<fs::path, std::int64_t>, std::shared_ptr<const Edges>> edges;
};

Known& known() {
  static Known all;
  return all;
}

std::pair<fs::path, std::int64_t> key_of(const fs::path& file, std::int64_t developers) {
  return {fs::absolute(file).lexically_normal(), developers};
}

}  // namespace

Edges read_edges(const fs::path& file, std::int64_t developers, const Position& named_at,
                 std::vector<Problem>& problems) {
  EdgeReader reader(file, developers, named_at);
  reader.read();
  const std::size_t before = problems.size();
  Edges edges = reader.result(problems);
  const std::lock_guard lock(known().mutex);
  known().edges[key_of(file, developers)] = problems.size() == before ? std::make_shared<const Edges>(edges) : nullptr;
  return edges;
}

std::shared_ptr<const Edges> known_edges(const fs::path& file, std::int64_t developers) {
  const std::lock_guard lock(known().mutex);
  const auto found = known().edges.find(key_of(file, developers));
  return found == known().edges.end() ? nullptr : found->second;
}

}  // namespace moat
