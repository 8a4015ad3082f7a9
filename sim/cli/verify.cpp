// moat verify: do the mechanisms give the known answers of published models?

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "verify/benchmark.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

struct Order {
  std::vector<std::string> only;
  bool full = false, json = false, markdown = false;
  int threads = 0;
  std::string scenarios;
};

constexpr std::string_view test_names[] = {"exact", "sampled", "sign"};

struct Row {
  const Benchmark* benchmark;
  std::vector<Finding> findings;
  double seconds;
};

/// Beside the program: in a build folder the source's, in an installation the package's.
fs::path find_scenarios(const std::string& given) {
  if (!given.empty()) return given;
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none).parent_path();
  for (const fs::path& folder :
       {program / "../share/moat/scenarios/verify", program / "../scenarios/verify", fs::path("scenarios/verify")})
    if (fs::is_directory(folder, none)) return folder;
  throw IoError("scenarios/verify", "find", "not beside the program; name the folder with --scenarios",
                Exit::input_missing);
}

std::vector<const Benchmark*> chosen(const std::vector<std::string>& only) {
  std::vector<const Benchmark*> result;
  std::vector<std::string> known;
  for (const Benchmark& b : benchmarks()) {
    if (only.empty() || std::find(only.begin(), only.end(), b.id) != only.end()) result.push_back(&b);
    if (known.empty() || known.back() != b.id) known.emplace_back(b.id);
  }
  for (const std::string& id : only)
    if (std::find(known.begin(), known.end(), id) == known.end())
      throw CLI::ValidationError("--only",
                                 fmt::format("'{}' is no benchmark (must be one of {})", id, fmt::join(known, ", ")));
  return result;
}

std::string_view verdict(const Finding& f) {
  if (f.holds()) return "ok";
  return f.test == Test::sampled && std::abs(f.z()) <= 4 ? "TOO FEW RUNS" : "FAILED";
}

/// A number as the table shows it; patterns are yes or no.
std::string shown(const Finding& f, double x) {
  if (f.test == Test::sign) return x == 1 ? "yes" : "no";
  return fmt::format("{:.6g}", x);
}

void print_table(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    fmt::print("{}  {}\n    {}\n    through {}; {:.1f} s\n", row.benchmark->id, row.benchmark->name,
               row.benchmark->source, row.benchmark->through, row.seconds);
    for (const Finding& f : row.findings)
      fmt::print("    {:<58} {:>11} {:>11} {:>9} {:>7} {:>7}  {}\n", f.what, shown(f, f.expected), shown(f, f.obtained),
                 f.standard_error > 0 ? fmt::format("{:.2g}", f.standard_error) : "",
                 f.test == Test::sampled ? fmt::format("{:.2f}", f.z()) : "", f.runs > 1 ? fmt::to_string(f.runs) : "",
                 verdict(f));
  }
}

void print_markdown(const std::vector<Row>& rows) {
  fmt::print(
      "| benchmark | source | what | expected | obtained | standard error | z | runs | verdict |\n"
      "|---|---|---|---|---|---|---|---|---|\n");
  for (const Row& row : rows)
    for (const Finding& f : row.findings)
      fmt::print("| {} {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", row.benchmark->id, row.benchmark->name,
                 row.benchmark->source, f.what, shown(f, f.expected), shown(f, f.obtained),
                 f.standard_error > 0 ? fmt::format("{:.2g}", f.standard_error) : "",
                 f.test == Test::sampled ? fmt::format("{:.2f}", f.z()) : "", f.runs, verdict(f));
}

void print_json(const std::vector<Row>& rows) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const Row& row : rows)
    for (const Finding& f : row.findings) {
      nlohmann::ordered_json one{{"benchmark", row.benchmark->id},
                                 {"name", row.benchmark->name},
                                 {"source", row.benchmark->source},
                                 {"through", row.benchmark->through},
                                 {"what", f.what},
                                 {"test", test_names[std::size_t(f.test)]},
                                 {"expected", f.expected},
                                 {"obtained", f.obtained},
                                 {"tolerance", f.tolerance},
                                 {"standard_error", f.standard_error},
                                 {"z", f.z()},
                                 {"runs", f.runs},
                                 {"holds", f.holds()},
                                 {"seconds", row.seconds}};
      all.push_back(std::move(one));
    }
  fmt::print("{}\n", all.dump(1));
}

/// One line on a terminal: what is being run. Nothing elsewhere, so that logs stay short.
void show_progress(const Benchmark& b, std::size_t number, std::size_t of) {
  if (isatty(STDERR_FILENO)) fmt::print(stderr, "\r\033[K{} of {}: {} {}", number + 1, of, b.id, b.name);
}

Exit verify(const Order& order) {
  const Effort effort{order.full, order.threads > 0 ? order.threads : int(std::thread::hardware_concurrency()),
                      find_scenarios(order.scenarios)};
  const std::vector<const Benchmark*> wanted = chosen(order.only);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    show_progress(*wanted[i], i, wanted.size());
    const auto begun = std::chrono::steady_clock::now();
    std::vector<Finding> findings = wanted[i]->run(effort);
    rows.push_back({wanted[i], std::move(findings),
                    std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count()});
  }
  if (isatty(STDERR_FILENO)) fmt::print(stderr, "\r\033[K");
  if (order.json)
    print_json(rows);
  else if (order.markdown)
    print_markdown(rows);
  else
    print_table(rows);
  std::size_t all = 0, failed = 0;
  for (const Row& row : rows)
    for (const Finding& f : row.findings) ++all, failed += !f.holds();
  fmt::print(stderr, "moat verify: {} of {} numbers agree\n", all - failed, all);
  return failed == 0 ? Exit::ok : Exit::some_runs_failed;
}

}  // namespace

void add_verify(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("verify", "Check mechanisms against published known answers");
  auto order = std::make_shared<Order>();
  verb->add_option("--only", order->only, "these benchmarks only, such as B1 B6")->type_name("ID");
  verb->add_flag("--full", order->full, "as many runs as a paper would ask for");
  verb->add_option("-j,--threads", order->threads, "threads (default: all)")->type_name("N");
  auto* json = verb->add_flag("--json", order->json, "as JSON");
  verb->add_flag("--markdown", order->markdown, "as a Markdown table")->excludes(json);
  verb->add_option("--scenarios", order->scenarios, "folder of the benchmarks' scenarios")->type_name("DIR");
  verb->callback([&action, order] { action = [order] { return verify(*order); }; });
}

}  // namespace moat
