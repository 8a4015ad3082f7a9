#include "run/record_events.hpp"

#include <string>

namespace moat {
namespace {

using h5::about;
using h5::Attributes;
using h5::Type;

/// One event table: a group with an `event` scale and columns on it.
class Table {
 public:
  Table(h5::File& file, std::string name, std::size_t rows) : file_(file), name_(std::move(name)) {
    std::vector<std::int64_t> numbers(rows);
    for (std::size_t i = 0; i < rows; ++i) numbers[i] = std::int64_t(i);
    file_.group(name_);
    file_.scale(name_ + "/event", numbers, about("number of the event"));
  }
  void column(std::string_view key, const std::vector<std::string>& values, std::string_view meaning) {
    put(key, Type::text, values, about(meaning));
  }
  void column(std::string_view key, const std::vector<std::int64_t>& values, std::string_view meaning) {
    put(key, Type::int64, values, about(meaning));
  }
  void column(std::string_view key, const std::vector<double>& values, std::string_view meaning,
              std::string_view unit) {
    put(key, Type::float64, values, about(meaning, unit));
  }

 private:
  template <class Values>
  void put(std::string_view key, Type type, const Values& values, const Attributes& attributes) {
    const std::string path = name_ + "/" + std::string(key);
    file_.variable(path, {.dims = {"event"}, .type = type, .attributes = attributes});
    if (!values.empty()) file_.write(path, values);
  }
  h5::File& file_;
  std::string name_;
};

/// One event with the run it belongs to.
template <class Event>
struct Row {
  const RunResult* run;
  const Event* event;
};

template <class Event>
std::vector<Row<Event>> rows_of(const std::vector<RunResult>& results, std::vector<Event> Events::*list) {
  std::vector<Row<Event>> rows;
  for (const RunResult& run : results)
    if (run.status == RunStatus::done)
      for (const Event& event : run.events.*list) rows.push_back({&run, &event});
  return rows;
}

/// A column made from each row.
template <class Event, class F>
auto each(const std::vector<Row<Event>>& rows, F value) {
  std::vector<decltype(value(rows[0]))> column;
  for (const Row<Event>& row : rows) column.push_back(value(row));
  return column;
}

template <class Event>
Table event_table(h5::File& file, std::string name, const std::vector<Row<Event>>& rows,
                  const std::vector<Point>& points) {
  Table table(file, std::move(name), rows.size());
  table.column("point", each(rows, [&](auto& r) { return points[std::size_t(r.run->point)].name; }), "scenario");
  table.column("replicate", each(rows, [](auto& r) { return std::int64_t(r.run->replicate); }), "replicate");
  table.column("month", each(rows, [](auto& r) { return to_string(r.event->month); }), "month");
  return table;
}

}  // namespace

void write_events(h5::File& file, const std::vector<Point>& points, const std::vector<RunResult>& results) {
  const auto firm = [&](const auto& r) {
    return points[std::size_t(r.run->point)].scenario().firms[std::size_t(r.event->firm)].name;
  };
  const auto releases = rows_of(results, &Events::releases);
  Table release = event_table(file, "releases", releases, points);
  release.column("firm", each(releases, firm), "maker");
  release.column("line",
                 each(releases,
                      [&](auto& r) {
                        const Point& point = points[std::size_t(r.run->point)];
                        return point.axes.find("line")->second[std::size_t(r.event->line)];
                      }),
                 "product line");
  release.column("open", each(releases, [](auto& r) { return std::int64_t(r.event->open); }),
                 "1 if weights are published");
  release.column("capability", each(releases, [](auto& r) { return r.event->capability; }), "capability", "ECI");
  release.column("training_flop", each(releases, [](auto& r) { return r.event->training_flop; }), "training compute",
                 "log10 FLOP");
  release.column("reason", each(releases, [](auto& r) { return r.event->reason; }), "why in this month");
  const auto policies = rows_of(results, &Events::policies);
  Table policy = event_table(file, "policy", policies, points);
  policy.column("measure", each(policies, [](auto& r) { return r.event->measure; }), "measure");
  policy.column("action", each(policies, [](auto& r) { return r.event->action; }), "announced, begins or ends");
  const auto incidents = rows_of(results, &Events::incidents);
  Table incident = event_table(file, "incidents", incidents, points);
  incident.column("firm", each(incidents, firm), "family blamed");
  incident.column("open", each(incidents, [](auto& r) { return std::int64_t(r.event->open); }), "1 if open weights");
  incident.column("severity", each(incidents, [](auto& r) { return r.event->severity; }), "trust lost", "utility");
}

}  // namespace moat
