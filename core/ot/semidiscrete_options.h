#ifndef CORE_OT_SEMIDISCRETE_OPTIONS_H_
#define CORE_OT_SEMIDISCRETE_OPTIONS_H_

#include <cstdint>

namespace flow::core {

/// See semidiscrete.h.
struct SemidiscreteOptions {
  double regularization = 0;  // the temperature, >= 0
  int64_t steps = 20000;      // of the ascent, >= 1
  int64_t batch = 1024;       // source points a step, >= 1
};

}  // namespace flow::core

#endif  // CORE_OT_SEMIDISCRETE_OPTIONS_H_
