#ifndef CORE_KERNELS_DISPATCH_TESTING_H_
#define CORE_KERNELS_DISPATCH_TESTING_H_

#include <gtest/gtest.h>

#include "absl/functional/function_ref.h"
#include "hwy/highway.h"
#include "hwy/targets.h"

namespace flow::core {

/// Runs `body` once with each instruction set that this processor and this
/// build have, the one without vectors included. One thread at a time.
inline void ForEachInstructionSet(absl::FunctionRef<void()> body) {
  const auto use = [](int64_t targets) {
    hwy::SetSupportedTargetsForTest(targets);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  };
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    use(target);
    SCOPED_TRACE(hwy::TargetName(target));
    body();
  }
  use(0);
}

}  // namespace flow::core

#endif  // CORE_KERNELS_DISPATCH_TESTING_H_
