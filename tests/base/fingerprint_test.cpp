// A short text that tells contents apart.

#include "base/fingerprint.hpp"

#include <set>

#include "catch.hpp"

using namespace moat;

TEST_CASE("A fingerprint is the name-based UUID of RFC 4122") {
  // python3 -c "import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, 'moat'))"
  CHECK(fingerprint("moat") == "c0c194bd-2d27-5268-8f9f-e37c0758ad62");
  CHECK(fingerprint("") == "1b4db7eb-4057-5ddf-91e0-36dec72071f5");
}

TEST_CASE("Texts that differ anywhere have different fingerprints") {
  const std::string text(1000, 'x');
  std::set<std::string> all{fingerprint(text), fingerprint(text + "x"), fingerprint("")};
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string other = text;
    other[at] = '\0';
    all.insert(fingerprint(other));
  }
  CHECK(all.size() == 1003);
  CHECK(fingerprint(text) == fingerprint(std::string(1000, 'x')));
}
