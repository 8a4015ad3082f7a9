#pragma once
/// Purposes of random numbers, which are part of their keys: never change or reuse the number of a purpose. A mechanism
/// may declare a purpose of its own beside its parameters, `inline constexpr Purpose conference_luck{32};`. The rows of
/// model/mechanisms.cpp list all purposes, and do not compile if two mechanisms draw for the same one.

#include <cstdint>

namespace moat {

enum class Purpose : std::uint64_t {
  segment = 1,          ///< agent: developer; step 0
  sector = 2,           ///< agent: developer; step 0
  tasks = 3,            ///< agent: developer; step 0
  usage = 4,            ///< agent: developer; step 0
  tastes = 5,           ///< agent: developer; step 0
  review = 6,           ///< agent: 128 developers; a block of bits for each task and binary digit (adoption/review.hpp)
  choice = 7,           ///< agent: developer; one word per task
  training_luck = 8,    ///< agent: firm
  rating_noise = 9,     ///< agent: line
  derivatives = 10,     ///< agent: firm
  incident = 11,        ///< agent: 0, as the number is for the whole run
  incident_firm = 12,   ///< agent: 0, as the numbers are for the whole run
  peers = 25,           ///< agent: developer; blocks of words, numbered by part and step
  trial = 26,           ///< agent: 128 developers; as for reviews: whether a launch is tried
  trial_choice = 27,    ///< agent: developer; two words per task: which launch, and the choice
  needs = 28,           ///< agent: developer; step 0
  ring = 29,            ///< agent: developer; step 0
  release_choice = 30,  ///< agent: firm; one word per decision of an adaptive firm
  foresight = 31,       ///< agent: firm; one word per decision: the seed of its foresight
  admitted = 33,        ///< agent: 128 developers, step: line; as for reviews: who is admitted to a promotion
  abstainers = 34,      ///< agent: developer; step 0
};

/// Purposes of draws before the first month, which belong to no mechanism.
inline constexpr Purpose purposes_of_the_start[] = {Purpose::segment, Purpose::sector,    Purpose::tasks,
                                                    Purpose::usage,   Purpose::tastes,    Purpose::needs,
                                                    Purpose::ring,    Purpose::abstainers};

}  // namespace moat
