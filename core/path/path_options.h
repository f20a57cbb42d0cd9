#ifndef CORE_PATH_PATH_OPTIONS_H_
#define CORE_PATH_PATH_OPTIONS_H_

/// The settings of each probability path. No torch: plans carry these.

#include <variant>

namespace flow::core {

/// x_t = (1 - t) x0 + t x1 + sigma z; see linear_path.h.
struct LinearPathOptions {
  double sigma = 0;  // >= 0, in the units of the data
};

using PathOptions = std::variant<LinearPathOptions>;

}  // namespace flow::core

#endif  // CORE_PATH_PATH_OPTIONS_H_
