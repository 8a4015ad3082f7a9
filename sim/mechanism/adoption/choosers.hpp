#pragma once
/// What developers bring to a choice: their weights, what they use now, and what their peers use.

#include "mechanism/adoption/desk.hpp"
#include "mechanism/adoption/peers.hpp"

namespace moat {

class Choosers {
 public:
  Choosers(const Developers& developers, const Society& society, const Offers& offers, const PeerView& peers,
           const Clock& clock, const AdoptionParams& params);

  /// Kilotokens a month of one developer in the group's task at task path 1.
  std::int64_t ktok(const Group& g, Index i) const;
  /// Growth of the task's tokens: Mtok per kilotoken at task path 1.
  double mtok_per_ktok(int task) const { return mtok_per_ktok_[task]; }

  /// Bits per unit of a developer's price weight, and per kilotoken where prices enter as bills.
  float price_scale(Index r, Index s, int t) const;
  /// Bits lost per unit of price response.
  float price_weight(const Group& g, Index i) const;

  /// One developer, for the plain loop; its arrays are kept in the desk.
  Chooser one(const Group& g, Index i, Desk& desk) const;
  /// Prefetches the columns of developers [begin, end), which are read soon: those who review stand at irregular
  /// places, which the processor does not predict.
  void fetch(const Group& g, Index begin, Index end) const;
  /// The columns of the desk's batch, for its developers.
  void fill(const Group& g, Desk& desk) const;

 private:
  const Developers& d_;
  const Offers& offers_;
  const PeerView& peers_;
  bool bill_;
  Grid<double> intensity_;        ///< [task, sector]
  Column<double> mtok_per_ktok_;  ///< [task]
  Grid<double> budget_;           ///< [region, segment] USD/month
};

}  // namespace moat
