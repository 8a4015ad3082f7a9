#pragma once
/// What a scenario says about the work that developers use models for: domains of capability, tasks and sectors.

#include <string>

#include "base/describe.hpp"

namespace moat {

/// A field of capability that models are measured in.
struct DomainEntry {
  std::string name;
  std::string description;
  template <class D = DomainEntry>
  static constexpr auto rows() {
    return std::tuple{entry_name(&D::name, "Domain of capability."),
                      value("description", &D::description, "What the domain covers.")};
  }
};

/// What a developer buys a model for.
struct TaskEntry {
  std::string name;
  Numbers domains;
  double difficulty = 0;
  double difficulty_growth = 0;
  double scale = 10;
  Path tokens;
  double quality_weight = 1;
  double price_weight = 1;
  double token_value = 0;
  double habit = 1;
  double entry_elasticity = 0;
  double entry_price = 1;
  Grade grade = Grade::assumed;
  std::string source;
  template <class T = TaskEntry>
  static constexpr auto rows() {
    return std::tuple{
        entry_name(&T::name, "Task that developers use a model for."),
        required(numbers("domains", &T::domains, "domains", "1", share(),
                         "Weight of each domain of capability in the task; made to sum to one.", by_entry())),
        required(number("difficulty", &T::difficulty, "ECI", within(0, 1000),
                        "Capability at which the task is half solved in the first month.", by_entry())),
        number("difficulty_growth", &T::difficulty_growth, "ECI/year", within(-50, 50),
               "Growth of what is asked of a model: demands rise with what models can do.", by_entry()),
        required(number("scale", &T::scale, "ECI", within(0.1, 1000),
                        "Width of the saturating value curve: capability far above the difficulty adds little.",
                        by_entry())),
        required(number("tokens", &T::tokens, "1", within(0, 1e9),
                        "Tokens per developer and task relative to the developer's usage, over time.", by_entry())),
        number("quality_weight", &T::quality_weight, "1", within(0, 100),
               "Factor on the segments' weight of quality in this task.", by_entry()),
        number("price_weight", &T::price_weight, "1", within(0, 100),
               "Factor on developers' weight of the price in this task.", by_entry()),
        number("token_value", &T::token_value, "1", within(-20, 20),
               "Rise of the logarithm of a developer's tokens from a model that solves nothing to one that solves all; "
               "half "
               "of it is in the path.",
               by_entry()),
        number("habit", &T::habit, "1", within(0, 10),
               "Factor on the cost of switching in this task; 0 where each job chooses afresh.", by_entry()),
        number("entry_elasticity", &T::entry_elasticity, "1", within(0, 5),
               "Growth of the task's tokens per unit of fall in the logarithm of the price that is paid in it: work "
               "that is "
               "only done once it is cheap.",
               by_entry()),
        number("entry_price", &T::entry_price, "USD/Mtok", within(1e-6, 1e6),
               "Paid price in the task at which its tokens follow the path.", by_entry())
            .acts_if(".entry_elasticity is not 0"),
        value("grade", &T::grade, "How well these values are known."),
        value("source", &T::source, "Where these values come from."),
    };
  }
};

/// Line of business: sets a developer's mix of tasks.
struct SectorEntry {
  std::string name;
  Numbers tasks;
  Numbers intensity;
  double premises = 0;
  double edge = 0;
  double origin = 1;
  Grade grade = Grade::assumed;
  std::string source;
  template <class S = SectorEntry>
  static constexpr auto rows() {
    return std::tuple{
        entry_name(&S::name, "Sector of the economy."),
        required(numbers("tasks", &S::tasks, "tasks", "1", share(),
                         "Probability that a developer of the sector has the task; tasks left out have none.",
                         by_entry())),
        numbers("intensity", &S::intensity, "tasks", "1", within(0, 1e3),
                "Tokens in the task relative to the developer's usage; 1 where left out.", by_entry()),
        number("premises", &S::premises, "utility", within(-100, 100),
               "Utility of weights that can run on the user's own premises.", by_entry()),
        number("edge", &S::edge, "utility", within(-100, 100),
               "Utility of weights that can run near where they act, in a robot, a vehicle or a store: no wait for a "
               "network.",
               by_entry()),
        number("origin", &S::origin, "1", within(0, 100),
               "Factor on the weight of distance to the maker: rules on where models may come from.", by_entry())
            .acts_if("regions.*.distance is not 0"),
        value("grade", &S::grade, "How well these values are known."),
        value("source", &S::source, "Where these values come from."),
    };
  }
};

}  // namespace moat
