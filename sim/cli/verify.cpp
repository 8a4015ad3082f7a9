// moat verify: do the mechanisms give the known answers of published models?

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "verify/report.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

struct Order {
  std::vector<std::string> only;
  bool full = false, list = false, json = false, markdown = false;
  int jobs = 0;
  std::string scenarios;
};

/// The folder given; else that of the installation, of the source around a build folder, or of the current folder.
fs::path find_scenarios(const std::string& given) {
  std::error_code none;
  std::vector<fs::path> places{given};
  if (given.empty()) {
    const fs::path program = fs::read_symlink("/proc/self/exe", none).parent_path();
    places = {program / "../share/moat/scenarios/verify"};
    for (fs::path folder = program; folder.has_relative_path(); folder = folder.parent_path())
      places.push_back(folder / "scenarios/verify");
    places.push_back("scenarios/verify");
  }
  for (const fs::path& folder : places)
    if (fs::is_directory(folder, none)) return folder;
  throw IoError(given.empty() ? "scenarios/verify" : given, "find",
                given.empty() ? "not near the program; name the folder with --scenarios" : "no such folder",
                Exit::input_missing);
}

/// Empty, or what is wrong with the id.
std::string check_id(const std::string& id) {
  std::vector<std::string_view> known;
  for (const Benchmark& b : benchmarks()) {
    if (id == b.id) return "";
    if (known.empty() || known.back() != b.id) known.push_back(b.id);
  }
  return fmt::format("'{}' is no benchmark (must be one of {})", id, fmt::join(known, ", "));
}

/// One line on a terminal: what runs, and the time left if the rest takes as long as what is done. Nothing elsewhere,
/// so that logs stay short.
void show_progress(const Benchmark& next, std::size_t done, std::size_t all, double seconds) {
  if (!isatty(STDERR_FILENO)) return;
  const std::string left =
      done > 0 ? fmt::format(", about {:.0f} s left", seconds / double(done) * double(all - done)) : "";
  fmt::print(stderr, "\r\033[K{} of {}, {:.0f} s{}: {} {:.60}", done + 1, all, seconds, left, next.id, next.name);
}

std::vector<Examined> examine_all(const std::vector<const Benchmark*>& wanted, const Effort& effort) {
  const auto begun = std::chrono::steady_clock::now();
  std::vector<Examined> rows;
  for (const Benchmark* benchmark : wanted) {
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begun;
    show_progress(*benchmark, rows.size(), wanted.size(), spent.count());
    rows.push_back(examine(*benchmark, effort));
  }
  if (isatty(STDERR_FILENO)) fmt::print(stderr, "\r\033[K");
  return rows;
}

Exit verify(const Order& order) {
  if (order.list) {
    fmt::print("{}", order.json ? list_json(benchmarks()) : list_text(benchmarks()));
    return Exit::ok;
  }
  std::vector<const Benchmark*> wanted;
  for (const Benchmark& b : benchmarks())
    if (order.only.empty() || std::find(order.only.begin(), order.only.end(), b.id) != order.only.end())
      wanted.push_back(&b);
  const int threads = order.jobs > 0 ? order.jobs : std::max(1, int(std::thread::hardware_concurrency()));
  const std::vector<Examined> rows = examine_all(wanted, {order.full, threads, find_scenarios(order.scenarios)});
  fmt::print("{}", order.json ? as_json(rows) : order.markdown ? as_markdown(rows) : as_table(rows));
  double seconds = 0;
  for (const Examined& row : rows) seconds += row.seconds;
  const Agreement count = count_agreement(rows);
  fmt::print(stderr, "moat verify: {} of {} numbers agree, {:.1f} s\n", count.agree, count.all, seconds);
  return count.agree == count.all ? Exit::ok : Exit::some_runs_failed;
}

}  // namespace

void add_verify(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("verify", "Check mechanisms against published known answers");
  auto order = std::make_shared<Order>();
  verb->add_option("--only", order->only, "these benchmarks only, such as B1 B6")
      ->type_name("ID")
      ->delimiter(',')
      ->check(CLI::Validator(check_id, ""));
  verb->add_flag("--list", order->list, "list the benchmarks and run none");
  verb->add_flag("--full", order->full, "as many runs as a paper would ask for");
  verb->add_option("-j,--jobs", order->jobs, "threads [all cores]")->check(CLI::Range(0, 4096));
  auto* json = verb->add_flag("--json", order->json, "as JSON, an array with one object a number");
  verb->add_flag("--markdown", order->markdown, "as a Markdown table")->excludes(json);
  verb->add_option("--scenarios", order->scenarios, "folder of the benchmarks' scenarios")->type_name("DIR");
  verb->footer("Exit codes: 0 all numbers agree, 1 some do not, 2 usage, 66 scenarios not found");
  verb->callback([&action, order] { action = [order] { return verify(*order); }; });
}

}  // namespace moat
