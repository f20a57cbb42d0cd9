#ifndef DATASETS_TABULAR_TESTING_H_
#define DATASETS_TABULAR_TESTING_H_

#include <vector>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/base/status_testing.h"
#include "core/io/array.h"
#include "core/io/npy.h"
#include "datasets/distribution_options.h"

namespace flow::datasets {

/// MINIBOONE with 33 random rows to train on, in a file that this writes.
inline TabularOptions SmallMiniboone() {
  constexpr int64_t kRows = 40, kColumns = 43;
  std::vector<double> value;
  for (int64_t i = 0; i < kRows; ++i) {
    RowRandom random(/*seed=*/1, i);
    for (int64_t d = 0; d < kColumns; ++d) value.push_back(random.Uniform());
  }
  const std::string folder = JoinPath(testing::TempDir(), "miniboone");
  EXPECT_OK(MakeDirectories(folder));
  EXPECT_OK(WriteFileAtomically(
      JoinPath(folder, "data.npy"),
      core::SerializeNpy(core::MakeArray<double>({kRows, kColumns}, value))));
  return {.name = TabularOptions::Name::kMiniboone, .folder = folder};
}

}  // namespace flow::datasets

#endif  // DATASETS_TABULAR_TESTING_H_
