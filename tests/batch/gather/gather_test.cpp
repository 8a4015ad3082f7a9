// The output file: the same for any parts it comes from, and NaN with a reason where runs are missing.

#include "batch/gather/gather.hpp"

#include <cmath>

#include "batch/little_sweep.hpp"
#include "batch/work/statistics.hpp"

using namespace moat;
namespace fs = std::filesystem;

namespace {

const std::string plain_and_strict = "arms:\n  plain: {}\n  strict: {set: {capability.reference_parameters: 2}}\n";
const std::string four_replicates = "replicates: 4\n" + three_points.substr(14);

std::vector<double> numbers(const fs::path& file, const std::string& name) {
  return h5::Reader::open(file).all<double>(name);
}

std::string text_of(const fs::path& file, const std::string& name, const std::string& attribute) {
  return h5::Reader::open(file).attribute_text(name, attribute).value_or("(none)");
}

/// What one run records, computed again.
RunResult run_of(const Plan& plan, std::int64_t run) {
  const std::int64_t point = plan.point_of(run);
  return run_once(*plan.scenario(point), plan.variant(point).shape,
                  plan.layout.replicates[std::size_t(plan.place_of(run))], 1, [](const World&) { return true; });
}

bool same(std::span<const double> a, std::span<const double> b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

}  // namespace

TEST_CASE("Each run stands in its place, with all that it recorded") {
  const TestFolder place;
  const Folder folder = begun(place, four_replicates, quick + plain_and_strict);
  work_on(folder);
  const fs::path file = gathered(folder);
  const Plan& plan = folder.plan;
  const h5::Reader::Info info = h5::Reader::open(file).info("tokens");
  CHECK(info.dims == std::vector<std::string>{"point", "replicate", "time", "line", "region", "segment"});
  CHECK(info.shape == h5::Extent{6, 4, 3, 5, 2, 2});
  const std::vector<double> concentration = numbers(file, "concentration");
  for (std::int64_t run = 0; run < plan.runs(); ++run) {
    const RunResult expected = run_of(plan, run);
    const auto at = std::size_t(plan.point_of(run) * 4 + plan.place_of(run));
    for (std::size_t s = 0; s < plan.layout.series.size(); ++s) {
      const std::vector<double> all = numbers(file, std::string(plan.layout.series[s]->name));
      const std::size_t size = plan.layout.offset[s + 1] - plan.layout.offset[s];
      INFO(run << " " << plan.layout.series[s]->name);
      CHECK(same(std::span(all).subspan(at * size, size),
                 std::span(expected.values).subspan(plan.layout.offset[s], size)));
    }
    CHECK(concentration[at] == expected.outcomes[0]);
  }
}

TEST_CASE("Axes, factors and names are those of the plan") {
  const TestFolder place;
  const Folder folder = begun(place,
                              "factors:\n  adoption.peer_weight: {uniform: [0, 1], levels: 2, role: lever}\n"
                              "  adoption.peers: {categorical: [global, regional]}\n"
                              "filter: adoption.peer_weight < 1 or adoption.peers == 'global'\n",
                              quick + plain_and_strict);
  const fs::path file = gathered(folder);
  const h5::Reader reader = h5::Reader::open(file);
  CHECK(reader.texts("point") ==
        std::vector<std::string>{"plain/0", "plain/1", "plain/2", "strict/0", "strict/1", "strict/2"});
  CHECK(reader.texts("arm") == std::vector<std::string>{"plain", "plain", "plain", "strict", "strict", "strict"});
  CHECK(reader.all<std::int64_t>("design_row") == std::vector<std::int64_t>{0, 1, 2, 0, 1, 2});
  CHECK(reader.all<double>("adoption.peer_weight") == std::vector<double>{0, 0, 1, 0, 0, 1});
  CHECK(reader.texts("adoption.peers")[1] == "regional");
  CHECK(reader.info("adoption.peer_weight").dims == std::vector<std::string>{"point"});
  CHECK(text_of(file, "adoption.peer_weight", "factor") == "lever");
  CHECK(text_of(file, "adoption.peer_weight", "distribution") == "uniform [0, 1]");
  CHECK(text_of(file, "adoption.peer_weight", "units") == "utility");
  CHECK(text_of(file, "adoption.peers", "factor") == "uncertainty");
  CHECK(reader.all<double>("time") == std::vector<double>{20119, 20147, 20178});  // ends of January to March 2025
  CHECK(text_of(file, "time", "units") == "days since 1970-01-01");
  CHECK(reader.texts("line_firm") == std::vector<std::string>{"Atlas", "Atlas", "Birch", "Birch", "Cedar"});
  CHECK(reader.all<double>("line_open") == std::vector<double>{0, 1, 0, 1, 1});
  CHECK(reader.texts("firm_region") == std::vector<std::string>{"west", "west", "east"});
  CHECK(reader.attribute_number("concentration", "outcome") == 1);
  CHECK(text_of(file, "concentration", "long_name") ==
        "Herfindahl-Hirschman index of firms' shares of tokens, at 2025-03");
  CHECK(text_of(file, "/", "title") == "test");
  CHECK(reader.text("provenance/plan_id") == folder.plan.id);
  CHECK_THAT(reader.text("provenance/design_json"), ContainsSubstring("\"filtered\":true"));
  CHECK_THAT(reader.text("provenance/scenario_resolved_yaml"), ContainsSubstring("developers: 40"));
  CHECK(reader.text("provenance/command_line") == "moat sweep");
}

TEST_CASE("Runs that are missing are NaN, with a status and a message") {
  const TestFolder place;
  const Folder folder = begun(place);
  WorkOptions options;
  options.slice = {1, 2};  // runs 1, 3, 5
  work_on(folder, options);
  {
    Journal journal(folder.path, {}, 0);
    journal.failed(0, RunStatus::failed, 1, "why it failed", 2.5);
    journal.failed(4, RunStatus::timeout, 1, "too late", 3.5);
  }
  const fs::path file = folder.path / "results.h5";
  const Tally count = gather(folder, journals_of(folder), file, "", false);
  CHECK(count.done == 3);
  CHECK(count.failed == 1);
  CHECK(count.timeout == 1);
  CHECK(count.pending == 1);
  CHECK(count.wanted() == 6);
  // By point, then replicate: runs 0 3, 1 4, 2 5.
  CHECK(numbers(file, "run_status") == std::vector<double>{2, 1, 1, 3, 0, 1});
  CHECK(text_of(file, "run_status", "flag_meanings") == "pending done failed timeout unneeded");
  CHECK(h5::Reader::open(file).texts("run_message") ==
        std::vector<std::string>{"why it failed", "", "", "too late", "", ""});
  CHECK(numbers(file, "run_seed") == std::vector<double>(6, 7.0));
  const std::vector<double> tokens = numbers(file, "tokens"), outcome = numbers(file, "concentration"),
                            seconds = numbers(file, "timing/seconds");
  for (std::size_t i = 0; i < 6; ++i) {
    const bool done = i == 1 || i == 2 || i == 5;
    INFO(i);
    for (std::size_t v = 0; v < 60; ++v) CHECK(std::isnan(tokens[i * 60 + v]) != done);
    CHECK(std::isnan(outcome[i]) != done);
  }
  CHECK(seconds[0] == 2.5);
  CHECK(seconds[3] == 3.5);
  CHECK(std::isnan(seconds[4]));
  CHECK(seconds[1] > 0);
}

TEST_CASE("A folder without any run gives a file all the same") {
  const TestFolder place;
  const Folder folder = begun(place);
  const fs::path file = gathered(folder);
  for (const double x : numbers(file, "tokens")) CHECK(std::isnan(x));
  CHECK(numbers(file, "run_status") == std::vector<double>(6, 0.0));
  CHECK(h5::Reader::open(file).info("releases/month").shape == h5::Extent{0});
}

TEST_CASE("Slices, sessions and retries change no byte of the output") {
  const TestFolder place;
  const Folder whole = begun(place, four_replicates, quick + plain_and_strict);
  work_on(whole);
  const auto expected = contents(gathered(whole));
  remove_folder(whole.path);
  const Folder folder = begun(place, four_replicates, quick + plain_and_strict);
  for (const std::int64_t index : {4, 0, 3, 1, 2}) {
    WorkOptions options;
    options.slice = {index, 5};
    options.flush_bytes = index % 2 == 0 ? 1 : 5000;
    options.jobs = 2;
    work_on(folder, options);
  }
  CHECK(done_of(folder) == 24);
  const auto all = contents(gathered(folder));
  CHECK(all.size() == expected.size());
  for (const auto& [name, value] : expected) {
    INFO(name);
    CHECK((all.at(name) == value));
  }
}

TEST_CASE("A view shows the same as a copy") {
  const TestFolder place;
  const Folder folder = begun(place, four_replicates, quick + plain_and_strict);
  for (const std::int64_t index : {0, 2}) {
    WorkOptions options;
    options.slice = {index, 3};
    options.flush_bytes = index == 0 ? 9000 : 1;
    work_on(folder, options);
  }
  const auto copy = contents(gathered(folder)), view = contents(gathered(folder, "view.h5", true));
  CHECK(copy.size() == view.size());
  for (const auto& [name, value] : copy) {
    INFO(name);
    CHECK((view.at(name) == value));
  }
  const fs::path moved = place.path / "moved";
  fs::create_directory(moved);
  fs::rename(folder.path, moved / "sweep");
  fs::rename(place.path / "view.h5", moved / "view.h5");
  CHECK((contents(moved / "view.h5").at("tokens") == copy.at("tokens")));
}

TEST_CASE("Statistics over replicates stand in the place of replicates") {
  const TestFolder place;
  const std::string record = "record: {series: [tokens, hhi_tokens], statistics: [mean, sd, q05, q50, max]}\n";
  const Folder full = begun(place, four_replicates);
  work_on(full);
  const fs::path all = gathered(full, "all.h5");
  remove_folder(full.path);
  std::string text = quick;
  text.replace(text.find("record"), text.find("outcomes") - text.find("record"), record);
  const Folder folder = begun(place, four_replicates, text);
  work_on(folder);
  const fs::path file = gathered(folder);
  const h5::Reader reader = h5::Reader::open(file);
  CHECK(reader.texts("statistic") == std::vector<std::string>{"mean", "sd", "q05", "q50", "max"});
  CHECK(reader.info("tokens").dims ==
        std::vector<std::string>{"point", "statistic", "time", "line", "region", "segment"});
  CHECK(reader.info("concentration").dims == std::vector<std::string>{"point", "replicate"});
  CHECK(reader.info("concentration_statistics").dims == std::vector<std::string>{"point", "statistic"});
  for (const auto& [from, to, cells] : {std::tuple{"tokens", "tokens", 60},
                                        {"hhi_tokens", "hhi_tokens", 3},
                                        {"concentration", "concentration_statistics", 1}}) {
    const std::vector<double> runs = numbers(all, from), found = numbers(file, to);
    REQUIRE(found.size() == std::size_t(3 * 5 * cells));
    for (int point = 0; point < 3; ++point)
      for (int c = 0; c < cells; ++c) {
        std::vector<double> x;
        for (int r = 0; r < 4; ++r) x.push_back(runs[std::size_t((point * 4 + r) * cells + c)]);
        std::sort(x.begin(), x.end());
        const double mean = (x[0] + x[1] + x[2] + x[3]) / 4;
        double squares = 0;
        for (const double one : x) squares += (one - mean) * (one - mean);
        const double expected[] = {mean, std::sqrt(squares / 3), x[0] + 0.15 * (x[1] - x[0]), (x[1] + x[2]) / 2, x[3]};
        for (int k = 0; k < 5; ++k)
          CHECK(found[std::size_t((point * 5 + k) * cells + c)] == Approx(expected[k]).epsilon(1e-12).margin(1e-300));
      }
  }
}

TEST_CASE("Events come by point, then replicate") {
  const TestFolder place;
  const Folder folder = begun(place, four_replicates);
  WorkOptions options;
  options.flush_bytes = 1;
  options.jobs = 3;
  work_on(folder, options);
  const h5::Reader file = h5::Reader::open(gathered(folder));
  const std::vector<std::string> points = file.texts("policy/point");
  const auto replicates = file.all<std::int64_t>("policy/replicate");
  std::vector<std::pair<std::string, std::int64_t>> order;
  for (std::size_t i = 0; i < points.size(); ++i) order.emplace_back(points[i], replicates[i]);
  CHECK(std::is_sorted(order.begin(), order.end()));
  CHECK(std::set(order.begin(), order.end()).size() == 12);
  CHECK(file.all<std::int64_t>("policy/event").back() == std::int64_t(points.size()) - 1);
  std::size_t releases = 0;
  for (std::int64_t run = 0; run < 12; ++run) releases += run_of(folder.plan, run).events.releases.size();
  CHECK(file.info("releases/month").size() == releases);
}

TEST_CASE("Without events in the record the tables are empty") {
  const TestFolder place;
  const Folder folder = begun(place, three_points,
                              "run: {developers: 40, end: 2025-03}\n"
                              "record: {series: [hhi_tokens], events: false}\n");
  work_on(folder);
  CHECK(h5::Reader::open(gathered(folder)).info("releases/month").shape == h5::Extent{0});
}

TEST_CASE("Points with other axes leave NaN where they have nothing") {
  const TestFolder place;
  const Folder folder = begun(place, three_points, quick + "arms:\n  all: {}\n  two: {set: {firms.Birch: null}}\n");
  work_on(folder);
  const fs::path file = gathered(folder);
  CHECK(h5::Reader::open(file).info("tokens").shape == h5::Extent{6, 2, 3, 5, 2, 2});
  const std::vector<double> tokens = numbers(file, "tokens");
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::size_t point = i / 120, line = i / 4 % 5;
    CHECK(std::isnan(tokens[i]) == (point >= 3 && (line == 2 || line == 3)));
  }
}

TEST_CASE("Runs that adaptive replicates do not need are marked and left out") {
  const TestFolder place;
  const std::string rest = three_points.substr(14);
  const Folder folder =
      begun(place, "until_ci: {outcome: concentration, half_width: 100, batch: 2, maximum: 5}\n" + rest);
  work_on(folder);
  const fs::path file = gathered(folder);
  CHECK(numbers(file, "run_status") == std::vector<double>{1, 1, 4, 4, 4, 1, 1, 4, 4, 4, 1, 1, 4, 4, 4});
  CHECK(std::isnan(numbers(file, "concentration")[2]));
}

TEST_CASE("A file that cannot be written is an error and leaves nothing") {
  const TestFolder place;
  const Folder folder = begun(place);
  CHECK_THROWS_AS(gathered(folder, "base.yaml/out.h5"), IoError);
  const auto before = names_in(place.path);
  work_on(folder);
  for (const std::string& name : names_in(folder.path))
    if (name.starts_with("part-")) fs::resize_file(folder.path / name, 3000);
  JournalState state = read_journals(folder.path, 6, false, false);
  CHECK_THROWS_AS(gather(folder, state, place.path / "out.h5", "", false), IoError);
  CHECK(names_in(place.path) == before);
}
