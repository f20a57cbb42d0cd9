#include "field_matching/field_line_transport.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/full.h"
#include "ATen/ops/lerp.h"
#include "ATen/ops/searchsorted.h"
#include "ATen/ops/stack.h"
#include "ATen/ops/tensor.h"
#include "absl/status/status.h"
#include "field_matching/field_lines.h"

namespace flow::field_matching {
namespace {

// Lines that one thread traces together.
constexpr int64_t kLinesAtOnce = 256;

// Of each line the points [S, N, E] at shares of its length: between two
// recorded points on the straight line.
at::Tensor PointsAt(const FieldLines& lines,
                    const std::vector<double>& shares) {
  const at::Tensor share_s = at::tensor(shares, at::kDouble);
  std::vector<at::Tensor> of_lines;
  for (int64_t i = 0; i < lines.x_nd.size(0); ++i) {
    const at::Tensor rows_p = (lines.line_p == i).nonzero().squeeze(1);
    const at::Tensor point_pe = lines.point_pe.index_select(0, rows_p);
    const at::Tensor length_p = lines.at_length_p.index_select(0, rows_p);
    const at::Tensor at_s = share_s * lines.length_n[i];
    const at::Tensor next_s =
        at::searchsorted(length_p, at_s).clamp(1, rows_p.size(0) - 1);
    const at::Tensor before_s = length_p.index_select(0, next_s - 1);
    const at::Tensor after_s = length_p.index_select(0, next_s);
    const at::Tensor part_s =
        ((at_s - before_s) / (after_s - before_s)).nan_to_num(1).clamp(0, 1);
    of_lines.push_back(at::lerp(point_pe.index_select(0, next_s - 1),
                                point_pe.index_select(0, next_s),
                                part_s.unsqueeze(1)));
  }
  return at::stack(of_lines, 1);
}

}  // namespace

FieldLineTransport::FieldLineTransport(std::shared_ptr<const Field> field,
                                       double gap,
                                       const core::FieldLineOptions& options,
                                       ThreadPool* pool)
    : field_(std::move(field)), gap_(gap), options_(options), pool_(pool) {}

absl::StatusOr<core::Transported> FieldLineTransport::Push(
    const at::Tensor& x_nd, const core::Journey& journey) const {
  if (journey.direction == core::Direction::kBackward) {
    return absl::InvalidArgumentError(
        "lines of a field are followed from the source to the target only");
  }
  const int64_t rows = x_nd.size(0);
  std::vector<FieldLines> parts((rows + kLinesAtOnce - 1) / kLinesAtOnce);
  const bool record = !journey.save_at.empty();
  pool_->ParallelFor(parts.size(), [&](int64_t i) {
    const int64_t first = i * kLinesAtOnce;
    parts[i] =
        TraceLines(*field_, gap_, options_,
                   x_nd.narrow(0, first, std::min(kLinesAtOnce, rows - first)),
                   {journey.seed, journey.first_row + first, record});
  });
  std::vector<at::Tensor> x, evaluations, points;
  core::Transported moved;
  for (const FieldLines& part : parts) {
    x.push_back(part.x_nd.to(x_nd.scalar_type()));
    evaluations.push_back(part.evaluations_n);
    moved.given_up += part.arrived_n.logical_not().sum().item<int64_t>();
    if (!record) continue;
    points.push_back(PointsAt(part, journey.save_at).to(x_nd.scalar_type()));
  }
  moved.x_nd = at::concat(x);
  moved.evaluations_n = at::concat(evaluations);
  moved.path_energy_n =
      at::full({rows}, std::numeric_limits<double>::quiet_NaN(), at::kDouble);
  if (record) {
    const at::Tensor point_sne = at::concat(points, 1);
    moved.trajectory_snd = point_sne.narrow(2, 0, x_nd.size(1)).contiguous();
    moved.height_sn = point_sne.select(2, x_nd.size(1)) / gap_;
  }
  return moved;
}

}  // namespace flow::field_matching
