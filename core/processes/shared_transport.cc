#include "core/processes/shared_transport.h"

#include <utility>

#include "ATen/ops/full.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/processes/gather_rows.h"
#include "core/processes/rows_of_process.h"

namespace flow::core {

SharedTransport::SharedTransport(std::unique_ptr<const Transport> transport,
                                 ProcessGroup* group)
    : transport_(std::move(transport)), group_(group) {
  FLOW_CHECK(transport_ != nullptr && group_ != nullptr);
}

absl::StatusOr<Transported> SharedTransport::Push(
    const at::Tensor& x_nd, const Journey& journey) const {
  FLOW_CHECK(!journey.label_n.defined()) << "rows of a class are counted by it";
  const int64_t rows = x_nd.size(0);
  // who has no row would not know what there is of the others
  if (rows < group_->size()) return transport_->Push(x_nd, journey);
  const int64_t first = FirstRowOf(group_->rank(), group_->size(), rows);
  Journey own = journey;
  own.first_row += first;
  FLOW_ASSIGN_OR_RETURN(
      Transported moved,
      transport_->Push(
          x_nd.narrow(0, first, RowsOf(group_->rank(), group_->size(), rows)),
          own));
  FLOW_CHECK(moved.part_evaluations.empty()) << "a chain is not shared whole";
  const struct {
    at::Tensor& of_rows;
    int64_t dimension;
  } gathered[] = {{moved.x_nd, 0},
                  {moved.path_energy_n, 0},
                  {moved.evaluations_n, 0},
                  {moved.trajectory_snd, 1},
                  {moved.height_sn, 1}};
  for (const auto& [of_rows, dimension] : gathered) {
    if (!of_rows.defined()) continue;
    FLOW_ASSIGN_OR_RETURN(of_rows,
                          GatherRows(of_rows, dimension, rows, group_));
  }
  at::Tensor given_up = at::full({1}, moved.given_up, at::kLong);
  FLOW_RETURN_IF_ERROR(group_->Sum(given_up));
  moved.given_up = given_up.item<int64_t>();
  return moved;
}

}  // namespace flow::core
