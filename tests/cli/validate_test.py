"""What `moat validate` and `moat explain` say of parameters that nothing reads."""

import json

HURDLE = "finance.capex_rule is responsive and finance.profit_response is not 0"
BILL = "adoption.price_response is bill"


def notes(moat, little, *options):
    return [line for line in moat("validate", little, *options).stdout.splitlines() if line.startswith("inert")]


def test_what_is_given_in_vain_is_a_note(moat, little):
    assert notes(moat, little) == []
    assert notes(moat, little, "--set", "finance.hurdle=0.2") == [f"inert    finance.hurdle: acts only if {HURDLE}"]
    assert notes(moat, little, "--set", "finance.hurdle=0.2", "--set", "finance.capex_rule=responsive") == []


def test_a_choice_may_idle_what_the_file_gives(moat, little):
    """Budgets, too; but these have to be given."""
    assert notes(moat, little, "--set", "adoption.price_response=log") == [
        f"inert    regions.east.income: acts only if {BILL} or adoption.income_elasticity is not 0"]


def test_conditions_on_the_entry_itself_are_spelled_out(moat, little):
    assert notes(moat, little, "--set", "firms.Atlas.lines.Atlas-Mini.price=2") == [
        "inert    firms.Atlas.lines.Atlas-Mini.price: acts only if firms.Atlas.lines.Atlas-Mini.openness is closed"]


def test_a_skipped_mechanism_idles_its_part(moat, little):
    assert notes(moat, little, "--set", "run.skip=[security]") == [
        f"inert    security.{key}: acts only if run.skip lacks security" for key in ("domains", "threshold", "hazard")]


def test_quiet_says_nothing_of_it(moat, little):
    assert len(moat("validate", "-q", little, "--set", "finance.hurdle=0.2").stdout.splitlines()) == 1


def test_json_lists_defaults_too(moat, little):
    report, = json.loads(moat("validate", "--json", little, "--set", "finance.hurdle=0.2").stdout)
    assert report["file"] == str(little) and report["valid"] is True
    inert = {one["key"]: one for one in report["inert"]}
    assert inert["finance.hurdle"] == {"key": "finance.hurdle", "acts_if": HURDLE, "origin": "set"}
    assert inert["finance.exit_months"] == {"key": "finance.exit_months", "acts_if": "finance.exit is true", "origin": "default"}
    assert "finance.research_cost" not in inert
    moat("validate", "--json", "--full", little, code=2)


def test_full_ends_with_comments_and_can_be_read_again(moat, little, tmp_path):
    full = moat("validate", "--full", little).stdout
    assert full.splitlines()[-1].startswith("# inert: ")
    assert f"# inert: finance.hurdle acts only if {HURDLE}\n" in full
    again = tmp_path / "again.yaml"
    again.write_text(full)
    assert moat("validate", "--full", again).stdout == full


def test_every_key_of_json_is_one_of_full(moat, little):
    report, = json.loads(moat("validate", "--json", little).stdout)
    lines = moat("validate", "--full", little).stdout.splitlines()
    assert [line for line in lines if line.startswith("# inert: ")] == [
        f"# inert: {one['key']} acts only if {one['acts_if']}" for one in report["inert"]]


def test_explain_says_where_a_parameter_acts(moat):
    text = moat("explain", "finance.hurdle").stdout
    assert f"  acts if   run.skip lacks finance and {HURDLE}\n" in text
    assert "  acts if   run.skip lacks adoption and adoption.peers is network and adoption.peer_weight is not 0 and " \
           "adoption.network.edges is left out\n" in moat("explain", "network.degree").stdout
    assert "acts if" not in moat("explain", "capability.reference").stdout
