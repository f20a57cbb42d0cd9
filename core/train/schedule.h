#ifndef CORE_TRAIN_SCHEDULE_H_
#define CORE_TRAIN_SCHEDULE_H_

#include <cstdint>

#include "core/train/train_options.h"

namespace flow::core {

/// What the learning rate is multiplied by at `step` (0 is the first) of
/// `steps`:
///
///     constant       min(1, (step + 1) / warmup), 1 without warm-up
///     warmup_cosine  the same during warm-up; after it, with
///                    p = (step - warmup) / max(1, steps - 1 - warmup), at
///                    most 1,
///                    final + (1 - final) (1 + cos(pi p)) / 2
///     step           factor^floor(step / every)
double ScheduleFactor(const ScheduleOptions& options, int64_t step,
                      int64_t steps);

}  // namespace flow::core

#endif  // CORE_TRAIN_SCHEDULE_H_
