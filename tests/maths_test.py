"""Results pass through no exponential or logarithm of the C library, whose last bits differ between machines."""

import pathlib
import re

import pytest

SIM = pathlib.Path(__file__).resolve().parents[1] / "sim"

# Where the C library or Boost may be asked, and why no result of a run passes through it.
ALLOWED = {
    "verify/urns": "log gamma of expected probabilities, compared within errors of samples",
    "verify/social": "log gamma of expected probabilities, compared within errors of samples",
    "verify/diffusion": "log gamma of a likelihood, compared within errors of samples",
    "verify/tastes": "the error function and a length in expected shares, compared within tolerances",
    "verify/openness": "the length of two standard errors",
    "verify/capacity": "binomial coefficients of an expected path, compared within 1e-9",
    "verify/benchmark": "quantiles of Student's distribution of an error that is printed",
    "batch/store/precision": "quantiles of Student's distribution of an error that is printed",
}
# Exact by IEEE 754 or by whole numbers: what the C library and Boost may do anywhere.
LIBRARY = re.compile(
    r"(?:std::|(?<![\w:.>])::)(?:exp|exp2|expm1|log|log2|log10|log1p|pow|cbrt|hypot|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|"
    r"asinh|acosh|atanh|erf|erfc|tgamma|lgamma|beta|riemann_zeta)[fl]?\("
    r"|(?<![\w:.>])(?:expf?|exp2f?|expm1f?|logf?|log2f?|log10f?|log1pf?|powf?|cbrtf?|hypotf?|tanhf?|erff?|erfcf?|lgammaf?)\("
    r"|\.(?:exp|log|log10|log1p|pow|tanh|sin|cos|erf|lgamma)\("  # Eigen's arrays
    r"|\bstd::\w+_distribution\b|\bboost::random::(?!uniform_01|sobol)\w+|#include <boost/math/(?!tools/toms748)[\w/.]+>|#include <random>")


def calls(text):
    code = re.sub(r"//.*", "", text)
    code = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', code)
    return LIBRARY.findall(code)


def sources():
    for path in sorted(SIM.rglob("*.?pp")):
        yield str(path.relative_to(SIM).with_suffix("")), path


def test_results_pass_through_our_own_functions_only():
    found = {name: seen for name, path in sources() if name not in ALLOWED | {"base/maths": ""} and (seen := calls(path.read_text()))}
    assert found == {}, "call maths:: (base/maths.hpp) and the samplers of base/samplers.hpp: the same bits on every machine"


@pytest.mark.parametrize("name", ALLOWED)
def test_exceptions_are_needed(name):
    assert calls((SIM / f"{name}.cpp").read_text()), f"{name} asks the C library nothing: take it off the list"


@pytest.mark.parametrize("line", [
    "x = std::exp(y);", "x = std::pow(10, y);", "x = exp(y);", "x = ::log(y);", "column.log()", "column.array().exp()", "std::tanh(x)", "expf(x)",
    "boost::random::normal_distribution<double> normal;", "std::poisson_distribution<int> d;", "#include <boost/math/distributions/normal.hpp>"])
def test_the_check_sees(line):
    assert calls(line)


@pytest.mark.parametrize("line", [
    "x = maths::exp(y);", "std::sqrt(x)", "std::log_of(x)", "Purpose::exp", "// std::exp(x)", "std::ldexp(x, 3)", "boost::random::uniform_01<double> u;",
    'say("exp(x)")', "natural_log(x)", "#include <boost/math/tools/toms748_solve.hpp>"])
def test_the_check_lets_pass(line):
    assert not calls(line)
