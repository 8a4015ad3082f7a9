#include "verify/report.hpp"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace moat {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view test_names[] = {"exact", "sampled", "sign"};
constexpr std::size_t width = 120, first_column = 54;

std::string_view result_of(const CheckResult& f) {
  if (f.holds()) return "ok";
  return f.test == Test::sampled && std::abs(f.z()) <= f.critical ? "TOO FEW RUNS" : "FAILED";
}

/// A number as the table shows it; patterns are yes or no.
std::string shown(const CheckResult& f, double x) {
  if (f.test == Test::sign) return x == 1 ? "yes" : "no";
  const std::string digits = fmt::format("{:.8g}", x);
  return digits.size() <= 11 ? digits : fmt::format("{:.4g}", x);
}

/// The largest difference that passes.
std::string allowed(const CheckResult& f) {
  if (f.test == Test::sign) return "";
  return fmt::format("{:.1e}", f.test == Test::sampled ? f.critical * f.standard_error : f.tolerance);
}

std::string z_shown(const CheckResult& f) {
  return f.test == Test::sampled ? fmt::format("{:.2f}", f.z()) : "";
}

std::string runs_shown(const CheckResult& f) {
  return f.runs > 1 ? fmt::to_string(f.runs) : "";
}

/// Breaks a text between words into lines of at most `columns`.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  while (text.size() > columns) {
    std::size_t end = text.rfind(' ', columns);
    if (end == text.npos || end == 0) end = columns;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(text[end] == ' ' ? end + 1 : end);
  }
  lines.emplace_back(text);
  return lines;
}

void add_wrapped(std::string& out, std::string_view text) {
  for (const std::string& line : wrapped(text, width - 4)) out += "    " + line + "\n";
}

void add_line(std::string& out, const CheckResult& f) {
  std::vector<std::string> what = wrapped(f.what, first_column);
  for (std::size_t i = 0; i + 1 < what.size(); ++i) out += "    " + what[i] + "\n";
  out += fmt::format("    {:<{}} {:>11} {:>11} {:>8} {:>6} {:>7}  {}\n", what.back(), first_column,
                     shown(f, f.expected), shown(f, f.obtained), allowed(f), z_shown(f), runs_shown(f), result_of(f));
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '|' ? "\\|" : std::string(1, c);
  return result;
}

Json described(const Benchmark& b) {
  return {{"benchmark", b.id}, {"name", b.name}, {"source", b.source}, {"through", b.through}};
}

}  // namespace

std::string as_table(std::span<const Examined> rows) {
  std::string out = fmt::format("    {:<{}} {:>11} {:>11} {:>8} {:>6} {:>7}\n", "", first_column, "expected",
                                "obtained", "allowed", "z", "runs");
  for (const Examined& row : rows) {
    const Benchmark& b = *row.benchmark;
    out += fmt::format("{:<3} {}{}\n", b.id, b.name, b.run ? fmt::format(" ({:.1f} s)", row.seconds) : "");
    add_wrapped(out, b.source);
    add_wrapped(out, b.run ? fmt::format("through {}", b.through) : fmt::format("not expressible: {}", b.cannot));
    for (const CheckResult& f : row.checks) add_line(out, f);
  }
  return out;
}

std::string as_markdown(std::span<const Examined> rows) {
  std::string out =
      "| benchmark | source | what | expected | obtained | allowed | z | runs | result |\n"
      "|---|---|---|---|---|---|---|---|---|\n";
  for (const Examined& row : rows) {
    const Benchmark& b = *row.benchmark;
    if (!b.run)
      out += fmt::format("| {} {} | {} | {} | | | | | | not expressible |\n", b.id, escaped(b.name), escaped(b.source),
                         escaped(b.cannot));
    for (const CheckResult& f : row.checks)
      out += fmt::format("| {} {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", b.id, escaped(b.name),
                         escaped(b.source), escaped(f.what), shown(f, f.expected), shown(f, f.obtained), allowed(f),
                         z_shown(f), runs_shown(f), result_of(f));
  }
  return out;
}

std::string as_json(std::span<const Examined> rows) {
  Json all = Json::array();
  for (const Examined& row : rows) {
    if (!row.benchmark->run) {
      Json one = described(*row.benchmark);
      one["test"] = "not expressible";
      one["what"] = row.benchmark->cannot;
      all.push_back(std::move(one));
    }
    for (const CheckResult& f : row.checks) {
      Json one = described(*row.benchmark);
      one.update({{"what", f.what},
                  {"test", test_names[std::size_t(f.test)]},
                  {"expected", f.expected},
                  {"obtained", f.obtained},
                  {"tolerance", f.tolerance},
                  {"standard_error", f.standard_error},
                  {"z", f.z()},
                  {"critical", f.critical},
                  {"runs", f.runs},
                  {"holds", f.holds()},
                  {"seconds", row.seconds}});
      all.push_back(std::move(one));
    }
  }
  return all.dump(1) + "\n";
}

Agreement count_agreement(std::span<const Examined> rows) {
  Agreement count;
  for (const Examined& row : rows)
    for (const CheckResult& f : row.checks) ++count.all, count.agree += f.holds();
  return count;
}

std::string list_text(std::span<const Benchmark> all) {
  std::string out;
  for (const Benchmark& b : all) {
    out += fmt::format("{:<3} {}\n", b.id, b.name);
    add_wrapped(out, b.source);
    add_wrapped(out, b.run ? fmt::format("through {}", b.through) : fmt::format("not expressible: {}", b.cannot));
  }
  return out;
}

std::string list_json(std::span<const Benchmark> all) {
  Json list = Json::array();
  for (const Benchmark& b : all) {
    Json one = described(b);
    one["expressible"] = b.run != nullptr;
    if (!b.run) one["cannot"] = b.cannot;
    list.push_back(std::move(one));
  }
  return list.dump(1) + "\n";
}

}  // namespace moat
