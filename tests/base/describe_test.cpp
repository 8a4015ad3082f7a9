#include "base/describe.hpp"

#include <string>
#include <vector>

#include "catch.hpp"

namespace {

using namespace moat;

enum class Colour : int { red, green, blue };

struct Part {
  double length = 2;
  static constexpr auto rows() {
    return std::tuple{number("length", &Part::length, "m", within(0, 10), "How long.", measured("ruler"))};
  }
};

struct Entry {
  std::string name;
  static constexpr auto rows() { return std::tuple{entry_name(&Entry::name, "Name.")}; }
};

/// One member of every kind.
struct Everything {
  double real = 1.5;
  std::int64_t whole = 3;
  bool flag = true;
  std::string text = "hello";
  Month month = Month::of(2024, 1);
  Texts texts{"a", "b"};
  Numbers weights{{"x", 1}};
  Path path{{{Month::of(2024, 1), 2.0}}};
  Colour colour = Colour::green;
  ChoicePath<Colour> colours{{{Month::of(2024, 1), 0}, {Month::of(2025, 1), 2}}};
  Part inner;
  std::vector<Entry> list;

  static constexpr auto rows() {
    using E = Everything;
    return std::tuple{
        number("real", &E::real, "USD", within(0, 2), "A number.", estimated("paper")),
        number("whole", &E::whole, "1", within(1, 9), "A count.", setting()),
        value("flag", &E::flag, "A switch."),
        required(value("text", &E::text, "Words.")),
        value("month", &E::month, "A date."),
        reference("texts", &E::texts, "regions", "Names of regions."),
        numbers("weights", &E::weights, "tasks", "1", share(), "Weights.", assumed("equal")),
        number("path", &E::path, "USD", within(0, 5), "Moves.", setting()),
        value("colour", &E::colour, "A choice."),
        value("colours", &E::colours, "Choices."),
        part("inner", &E::inner, "A part."),
        part("list", &E::list, "Parts."),
    };
  }
};

/// A member without a row.
struct Forgetful {
  double told = 0;
  double forgotten = 0;
  static constexpr auto rows() {
    return std::tuple{number("told", &Forgetful::told, "1", share(), "Described.", setting())};
  }
};

static_assert(complete<Part>() && complete<Entry>() && complete<Everything>());
static_assert(!complete<Forgetful>(), "a member without a row must stop the build");

}  // namespace

template <>
struct moat::Choices<Colour> {
  static constexpr std::array<std::string_view, 3> names{"red", "green", "blue"};
};

namespace {

const Field& field(std::string_view key) {
  for (const Field& f : fields<Everything>())
    if (f.key == key) return f;
  throw std::logic_error("no field " + std::string(key));
}

template <class Kind>
Kind ref(Everything& object, std::string_view key) {
  return std::get<Kind>(field(key).ref(&object));
}

}  // namespace

TEST_CASE("Fields stand in the order of the rows and carry what is known of a member") {
  REQUIRE(fields<Everything>().size() == 12);
  CHECK(fields<Everything>()[0].key == "real");
  CHECK(fields<Everything>()[11].key == "list");
  const Text& real = field("real").text;
  CHECK((real.unit == "USD" && real.doc == "A number."));
  CHECK((real.range.holds(0) && real.range.holds(2) && !real.range.holds(2.1) && !real.range.holds(-0.1)));
  CHECK((real.evidence.grade == Grade::estimated && real.evidence.source == "paper"));
  CHECK(field("text").text.required);
  CHECK_FALSE(real.required);
  CHECK(field("texts").text.refers == "regions");
  CHECK(field("weights").text.refers == "tasks");
  CHECK(fields<Entry>()[0].text.is_name);
}

TEST_CASE("References of plain kinds point to the member") {
  Everything e;
  *ref<double*>(e, "real") = 0.25;
  *ref<std::int64_t*>(e, "whole") = 7;
  *ref<bool*>(e, "flag") = false;
  *ref<std::string*>(e, "text") = "bye";
  *ref<Month*>(e, "month") = never;
  ref<Texts*>(e, "texts")->push_back("c");
  ref<Numbers*>(e, "weights")->push_back({"y", 2});
  ref<Path*>(e, "path")->points.clear();
  CHECK((e.real == 0.25 && e.whole == 7 && !e.flag && e.text == "bye" && e.month == never));
  CHECK((e.texts.size() == 3 && e.weights.size() == 2 && e.path.points.empty()));
}

TEST_CASE("References of choices read and write by number and know the names") {
  Everything e;
  const auto colour = ref<ChoiceRef>(e, "colour");
  CHECK(colour.names[std::size_t(colour.get(colour.member))] == "green");
  colour.set(colour.member, 2);
  CHECK(e.colour == Colour::blue);

  const auto colours = ref<ChoicePathRef>(e, "colours");
  CHECK(colours.names.size() == 3);
  CHECK(e.colours.at(Month::of(2024, 12)) == Colour::red);
  CHECK(e.colours.at(Month::of(2025, 1)) == Colour::blue);
  colours.points->emplace_back(Month::of(2026, 1), 1);
  CHECK(e.colours.at(Month::of(2030, 1)) == Colour::green);
  colours.points->erase(colours.points->begin());
  CHECK(e.colours.at(Month::of(2024, 12)) == Colour::blue);  // the first holds before its month too
  CHECK((e.colours.has(Colour::green) && !e.colours.has(Colour::red)));
  e.colours = Colour::red;
  CHECK(e.colours.at(Month::of(2030, 1)) == Colour::red);
}

TEST_CASE("Parts and lists are walked through their own fields") {
  Everything e;
  const auto inner = ref<Item>(e, "inner");
  REQUIRE(inner.fields.size() == 1);
  *std::get<double*>(inner.fields[0].ref(inner.object)) = 9;
  CHECK(e.inner.length == 9);

  const auto list = ref<ListRef>(e, "list");
  *std::get<std::string*>(list.fields()[0].ref(list.add(list.member))) = "first";
  *std::get<std::string*>(list.fields()[0].ref(list.add(list.member))) = "second";
  CHECK(list.size(list.member) == 2);
  CHECK(static_cast<Entry*>(list.at(list.member, 1))->name == "second");
  list.remove(list.member, 0);
  REQUIRE(e.list.size() == 1);
  CHECK(e.list[0].name == "second");
}
