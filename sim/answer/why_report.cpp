// The text and the file of a decomposition.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "answer/summary_json.hpp"
#include "answer/why.hpp"
#include "base/version.hpp"
#include "io/hdf5/write.hpp"
#include "model/switching.hpp"

namespace moat {
namespace {

using Json = nlohmann::ordered_json;

/// Replicates in which the difference and all of its parts are known.
std::vector<std::size_t> known_replicates(const Why& why, std::size_t arm, std::size_t outcome) {
  std::vector<std::size_t> known;
  for (std::size_t r = 0; r < why.replicates.size(); ++r) {
    bool all = !std::isnan(why.difference[why.at(arm, outcome, r)]);
    for (std::size_t c = 0; c < why.channels.size(); ++c)
      all = all && !std::isnan(why.contribution[why.at(arm, outcome, c, r)]);
    if (all) known.push_back(r);
  }
  return known;
}

/// The difference, or the part of one channel, in those replicates.
RunSummary difference_of(const Why& why, std::size_t arm, std::size_t outcome, const std::vector<std::size_t>& known) {
  std::vector<double> values;
  for (const std::size_t r : known) values.push_back(why.difference[why.at(arm, outcome, r)]);
  return summary_of(values);
}

RunSummary part_of(const Why& why, std::size_t arm, std::size_t outcome, std::size_t channel,
                   const std::vector<std::size_t>& known) {
  std::vector<double> values;
  for (const std::size_t r : known) values.push_back(why.contribution[why.at(arm, outcome, channel, r)]);
  return summary_of(values);
}

/// With its sign, but for zero.
std::string number(double x) {
  return x == 0 ? "0" : fmt::format("{:+.4g}", x);
}

std::string row(std::string_view name, const RunSummary& s, bool interval, std::string_view share) {
  std::string text = fmt::format("    {:<12}{:>12}", name, number(s.mean));
  if (interval) text += fmt::format("  {:>11} to {:>11}", number(s.low), number(s.high));
  return text + (share.empty() ? "" : fmt::format("  {:>7}", share)) + "\n";
}

std::string block(const Why& why, std::size_t arm, std::size_t outcome) {
  const std::vector<std::size_t> known = known_replicates(why, arm, outcome);
  const std::string& unit = why.units[outcome];
  std::string text = fmt::format("  {}{}", why.outcomes[outcome], unit.empty() || unit == "1" ? "" : " [" + unit + "]");
  if (known.size() < why.replicates.size())
    text += fmt::format(" (known in {} of {} replicates)", known.size(), why.replicates.size());
  text += "\n";
  if (known.empty()) return text;
  const RunSummary all = difference_of(why, arm, outcome, known);
  const bool interval = known.size() > 1, has_sign = all.low > 0 || all.high < 0;
  text += row("difference", all, interval, "");
  for (std::size_t c = 0; c < why.channels.size(); ++c) {
    const RunSummary part = part_of(why, arm, outcome, c, known);
    text += row(why.channels[c], part, interval,
                has_sign ? fmt::format("{} %", std::lround(100 * part.mean / all.mean)) : "");
  }
  return text;
}

/// A paragraph of lines of at most 100 columns: the first begins with `head`, the others are indented as far.
std::string paragraph(std::string_view head, std::string_view text) {
  std::string lines(head);
  std::size_t column = head.size();
  while (!text.empty()) {
    const std::size_t word = std::min(text.find(' '), text.size());
    if (column > head.size() && column + 1 + word > 100) {
      lines += "\n" + std::string(head.size(), ' ');
      column = head.size();
    } else if (column > head.size()) {
      lines += " ";
      ++column;
    }
    lines += text.substr(0, word);
    column += word;
    text.remove_prefix(std::min(word + 1, text.size()));
  }
  return lines + "\n";
}

}  // namespace

std::string as_text(const Why& why, std::size_t outcomes) {
  const std::size_t replicates = why.replicates.size();
  std::string text = paragraph(
      "", fmt::format(
              "Why arms differ from {}: Shapley values over {} hybrid runs, in each of which another set of channels "
              "responds and the others keep to their path in {}.",
              why.baseline, hybrid_count(), why.baseline));
  text +=
      replicates > 1
          ? paragraph("", fmt::format("Mean of {} replicates, their 5 to 95 %, and the share of the mean difference "
                                      "where its sign is clear.",
                                      replicates))
          : "One replicate.\n";
  const auto meaning = [](std::string_view name, std::string_view what) {
    return paragraph(fmt::format("  {:<12}", name), what);
  };
  text += meaning(direct_channel.name, direct_channel.doc);
  for (const Channel& channel : channels()) text += meaning(channel.name, channel.doc);
  for (std::size_t a = 0; a < why.arms.size(); ++a) {
    text += "\n" + why.arms[a] + "\n";
    for (std::size_t o = 0; o < std::min(outcomes, why.outcomes.size()); ++o) text += block(why, a, o);
  }
  return text;
}

std::string as_json(const Why& why) {
  Json all = Json::array();
  for (std::size_t a = 0; a < why.arms.size(); ++a)
    for (std::size_t o = 0; o < why.outcomes.size(); ++o) {
      const std::vector<std::size_t> known = known_replicates(why, a, o);
      Json parts;
      for (std::size_t c = 0; c < why.channels.size(); ++c)
        parts[why.channels[c]] = summary_json(part_of(why, a, o, c, known));
      all.push_back({{"arm", why.arms[a]},
                     {"outcome", why.outcomes[o]},
                     {"unit", why.units[o]},
                     {"runs", known.size()},
                     {"difference", summary_json(difference_of(why, a, o, known))},
                     {"parts", parts}});
    }
  return all.dump();
}

void write_why(const Why& why, const std::filesystem::path& path, const std::string& command_line) {
  h5::File file = h5::File::create(path);
  file.attribute("/", {"title", "Why arms differ from " + why.baseline});
  file.attribute("/", {"baseline", why.baseline});
  file.attribute("/", {"method", fmt::format("Shapley values over {} hybrid runs", hybrid_count())});
  file.scale("arm", why.arms, h5::about("arm"));
  file.scale("outcome", why.outcomes, h5::about("outcome"));
  file.scale("channel", why.channels, h5::about("channel through which the arm differs"));
  file.scale("replicate", why.replicates, h5::about("replicate: independent repetition"));
  file.variable("difference",
                {.dims = {"arm", "outcome", "replicate"},
                 .attributes = h5::about("outcome of the arm less that of the baseline, in outcome_unit")});
  file.write("difference", why.difference);
  file.variable("contribution", {.dims = {"arm", "outcome", "channel", "replicate"},
                                 .attributes = h5::about("part of the difference; all channels sum to it")});
  file.write("contribution", why.contribution);
  std::vector<std::string> meanings{std::string(direct_channel.doc)};
  for (const Channel& channel : channels()) meanings.emplace_back(channel.doc);
  file.variable("channel_meaning",
                {.dims = {"channel"}, .type = h5::Type::text, .attributes = h5::about("what the channel is")});
  file.write("channel_meaning", meanings);
  file.variable("outcome_unit", {.dims = {"outcome"}, .type = h5::Type::text, .attributes = h5::about("its unit")});
  file.write("outcome_unit", why.units);
  file.group("provenance");
  for (const auto& [key, text] : build_identity()) file.text(fmt::format("provenance/{}", key), std::string(text));
  file.text("provenance/command_line", command_line);
  file.commit();
}

}  // namespace moat
