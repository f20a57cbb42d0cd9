#ifndef FLOWLANG_COMPILE_SWEEP_POINTS_H_
#define FLOWLANG_COMPILE_SWEEP_POINTS_H_

#include <string>
#include <vector>

#include "flowlang/load/load_experiment.h"
#include "flowlang/load/override.h"

namespace flow::lang {

/// The swept fields of a suite at one combination of their values.
struct SweepPoint {
  std::vector<Override> overrides;
  std::string suffix;  // of a member's label: ",batch=64", or empty
};

/// Every combination, the last sweep's values changing fastest; one without
/// overrides when nothing is swept. As many as the product of the sweeps'
/// sizes.
std::vector<SweepPoint> SweepPoints(const LoadedSuite& loaded);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPILE_SWEEP_POINTS_H_
