// The table that says what each instrument acts on, and by which keys.

#include "mechanism/policy/measure.hpp"

#include <set>
#include <sstream>
#include <string>

#include "catch.hpp"

using namespace moat;

TEST_CASE("The table of instruments has a row for each, in order, with keys that exist") {
  std::set<std::string_view> keys;
  for (const Field& field : fields<MeasureEntry>()) keys.insert(field.key);
  REQUIRE(instruments().size() == Choices<Instrument>::names.size());
  for (std::size_t i = 0; i < instruments().size(); ++i) {
    const InstrumentRow& row = instruments()[i];
    CAPTURE(Choices<Instrument>::names[i]);
    CHECK(std::size_t(row.instrument) == i);
    CHECK_FALSE((row.acts_on.empty() || row.doc.empty()));
    std::istringstream words{std::string(row.keys)};
    for (std::string word; words >> word;) {
      CAPTURE(word);
      CHECK(keys.count(word) == 1);
      CHECK(key_applies(row.instrument, word));
    }
    std::istringstream needed{std::string(row.needs)};
    for (std::string word; needed >> word;) {
      CAPTURE(word);
      CHECK(key_applies(row.instrument, word));
      CHECK(key_needed(row.instrument, word));
    }
  }
}

TEST_CASE("Every key of a measure belongs to some instrument, shared keys to all") {
  for (const Field& field : fields<MeasureEntry>()) {
    if (field.text.is_name) continue;
    CAPTURE(field.key);
    std::size_t instruments_with = 0;
    for (const InstrumentRow& row : instruments()) instruments_with += key_applies(row.instrument, field.key);
    CHECK(instruments_with > 0);
    if (field.key == "from" || field.key == "actor" || field.key == "source")
      CHECK(instruments_with == instruments().size());
  }
  CHECK_FALSE(key_applies(Instrument::tariff, "tpp_min"));
  CHECK_FALSE(key_applies(Instrument::export_control, "tpp"));  // a part of a word is no word
  CHECK_FALSE(key_applies(Instrument::subsidy, "effectiveness"));
}
