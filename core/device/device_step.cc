#include "core/device/device_step.h"

#include <string>
#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/full.h"
#include "ATen/ops/minimum.h"
#include "ATen/ops/ones_like.h"
#include "ATen/ops/stack.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/where.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/nn/flat_parameters.h"
#include "core/processes/rows_of_process.h"
#include "core/tensor/normal_rows.h"
#include "core/train/flat_gradient.h"
#include "core/train/given_regression.h"
#include "core/train/not_finite.h"
#include "core/train/schedule.h"

namespace flow::core {
namespace {

// Where a gauge stands.
constexpr int64_t kLoss = 0, kNorm = 1, kBadStep = 2, kBadLoss = 3,
                  kBadNorm = 4;

// Numbers that are sent at once: 16 MiB, of which a link makes the most.
constexpr int64_t kBucket = int64_t{1} << 22;

// Steps after which one looks how far the device is: no more than twice as many
// are ever asked for and not done. A GPU takes some thousand before who asks
// for more waits, for ever where a peer has gone.
constexpr int64_t kFollowed = 16;

// Where the place of a stretch says what.
constexpr int64_t kFirst = 0, kLast = 1, kDropped = 2, kSource = 3, kNoise = 4;

// The seed of what is to be drawn; the recording asks for none where nothing
// is.
int64_t SeedOf(const std::optional<NormalDraw>& draw) {
  return draw ? static_cast<int64_t>(draw->seed) : 0;
}

// Whether the recording that draws `before` draws `now`, from row 0 on.
bool IsDrawnLike(const std::optional<NormalDraw>& before,
                 const std::optional<NormalDraw>& now) {
  if (!before || !now) return !before && !now;
  return now->std == before->std && now->repeat == before->repeat &&
         now->first_row == 0;
}

// Rows `row_r` of what is to be drawn by the seed [1], as wide as `like`.
at::Tensor Drawn(const NormalDraw& draw, const at::Tensor& seed,
                 at::Tensor row_r, const at::Tensor& like) {
  if (draw.repeat > 1) row_r = row_r.div(draw.repeat, "floor");
  const at::Tensor x = NormalRows(seed, row_r, like.size(1));
  if (draw.std == 1) return x;
  return (x.to(at::kDouble) * draw.std).to(at::kFloat);
}

double RateOf(const OptimizerOptions& optimizer) {
  return std::visit([](const auto& o) { return o.learning_rate; }, optimizer);
}

// A table, so that a step finds its own by itself.
at::Tensor RatesOf(const TrainOptions& options) {
  std::vector<double> rates(options.steps);
  for (int64_t k = 0; k < options.steps; ++k) {
    rates[k] = RateOf(options.optimizer) *
               ScheduleFactor(options.schedule, k, options.steps);
  }
  return at::tensor(rates, at::kFloat);
}

}  // namespace

DeviceStep::DeviceStep(const TrainOptions& options, int64_t parameters,
                       std::shared_ptr<const Network> network,
                       std::shared_ptr<const RegressionObjective> objective,
                       std::shared_ptr<const Batches> problems, Device* device,
                       DevicePeers* peers)
    : options_(options),
      convolutions_(options.precision == Precision::kTf32),
      network_(std::move(network)),
      objective_(std::move(objective)),
      problems_(std::move(problems)),
      device_(device),
      peers_(peers),
      optimizer_(
          MakeDeviceOptimizer(options.optimizer, parameters, device->torch())),
      rate_s_(device->Upload(RatesOf(options))),
      step_(device->Upload(at::full({1}, 0, at::kLong))),
      place_(device->Upload(at::full({5}, 0, at::kLong))),
      gauge_g_(device->Upload(
          at::tensor(std::vector<double>{0, 0, -1, 0, 0}, at::kDouble))) {}

absl::Status DeviceStep::Load(int64_t step) {
  if (step != next_) step_.fill_(step);
  next_ = step + 1;
  if (stretch_ && stretch_->Holds(step)) return absl::OkStatus();
  FLOW_ASSIGN_OR_RETURN(stretch_, problems_->GetStretch(step));
  const int64_t all = stretch_->batch_rows();
  // the copy is enough
  const Batch rows = std::exchange(stretch_->rows, {});
  const int64_t count = rows.t_b.size(0);
  const bool is_first = !rows_.t_b.defined();
  const bool fits = !is_first && count <= rows_.t_b.size(0);
  if (is_first) {
    batch_rows_ = all;
    rows_.dropout.seed = rows.dropout.seed;
    rows_.x0_draw = rows.x0_draw;
    rows_.noise_draw = rows.noise_draw;
    own_row_r_ = device_->Upload(at::arange(OwnRows(all), at::kLong));
  }
  FLOW_CHECK(all == batch_rows_ && rows.dropout.seed == rows_.dropout.seed)
      << "batches of one size that drop by one seed";
  FLOW_CHECK(IsDrawnLike(rows_.x0_draw, rows.x0_draw) &&
             IsDrawnLike(rows_.noise_draw, rows.noise_draw))
      << "batches of which the same is to be drawn";
  FLOW_CHECK(rows.point_bd.defined() != rows.factors_bk.defined())
      << "the problems of this objective";
  for (const auto part : kRowsOfBatch) {
    const at::Tensor& from = rows.*part;
    at::Tensor& to = rows_.*part;
    FLOW_CHECK(is_first || from.defined() == to.defined())
        << "batches of the same parts";
    if (!from.defined()) continue;
    if (fits) {
      to.narrow(0, 0, count).copy_(from);
    } else {
      to = from.clone();
    }
  }
  if (!fits) recording_.reset();  // it reads what was there before
  place_.copy_(device_->Upload(
      at::tensor({stretch_->first, stretch_->steps - 1, rows.dropout.first_row,
                  SeedOf(rows.x0_draw), SeedOf(rows.noise_draw)},
                 at::kLong)));
  return absl::OkStatus();
}

int64_t DeviceStep::OwnRows(int64_t all) const {
  if (peers_ == nullptr) return all;
  FLOW_CHECK(peers_->size() <= all)
      << all << " rows for " << peers_->size() << " devices";
  return RowsOf(peers_->rank(), peers_->size(), all);
}

Batch DeviceStep::RowsOfStep() const {
  const auto place = [&](int64_t i) { return place_.narrow(0, i, 1); };
  // what is done to record may go beyond the last step
  const at::Tensor step = at::minimum(step_ - place(kFirst), place(kLast));
  at::Tensor before = step * batch_rows_;
  if (peers_) {
    before = before + FirstRowOf(peers_->rank(), peers_->size(), batch_rows_);
  }
  const at::Tensor row_r = before + own_row_r_;
  Batch own;
  for (const auto part : kRowsOfBatch) {
    if ((rows_.*part).defined()) {
      own.*part = (rows_.*part).index_select(0, row_r);
    }
  }
  own.dropout = {.seed = rows_.dropout.seed,
                 .rows_before = place(kDropped) + before};
  if (rows_.x0_draw) {
    own.x0_bd = Drawn(*rows_.x0_draw, place(kSource), row_r, rows_.x1_bd);
  }
  if (rows_.noise_draw) {
    own.noise_bd = Drawn(*rows_.noise_draw, place(kNoise), row_r, rows_.x1_bd);
  }
  return own;
}

std::pair<at::Tensor, at::Tensor> DeviceStep::Gradient(
    const Parameters& weights) {
  const Parameters leaves = LeavesOf(weights);
  const Batch batch = RowsOfStep();
  const GivenRegression given;
  const RegressionObjective& objective =
      batch.point_bd.defined() ? given : *objective_;
  at::Tensor losses_b = objective.RowLosses(*network_, leaves, batch);
  if (batch.weight_b.defined()) losses_b = losses_b * batch.weight_b;
  const at::Tensor loss = losses_b.mean();
  if (backward_) {
    const double share =
        static_cast<double>(OwnRows(batch_rows_)) / batch_rows_;
    return backward_->Get(loss * share, leaves);
  }
  return {loss.detach(), FlatGradient(loss, leaves)};
}

at::Tensor DeviceStep::Gauge(const at::Tensor& loss, const at::Tensor& norm) {
  const at::Tensor now = at::stack({loss, norm}).to(at::kDouble);
  const at::Tensor bad = now.isfinite().all().logical_not();
  const at::Tensor was_bad = gauge_g_[kBadStep].ge(0);
  gauge_g_.narrow(0, kLoss, 2).copy_(now);
  const at::Tensor of_bad = gauge_g_.narrow(0, kBadStep, 3);
  of_bad.copy_(at::where(bad.logical_and(was_bad.logical_not()),
                         at::concat({step_.to(at::kDouble), now}), of_bad));
  return bad.logical_or(was_bad).to(at::kFloat);
}

void DeviceStep::Work(const MovedWeights& moved) {
  const auto [loss, gradient_p] = Gradient(moved.weights.named);
  const at::Tensor norm = gradient_p.norm();
  const at::Tensor skip = Gauge(loss, norm);
  const at::Tensor div = options_.max_gradient_norm
                             ? (norm / *options_.max_gradient_norm).clamp_min(1)
                             : at::ones_like(norm);
  // what is done to record may go beyond the last step
  const at::Tensor row = step_.clamp_max(options_.steps - 1);
  optimizer_->Step({.weights_p = moved.weights.flat,
                    .gradient_p = gradient_p,
                    .rate = rate_s_.index_select(0, row).squeeze(0),
                    .gradient_div = div,
                    .skip = skip});
  if (moved.average.defined()) {
    const at::Tensor blend = (1 - skip) * moved.average_blend;
    moved.average.add_((moved.weights.flat - moved.average) * blend);
  }
  step_.add_(1);
}

void DeviceStep::Record(const MovedWeights& moved) {
  std::vector<at::Tensor> changed = optimizer_->Live();
  changed.insert(changed.end(), {moved.weights.flat, step_, gauge_g_});
  if (moved.average.defined()) changed.push_back(moved.average);
  std::vector<at::Tensor> before;
  for (const at::Tensor& x : changed) before.push_back(x.clone());
  if (peers_) backward_.emplace(moved.weights.named, kBucket, peers_->sums());
  recording_ = device_->Record([this, moved] { Work(moved); });
  for (size_t i = 0; i < changed.size(); ++i) changed[i].copy_(before[i]);
}

absl::StatusOr<StepReport> DeviceStep::Step(int64_t step,
                                            const MovedWeights& moved) {
  FLOW_RETURN_IF_ERROR(Load(step));
  if (peers_ == nullptr) {
    if (!recording_) Record(moved);
    recording_->Replay();
  } else {
    FLOW_RETURN_IF_ERROR(ReplayWithPeers(step, moved))
        << "while adding the devices' gradients at step " << step + 1;
  }
  if (!moved.reported) return StepReport{};
  return Report(step);
}

absl::Status DeviceStep::ReplayWithPeers(int64_t step,
                                         const MovedWeights& moved) {
  if (!recording_) {
    // what is done to record is waited for by the device, whoever has gone
    FLOW_RETURN_IF_ERROR(peers_->Await());
    FLOW_RETURN_IF_ERROR(peers_->Do([&] { Record(moved); }));
  }
  FLOW_RETURN_IF_ERROR(peers_->Do([&] { recording_->Replay(); }));
  if (moved.reported) return peers_->Await();
  if (step % kFollowed == 0) return peers_->Follow();
  return absl::OkStatus();
}

absl::StatusOr<StepReport> DeviceStep::Report(int64_t step) {
  const at::Tensor gauge_g = gauge_g_.cpu();
  const double* gauge = gauge_g.const_data_ptr<double>();
  if (gauge[kBadStep] >= 0) {
    return NotFiniteError(static_cast<int64_t>(gauge[kBadStep]),
                          gauge[kBadLoss], gauge[kBadNorm], last_loss_);
  }
  last_loss_ = gauge[kLoss];
  return StepReport{gauge[kLoss],
                    ScheduleFactor(options_.schedule, step, options_.steps),
                    gauge[kNorm]};
}

std::vector<NamedTensor> DeviceStep::State() const {
  std::vector<NamedTensor> state = optimizer_->State();
  for (NamedTensor& t : state) t.name = absl::StrCat("optimizer.", t.name);
  return state;
}

absl::Status DeviceStep::Restore(const std::vector<NamedTensor>& state) {
  constexpr absl::string_view kPrefix = "optimizer.";
  std::vector<NamedTensor> own;
  for (const NamedTensor& t : state) {
    absl::string_view name = t.name;
    if (absl::ConsumePrefix(&name, kPrefix)) {
      own.push_back({std::string(name), t.value});
    }
  }
  return optimizer_->Restore(own);
}

}  // namespace flow::core
