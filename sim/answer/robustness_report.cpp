// What is said and kept of a question that was asked at many parameter samples.

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "answer/print.hpp"
#include "answer/robustness.hpp"
#include "base/version.hpp"
#include "io/hdf5/write.hpp"

namespace moat {
namespace {

using h5::about;
using h5::Type;
using Json = nlohmann::ordered_json;

/// Factors said to flip a verdict, at most.
constexpr std::size_t named_flips = 2;
/// A distance that chance gives less often than this, with as many factors as there are to look at, is no chance.
constexpr double clear = 0.05;

std::size_t count(const std::vector<bool>& flags) {
  return std::size_t(std::count(flags.begin(), flags.end(), true));
}

/// The share of parameter samples in which all tests hold.
double supported(const Robustness& w) {
  return double(std::ranges::count(w.verdicts, SampleVerdict::supported)) / double(w.size());
}

std::string of_samples(std::size_t part, std::size_t all) {
  return fmt::format("{} of {} ({:.0f} %)", part, all, 100 * double(part) / double(all));
}

bool is_clear(const Flip& flip, std::size_t factors) {
  return flip.probability * double(factors) < clear;
}

std::string flip_text(const Robustness& robust, const Flip& flip) {
  const FactorColumn& factor = robust.factors[flip.factor];
  const std::string unit = factor.unit.empty() || factor.unit == "1" ? "" : " " + factor.unit;
  return fmt::format("  {:<36} holds in {:3.0f} % of samples below {:.3g}{}, in {:3.0f} % above (distance {:.2f}{})\n",
                     factor.name, 100 * flip.below, flip.split, unit, 100 * flip.above, flip.distance,
                     is_clear(flip, robust.factors.size()) ? "" : ", may be noise");
}

/// What tells samples in which a test holds from others, if it is clear.
std::string test_flip_text(const Robustness& w, std::size_t test) {
  if (w.test_flips[test].empty()) return "";
  const Flip& flip = w.test_flips[test].front();
  if (!is_clear(flip, w.factors.size())) return "";
  return fmt::format(" ({:.0f} % where {} is below {:.3g}, {:.0f} % above)", 100 * flip.below,
                     w.factors[flip.factor].name, flip.split, 100 * flip.above);
}

Json flips_json(const Robustness& w, const std::vector<Flip>& flips) {
  Json list = Json::array();
  for (const Flip& flip : flips)
    list.push_back({{"factor", w.factors[flip.factor].name},
                    {"distance", flip.distance},
                    {"p", flip.probability},
                    {"clear", is_clear(flip, w.factors.size())},
                    {"split", flip.split},
                    {"below", flip.below},
                    {"above", flip.above}});
  return list;
}

}  // namespace

std::string as_text(const Robustness& robust) {
  std::string text =
      fmt::format("\nRobust: the same tests hold in {} parameter samples, all of them in {}; {} runs{}\n",
                  of_samples(count(robust.same), robust.size()),
                  of_samples(std::size_t(std::ranges::count(robust.verdicts, SampleVerdict::supported)), robust.size()),
                  robust.runs, robust.failed > 0 ? fmt::format(", {} failed", robust.failed) : "");
  if (std::isfinite(robust.baseline_agreement))
    text += fmt::format(
        "  Expected from sampling noise alone: {:.0f} % (groups of as many runs of the scenario as it is).\n",
        100 * robust.baseline_agreement);
  for (std::size_t t = 0; t < robust.tests.size(); ++t)
    text += fmt::format("  {}: {} here, holds in {}{}\n", robust.tests[t].test.name, name_of(robust.tests[t].finding),
                        of_samples(count(robust.holds[t]), robust.size()), test_flip_text(robust, t));
  if (robust.flips.empty()) return text + "Too few samples flip them (or keep them) to say which parameters do.\n";
  text += "What flips them most:\n";
  for (std::size_t i = 0; i < std::min(named_flips, robust.flips.size()); ++i)
    text += flip_text(robust, robust.flips[i]);
  return text;
}

std::string as_json(const Robustness& robust) {
  Json tests = Json::array();
  for (std::size_t t = 0; t < robust.tests.size(); ++t)
    tests.push_back({{"name", robust.tests[t].test.name},
                     {"finding", name_of(robust.tests[t].finding)},
                     {"holds", double(count(robust.holds[t])) / double(robust.size())},
                     {"flips", flips_json(robust, robust.test_flips[t])}});
  return Json{{"samples", robust.size()},
              {"runs", robust.runs},
              {"failed", robust.failed},
              {"verdict_holds", double(count(robust.same)) / double(robust.size())},
              {"baseline_agreement", robust.baseline_agreement},
              {"claim_supported", supported(robust)},
              {"tests", tests},
              {"flips", flips_json(robust, robust.flips)}}
      .dump(2);
}

void write_robustness(const Robustness& robust, const std::filesystem::path& path, const std::string& command_line) {
  h5::File file = h5::File::create(path);
  file.attribute("/", {"Conventions", std::string("CF-1.11")});
  file.attribute("/", {"title", robust.title});
  file.attribute("/", {"claim", robust.claim});
  file.attribute("/", {"baseline_agreement", robust.baseline_agreement});
  file.attribute("/", {"verdict", robust.verdict});
  file.attribute("/", {"source", fmt::format("moat {} (git {}, {})", version(), git_hash(), git_state())});
  file.attribute("/", {"supported", supported(robust)});
  file.attribute("/", {"verdict_holds", double(count(robust.same)) / double(robust.size())});
  std::vector<std::int64_t> numbers(robust.size());
  std::iota(numbers.begin(), numbers.end(), 0);
  std::vector<std::string> tests, factors, units, docs;
  std::vector<double> above, below;
  for (const TestResult& one : robust.tests) {
    tests.push_back(one.test.name);
    above.push_back(one.test.above);
    below.push_back(one.test.below);
  }
  for (const FactorColumn& one : robust.factors) {
    factors.push_back(one.name);
    units.push_back(one.unit);
    docs.push_back(one.doc);
  }
  file.scale("test", tests, about("test of the claim"));
  file.scale("factor", factors, about("what differs between parameter samples"));
  file.scale("sample", numbers, about("parameter sample: point of a Latin hypercube"));
  const auto put = [&](const char* name, std::vector<std::string> dims, Type type, const h5::Values& values,
                       const char* meaning) {
    file.variable(name, {.dims = std::move(dims), .type = type, .attributes = about(meaning)});
    if (std::visit([](const auto& span) { return !span.empty(); }, values)) file.write(name, values);
  };
  std::vector<double> value, factor_value;
  std::vector<std::int8_t> holds, verdict, same;
  for (const auto& row : robust.values) value.insert(value.end(), row.begin(), row.end());
  for (const auto& row : robust.factor_values) factor_value.insert(factor_value.end(), row.begin(), row.end());
  for (const auto& row : robust.holds) holds.insert(holds.end(), row.begin(), row.end());
  for (const SampleVerdict one : robust.verdicts) verdict.push_back(std::int8_t(one));
  same.assign(robust.same.begin(), robust.same.end());
  put("value", {"test", "sample"}, Type::float64, value, "the contrast of the test, in the unit of its bounds");
  put("above", {"test"}, Type::float64, above, "the claim has it above this");
  put("below", {"test"}, Type::float64, below, "the claim has it below this");
  put("holds", {"test", "sample"}, Type::int8, holds, "whether the test holds at the sample");
  h5::Attributes flags = about("the verdict at the sample");
  flags.push_back({"flag_values", std::vector<std::int8_t>{-1, 0, 1, 2}});
  flags.push_back({"flag_meanings", std::string("unknown contradicted supported depends")});
  file.variable("verdict", {.dims = {"sample"}, .type = Type::int8, .attributes = flags});
  file.write("verdict", verdict);
  put("same", {"sample"}, Type::int8, same, "whether the verdict is that of the scenario as it is");
  put("factor_value", {"factor", "sample"}, Type::float64, factor_value, "value of the factor");
  put("factor_unit", {"factor"}, Type::text, units, "unit of the factor");
  put("factor_meaning", {"factor"}, Type::text, docs, "what the factor is");
  std::vector<double> columns[5];
  for (auto& column : columns) column.assign(factors.size(), std::nan(""));
  for (const Flip& flip : robust.flips) {
    const double row[] = {flip.distance, flip.probability, flip.split, flip.below, flip.above};
    for (std::size_t i = 0; i < 5; ++i) columns[i][flip.factor] = row[i];
  }
  put("distance", {"factor"}, Type::float64, columns[0],
      "Kolmogorov-Smirnov distance between samples that hold or flip");
  put("probability", {"factor"}, Type::float64, columns[1], "probability of such a distance by chance");
  put("split", {"factor"}, Type::float64, columns[2], "value at which the two lie furthest apart");
  put("share_below", {"factor"}, Type::float64, columns[3], "share of samples below it in which the verdict holds");
  put("share_above", {"factor"}, Type::float64, columns[4], "share of samples above it in which the verdict holds");
  file.text("provenance/command_line", command_line);
  file.commit();
}

}  // namespace moat
