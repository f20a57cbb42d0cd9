#include "core/processes/gather_rows.h"

#include <vector>

#include "ATen/ops/zeros.h"
#include "absl/time/time.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/processes/rows_of_process.h"

namespace flow::core {
namespace {

// Whole numbers of as many bytes, whose sum with zeros has the bits of any
// value: of a negative zero and of what is not a number, too.
at::ScalarType WholeNumbers(const at::Tensor& x) {
  switch (x.element_size()) {
    case 1:
      return at::kByte;
    case 4:
      return at::kInt;
    default:
      FLOW_CHECK(x.element_size() == 8) << x.element_size() << " bytes";
      return at::kLong;
  }
}

}  // namespace

absl::StatusOr<at::Tensor> GatherRows(const at::Tensor& own, int64_t dimension,
                                      int64_t rows, ProcessGroup* group) {
  const int64_t count = RowsOf(group->rank(), group->size(), rows);
  FLOW_CHECK(own.size(dimension) == count)
      << own.size(dimension) << " rows in the place of " << count;
  std::vector<int64_t> shape = own.sizes().vec();
  shape[dimension] = rows;
  at::Tensor all = at::zeros(shape, own.options());
  all.narrow(dimension, FirstRowOf(group->rank(), group->size(), rows), count)
      .copy_(own);
  at::Tensor sum = all.view(WholeNumbers(all));
  FLOW_RETURN_IF_ERROR(group->Await(absl::InfiniteDuration()));
  FLOW_RETURN_IF_ERROR(group->Sum(sum));
  return all;
}

}  // namespace flow::core
