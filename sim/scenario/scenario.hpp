#pragma once
/// A scenario: everything a user may choose. Read it from a file; it does not change during a run.

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "io/scenario_text/yaml.hpp"
#include "mechanism/adoption/adoption.hpp"
#include "mechanism/community.hpp"
#include "mechanism/compute/compute.hpp"
#include "mechanism/finance/finance.hpp"
#include "mechanism/hosting.hpp"
#include "mechanism/leaderboard.hpp"
#include "mechanism/policy/policy.hpp"
#include "mechanism/pricing.hpp"
#include "mechanism/release/release.hpp"
#include "mechanism/reputation.hpp"
#include "mechanism/research.hpp"
#include "mechanism/security.hpp"
#include "mechanism/talent.hpp"
#include "mechanism/uncertain.hpp"
#include "scenario/known_names.hpp"
#include "scenario/question.hpp"
#include "scenario/run_params.hpp"
#include "state/chips.hpp"
#include "state/firms.hpp"
#include "state/scale.hpp"
#include "state/society.hpp"

namespace moat {

struct Scenario {
  std::string title;
  std::string question;
  std::string description;
  RunParams run;
  RecordParams record;
  std::vector<OutcomeEntry> outcomes;
  std::vector<ArmEntry> arms;
  VerdictParams verdict;
  RobustParams robust;
  CapabilityScale capability;
  std::vector<DomainEntry> domains;
  std::vector<TaskEntry> tasks;
  std::vector<SectorEntry> sectors;
  std::vector<SegmentEntry> segments;
  std::vector<RegionEntry> regions;
  std::vector<StackEntry> stacks;
  std::vector<ChipEntry> chips;
  std::vector<FirmEntry> firms;
  PolicyParams policy;
  UncertainParams uncertain;
  ComputeParams compute;
  ResearchParams research;
  ReleaseParams release;
  LeaderboardParams leaderboard;
  PricingParams pricing;
  AdoptionParams adoption;
  CommunityParams community;
  ReputationParams reputation;
  HostingParams hosting;
  TalentParams talent;
  FinanceParams finance;
  SecurityParams security;

  template <class P = Scenario>
  static constexpr auto rows() {
    return std::tuple{
        required(value("title", &P::title, "Name of the scenario in tables and pictures.")),
        value("question", &P::question, "The question that the scenario puts."),
        value("description", &P::description, "What a reader should know."),
        part("run", &P::run, "Length, precision and seed."),
        part("record", &P::record, "What is written to the output file."),
        part("outcomes", &P::outcomes, "Numbers that each run comes to."),
        part("arms", &P::arms,
             "Variants that are run side by side, instead of the scenario as it is; the first is the "
             "one that others are compared with."),
        part("verdict", &P::verdict, "The claim that the arms test, and what of their outcomes would bear it out."),
        part("robust", &P::robust, "Parameter samples at which `moat run --robust` asks the question again."),
        part("capability", &P::capability, "The scale of capability."),
        part("domains", &P::domains, "Domains of capability."),
        part("tasks", &P::tasks, "Tasks that developers use models for."),
        part("sectors", &P::sectors, "Sectors of the economy."),
        part("segments", &P::segments, "Segments of buying behaviour."),
        part("regions", &P::regions, "Regions."),
        part("stacks", &P::stacks, "Software stacks of accelerators."),
        part("chips", &P::chips, "Accelerators."),
        part("firms", &P::firms, "Firms and their product lines."),
        part("policy", &P::policy, "What governments do, by date.").acts_if("run.skip lacks policy"),
        part("uncertain", &P::uncertain, "What is drawn anew in each run, and how widely.")
            .acts_if("run.skip lacks uncertain"),
        part("compute", &P::compute, "Markets for accelerators.").acts_if("run.skip lacks compute"),
        part("research", &P::research, "From compute to capability.").acts_if("run.skip lacks research"),
        part("release", &P::release, "From capability to models."),
        part("leaderboard", &P::leaderboard, "What the public knows of models.").acts_if("run.skip lacks leaderboard"),
        part("pricing", &P::pricing, "Prices and access.").acts_if("run.skip lacks pricing"),
        part("adoption", &P::adoption, "Choices of developers.").acts_if("run.skip lacks adoption"),
        part("community", &P::community, "What users of open weights give back.").acts_if("run.skip lacks community"),
        part("reputation", &P::reputation, "What makers are held for.").acts_if("run.skip lacks reputation"),
        part("hosting", &P::hosting, "How hosting of open weights matures.").acts_if("run.skip lacks hosting"),
        part("talent", &P::talent, "Where researchers work.").acts_if("run.skip lacks talent"),
        part("finance", &P::finance, "Money of firms.").acts_if("run.skip lacks finance"),
        part("security", &P::security, "Dual use.").acts_if("run.skip lacks security"),
    };
  }
};

/// Instantiated once, in scenario.cpp: it needs all rows of all lists and mechanisms, which take seconds to compile.
extern template std::span<const Field> fields<Scenario>();

/// True for mean, sd, min, max, and quantiles written as q and the decimals of their share: q05, q50, q975.
bool is_statistic(std::string_view name);

struct LoadedScenario {
  Scenario scenario;
  Reading reading;
};

/// Reads and checks a scenario file with `--set` assignments. Throws InputError with all problems at once.
LoadedScenario load_scenario(const std::filesystem::path& file, std::span<const std::string> assignments,
                             const KnownNames& known);

/// Puts the changes into a scenario, each value checked by itself. Problems begin with `who`, such as `arms.strict`,
/// and stand at `where(path)`.
using WhereOfChange = std::function<Position(const std::string& path)>;
void apply(Scenario& scenario, const Changes& changes, const std::string& who, const WhereOfChange& where,
           std::vector<Problem>& problems);

/// A copy with the changes in it, and everything checked again that they may have upset.
Scenario changed(const LoadedScenario& base, const Changes& changes, const std::string& who, const WhereOfChange& where,
                 const KnownNames& known, std::vector<Problem>& problems);

/// Problems that concern more than one value: references of dates, strategies without a line to use, keys that do not
/// belong to an instrument, ...
std::vector<Problem> cross_check(const Scenario& scenario, const Reading& reading, const KnownNames& known);

}  // namespace moat
