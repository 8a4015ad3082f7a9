#include "mechanism/adoption/nests.hpp"

namespace moat {

Nests::Nests(const std::vector<std::int32_t>& firm, double nesting) : nesting_(float(nesting)) {
  if (nesting >= 1) return;
  for (std::size_t begin = 0, end; begin < firm.size(); begin = end) {
    for (end = begin + 1; end < firm.size() && firm[end] == firm[begin];) ++end;
    end_.push_back(int(end));
    begin_of_.resize(end, int(begin));
    end_of_.resize(end, int(end));
    scale_.resize(end, end - begin > 1 ? 1 / nesting_ : 1.0f);
  }
}

void Nests::put_into(Menu& menu) const {
  if (!any()) return;
  menu.nesting = nesting_;
  menu.most_scale = 1 / nesting_;
  menu.nests = int(end_.size());
  menu.nest_end = end_.data();
  menu.scale = scale_.data();
}

}  // namespace moat
