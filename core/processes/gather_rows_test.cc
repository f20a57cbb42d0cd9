#include "core/processes/gather_rows.h"

#include <limits>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/equal.h"
#include "core/base/status_testing.h"
#include "core/processes/process_group_testing.h"
#include "core/processes/rows_of_process.h"

namespace flow::core {
namespace {

// The rows of a process along `dimension`, gathered.
at::Tensor GatheredOrDie(const at::Tensor& all, int64_t dimension,
                         ProcessGroup& group) {
  const int64_t rows = all.size(dimension);
  const at::Tensor own =
      all.narrow(dimension, FirstRowOf(group.rank(), group.size(), rows),
                 RowsOf(group.rank(), group.size(), rows));
  const auto gathered = GatherRows(own, dimension, rows, &group);
  EXPECT_OK(gathered.status());
  return *gathered;
}

// Seven rows of three processes, along each dimension; two rows, of which one
// process has none.
TEST(GatherRowsTest, AllHaveEveryRow) {
  const at::Tensor x = at::arange(4 * 7 * 2, at::kFloat).view({4, 7, 2});
  InEachProcess(3, [&](ProcessGroup& group) {
    for (int64_t dimension = 0; dimension < 3; ++dimension) {
      const at::Tensor got = GatheredOrDie(x, dimension, group);
      EXPECT_TRUE(at::equal(got, x)) << dimension;
      EXPECT_TRUE(got.is_contiguous());
    }
    const at::Tensor bytes = at::arange(5, at::kByte);
    EXPECT_TRUE(at::equal(GatheredOrDie(bytes, 0, group), bytes));
  });
}

TEST(GatherRowsTest, BitsStay) {
  const at::Tensor x = at::arange(4, at::kDouble);
  x[1] = -0.0;
  x[3] = std::numeric_limits<double>::quiet_NaN();
  InEachProcess(2, [&](ProcessGroup& group) {
    EXPECT_TRUE(at::equal(GatheredOrDie(x, 0, group).view(at::kLong),
                          x.view(at::kLong)));
  });
}

TEST(GatherRowsDeathTest, ChecksTheRows) {
  const auto gather_too_few = [](ProcessGroup& group) {
    (void)GatherRows(at::arange(4, at::kFloat), 0, 6, &group);
  };
  EXPECT_DEATH(InEachProcess(2, gather_too_few), "4 rows in the place of 3");
}

}  // namespace
}  // namespace flow::core
