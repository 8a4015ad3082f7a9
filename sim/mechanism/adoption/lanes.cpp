#include "mechanism/adoption/lanes.hpp"

#include "base/instructions.hpp"

namespace moat {

// Each is lanes_kernel.cpp, compiled for its instructions.
namespace lanes_base {
void choose(const Menu& menu, Batch& batch, bool keep_weights);
}
#ifdef MOAT_X86
namespace lanes_avx2 {
void choose(const Menu& menu, Batch& batch, bool keep_weights);
}
namespace lanes_avx512 {
void choose(const Menu& menu, Batch& batch, bool keep_weights);
}
#endif

void choose_in_lanes(const Menu& menu, Batch& batch, bool keep_weights, Instructions instructions) {
  switch (instructions) {
#ifdef MOAT_X86
    case Instructions::avx512:
      return lanes_avx512::choose(menu, batch, keep_weights);
    case Instructions::avx2:
      return lanes_avx2::choose(menu, batch, keep_weights);
#endif
    default:
      return lanes_base::choose(menu, batch, keep_weights);
  }
}

}  // namespace moat
