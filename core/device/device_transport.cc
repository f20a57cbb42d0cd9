#include "core/device/device_transport.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/core/grad_mode.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/empty_like.h"
#include "ATen/ops/full.h"
#include "ATen/ops/zeros.h"
#include "core/base/check.h"
#include "core/tensor/padded_rows.h"

namespace flow::core {
namespace {

// So many numbers fill a device, whose memory a batch must not: 640 rows of
// 3 x 32 x 32.
constexpr int64_t kNumbers = int64_t{1} << 21;
constexpr int64_t kFewest = 128, kMost = 4096;

// A recording is made of four passes.
constexpr int64_t kWorthRecording = 8;

// Of a batch: a multiple of 128, no more than the points fill.
int64_t RowsFor(int64_t points, int64_t dim) {
  const auto whole = [](int64_t n) { return n / kFewest * kFewest; };
  const int64_t most = std::clamp(whole(kNumbers / dim), kFewest, kMost);
  return std::min(most, std::max(whole(points + kFewest - 1), kFewest));
}

// One step from t0 to t1. Adds |t1 - t0| sum_i b_i |k_i|^2 to `energy_r`.
at::Tensor Step(const Tableau& tableau, const VelocityField& field,
                const at::Tensor& x_rd, double t0, double t1,
                const at::Tensor& energy_r) {
  const double h = t1 - t0;
  std::array<at::Tensor, kMaxStages> k_rd;
  const auto moved = [&](const Tableau::Weights& weights, int stages) {
    at::Tensor to_rd = x_rd;
    for (int j = 0; j < stages; ++j) {
      if (weights[j] != 0) to_rd = to_rd + (h * weights[j]) * k_rd[j];
    }
    return to_rd;
  };
  for (int i = 0; i < tableau.stages; ++i) {
    k_rd[i] = field.VelocityAt(moved(tableau.a[i], i), t0 + tableau.c[i] * h);
    if (tableau.b[i] == 0) continue;
    energy_r.add_(k_rd[i].to(at::kDouble).square().sum(1),
                  std::abs(h) * tableau.b[i]);
  }
  return moved(tableau.b, tableau.stages);
}

int64_t EvaluationsOf(const FixedSteps& steps) {
  const auto count = static_cast<int64_t>(steps.grid.size()) - 1;
  return (count - 1) * steps.tableau.stages + steps.at_end.stages;
}

}  // namespace

DeviceTransport::DeviceTransport(std::shared_ptr<const VelocityField> field,
                                 FixedSteps steps,
                                 std::unique_ptr<const Transport> on_host,
                                 Device* device)
    : field_(std::move(field)),
      steps_(std::move(steps)),
      on_host_(std::move(on_host)),
      device_(device) {
  FLOW_CHECK(field_ != nullptr && on_host_ != nullptr && device_ != nullptr);
}

void DeviceTransport::Work(Direction direction, const Buffers& buffers) const {
  const at::NoGradGuard no_grad;
  const std::vector<double>& grid = steps_.grid;
  const size_t last = grid.size() - 1;
  at::Tensor x_rd = buffers.start_rd;
  buffers.energy_r.zero_();
  for (size_t k = 0; k < last; ++k) {
    const bool forward = direction == Direction::kForward;
    const size_t from = forward ? k : last - 1 - k;
    const Tableau& tableau = from == last - 1 ? steps_.at_end : steps_.tableau;
    x_rd = Step(tableau, *field_, x_rd, grid[forward ? from : from + 1],
                grid[forward ? from + 1 : from], buffers.energy_r);
  }
  buffers.end_rd.copy_(x_rd);
}

absl::StatusOr<Transported> DeviceTransport::Push(
    const at::Tensor& x_nd, const Journey& journey) const {
  if (!journey.save_at.empty() || x_nd.size(0) == 0) {
    return on_host_->Push(x_nd, journey);
  }
  FLOW_CHECK(x_nd.dim() == 2 && x_nd.is_cpu() && x_nd.is_floating_point());
  const at::NoGradGuard no_grad;
  const int64_t points = x_nd.size(0);
  const int64_t rows = RowsFor(points, x_nd.size(1));
  const at::Tensor start_rd =
      at::zeros({rows, x_nd.size(1)}, x_nd.options().device(device_->torch()));
  const Buffers buffers = {
      start_rd, at::empty_like(start_rd),
      at::zeros({rows}, start_rd.options().dtype(at::kDouble))};
  std::unique_ptr<Recording> recording;
  if (points > kWorthRecording * rows) {
    recording = device_->Record(
        [this, &journey, &buffers] { Work(journey.direction, buffers); });
  }
  Transported out = {
      .x_nd = at::empty(x_nd.sizes(), x_nd.options()),
      .path_energy_n = at::empty({points}, at::kDouble),
      .evaluations_n = at::full({points}, EvaluationsOf(steps_), at::kLong)};
  for (int64_t first = 0; first < points; first += rows) {
    buffers.start_rd.copy_(device_->Upload(PaddedRows(x_nd, first, rows)));
    if (recording) {
      recording->Replay();
    } else {
      Work(journey.direction, buffers);
    }
    const int64_t own = std::min(rows, points - first);
    out.x_nd.narrow(0, first, own).copy_(buffers.end_rd.narrow(0, 0, own));
    out.path_energy_n.narrow(0, first, own)
        .copy_(buffers.energy_r.narrow(0, 0, own));
  }
  if (!out.x_nd.isfinite().all().item<bool>()) {
    return on_host_->Push(x_nd, journey);
  }
  return out;
}

}  // namespace flow::core
