#include "field_matching/field_lines.h"

#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/exp.h"
#include "ATen/ops/full.h"
#include "ATen/ops/full_like.h"
#include "ATen/ops/maximum.h"
#include "ATen/ops/minimum.h"
#include "ATen/ops/where.h"
#include "ATen/ops/zeros.h"
#include "ATen/ops/zeros_like.h"
#include "core/base/check.h"
#include "core/base/random.h"
#include "core/tensor/random_tensor.h"

namespace flow::field_matching {
namespace {

// Steps grow and shrink by at most these, and aim below the tolerance.
constexpr double kGrowth = 4, kShrinking = 0.2, kSafety = 0.9;
// In gaps: the first step, and one at which a line is stuck.
constexpr double kFirstStep = 1e-3, kLeastStep = 1e-12;

// The lines that are on their way, a row each.
struct Walk {
  at::Tensor line_n;    // their numbers
  at::Tensor y_ne;      // where they are
  at::Tensor slope_ne;  // E / |E| there
  at::Tensor step_n;    // what is tried next
  at::Tensor length_n, farthest_n, evaluations_n;

  void Keep(const at::Tensor& rows) {
    for (at::Tensor* t : {&line_n, &y_ne, &slope_ne, &step_n, &length_n,
                          &farthest_n, &evaluations_n}) {
      *t = t->index_select(0, rows);
    }
  }
};

// A step of all lines that was tried.
struct Try {
  at::Tensor y_ne, slope_ne;
  at::Tensor error_n;
};

// The plate that each line runs towards, and what a step does there.
struct Ahead {
  at::Tensor plate_n;             // its height; of no meaning if there is none
  at::Tensor up_n;                // 1 or -1: the direction across the plates
  at::Tensor meets_n, crosses_n;  // ends on the plate, or beyond it
  at::Tensor share_n;             // of the step, to the plate
};

class Tracer {
 public:
  Tracer(const Field& field, double gap, const core::FieldLineOptions& options,
         const LineDraws& draws)
      : field_(field),
        gap_(gap),
        options_(options),
        side_(options.offset),
        draws_(draws) {}

  FieldLines Trace(const at::Tensor& x_nd) {
    Walk walk = Begin(x_nd);
    Record(walk);
    while (walk.line_n.numel() > 0) Advance(&walk);
    if (draws_.record) {
      done_.point_pe = at::concat(recorded_.y);
      done_.line_p = at::concat(recorded_.line);
      done_.at_length_p = at::concat(recorded_.length);
    }
    return std::move(done_);
  }

 private:
  at::Tensor Slope(const at::Tensor& y_ne) const {
    return field_.At(AlongPlates(y_ne), AcrossPlates(y_ne)).direction_be;
  }

  // E_z below and above a plate, up to a factor that they share.
  std::pair<at::Tensor, at::Tensor> SidesOf(const at::Tensor& x_nd,
                                            const at::Tensor& plate_n) const {
    const FieldValue below = field_.At(x_nd, plate_n - side_);
    const FieldValue above = field_.At(x_nd, plate_n + side_);
    const at::Tensor largest_n =
        at::maximum(below.log_length_b, above.log_length_b);
    const auto along = [&](const FieldValue& value) {
      return AcrossPlates(value.direction_be) *
             (value.log_length_b - largest_n).exp();
    };
    return {along(below), along(above)};
  }

  // Of each line, whatever lines are traced with it.
  at::Tensor Uniform(const char* name, int64_t lines) const {
    return core::UniformTensor(DeriveSeed(draws_.seed, name),
                               draws_.first + lines)
        .narrow(0, draws_.first, lines)
        .to(at::kDouble);
  }

  void Record(const Walk& walk) {
    if (!draws_.record) return;
    recorded_.y.push_back(walk.y_ne);
    recorded_.line.push_back(walk.line_n);
    recorded_.length.push_back(walk.length_n);
  }

  Walk Begin(const at::Tensor& x_nd);
  // The longest step that lines may make from where they are.
  at::Tensor LongestSteps(const Walk& walk) const;
  Try TryStep(const Walk& walk) const;
  Ahead LookAhead(const Walk& walk, const Try& next) const;
  at::Tensor FactorOf(const Try& next) const;
  // Whether lines that are on the far plate and run in the direction `up_n` end
  // there.
  at::Tensor EndsAt(const Walk& walk, const at::Tensor& up_n) const;
  // Which lines end on the plates that those of `rows` have come to; the others
  // of them go on from the other side.
  at::Tensor Meet(const Ahead& ahead, const at::Tensor& rows, Walk* walk) const;
  void Advance(Walk* walk);
  void Finish(const Walk& walk, const at::Tensor& rows, bool arrived);

  const Field& field_;
  const double gap_;
  const core::FieldLineOptions options_;
  const double side_;
  const LineDraws draws_;
  struct {
    std::vector<at::Tensor> y, line, length;
  } recorded_;
  int64_t tried_ = 0;  // steps, of each line that is on its way
  at::Tensor stop_n_;  // a uniform number for each line
  FieldLines done_;
};

Walk Tracer::Begin(const at::Tensor& x_nd) {
  const int64_t lines = x_nd.size(0);
  const at::Tensor zero_n = at::zeros({lines}, at::kDouble);
  at::Tensor forward_n = at::full({lines}, true, at::kBool);
  int64_t evaluations = 1;
  if (options_.start == core::LineStart::kBothSides) {
    evaluations += 2;
    const auto [below_n, above_n] = SidesOf(x_nd, zero_n);
    forward_n =
        Uniform("start", lines) * (above_n - below_n.clamp_max(0)) < above_n;
  }
  stop_n_ = Uniform("stop", lines);
  done_ = {.x_nd = x_nd.clone(),
           .arrived_n = at::zeros({lines}, at::kBool),
           .forward_n = forward_n,
           .length_n = zero_n.clone(),
           .farthest_n = zero_n.clone(),
           .evaluations_n = at::zeros({lines}, at::kLong)};
  Walk walk = {.line_n = at::arange(lines, at::kLong),
               .y_ne = InSpace(
                   x_nd, at::where(forward_n, zero_n + side_, zero_n - side_)),
               .step_n = zero_n + kFirstStep * gap_,
               .length_n = zero_n.clone(),
               .farthest_n = x_nd.norm(2, 1),
               .evaluations_n = at::full({lines}, evaluations, at::kLong)};
  walk.slope_ne = Slope(walk.y_ne);
  return walk;
}

at::Tensor Tracer::LongestSteps(const Walk& walk) const {
  const at::Tensor z_n = AcrossPlates(walk.y_ne);
  const at::Tensor beside_n = at::maximum(-z_n, z_n - gap_);
  return options_.step * (beside_n / gap_).clamp_min(1);
}

// [Bogacki89]
Try Tracer::TryStep(const Walk& walk) const {
  const at::Tensor h_n1 = walk.step_n.unsqueeze(1);
  const at::Tensor& k1 = walk.slope_ne;
  const at::Tensor k2 = Slope(walk.y_ne + h_n1 * (k1 / 2));
  const at::Tensor k3 = Slope(walk.y_ne + h_n1 * (0.75 * k2));
  const at::Tensor y_ne =
      walk.y_ne + h_n1 * (2. / 9 * k1 + 1. / 3 * k2 + 4. / 9 * k3);
  const at::Tensor k4 = Slope(y_ne);
  const at::Tensor error_ne =
      h_n1 * (-5. / 72 * k1 + 1. / 12 * k2 + 1. / 9 * k3 - 1. / 8 * k4);
  return {y_ne, k4, error_ne.norm(2, 1)};
}

Ahead Tracer::LookAhead(const Walk& walk, const Try& next) const {
  const at::Tensor z_n = AcrossPlates(walk.y_ne),
                   next_z_n = AcrossPlates(next.y_ne);
  const at::Tensor rise_n = next_z_n - z_n;
  const at::Tensor up_n = at::where(rise_n > 0, 1.0, -1.0).to(at::kDouble);
  const at::Tensor plate_n = at::where(up_n > 0, at::where(z_n < 0, 0.0, gap_),
                                       at::where(z_n > gap_, gap_, 0.0))
                                 .to(at::kDouble);
  const at::Tensor ahead_n = up_n * (plate_n - z_n) > 0;
  const at::Tensor beyond_n = up_n * (next_z_n - plate_n);
  return {plate_n, up_n, ahead_n & (beyond_n.abs() <= side_),
          ahead_n & (beyond_n > side_), (plate_n - z_n) / rise_n};
}

// By which a step is to change for its error to be below the tolerance.
at::Tensor Tracer::FactorOf(const Try& next) const {
  return (kSafety * (options_.tolerance / next.error_n).pow(1. / 3))
      .nan_to_num(kShrinking, kGrowth, kShrinking)
      .clamp(kShrinking, kGrowth);
}

at::Tensor Tracer::EndsAt(const Walk& walk, const at::Tensor& up_n) const {
  const auto [below_n, above_n] =
      SidesOf(AlongPlates(walk.y_ne), at::full_like(up_n, gap_));
  const at::Tensor is_up_n = up_n > 0;
  // what comes in and what goes out of the plate, along the line
  const at::Tensor in_n = up_n * at::where(is_up_n, below_n, above_n);
  const at::Tensor out_n = up_n * at::where(is_up_n, above_n, below_n);
  return options_.stop == core::LineStop::kBothSides
             ? out_n <= 0
             : stop_n_.index_select(0, walk.line_n) * in_n >= out_n;
}

at::Tensor Tracer::Meet(const Ahead& ahead, const at::Tensor& rows,
                        Walk* walk) const {
  at::Tensor ended_n = at::zeros_like(ahead.meets_n);
  if (rows.numel() == 0) return ended_n;
  const at::Tensor far = rows.index_select(
      0, (ahead.plate_n.index_select(0, rows) > 0).nonzero().squeeze(1));
  if (options_.stop == core::LineStop::kFirstHit) {
    ended_n.index_fill_(0, far, true);
  } else if (far.numel() > 0) {
    Walk at_plate = *walk;
    at_plate.Keep(far);
    ended_n.index_copy_(0, far,
                        EndsAt(at_plate, ahead.up_n.index_select(0, far)));
    walk->evaluations_n.index_add_(0, far, at::full_like(far, 2));
  }
  const at::Tensor onward = rows.index_select(
      0, ended_n.index_select(0, rows).logical_not().nonzero().squeeze(1));
  if (onward.numel() == 0) return ended_n;
  const at::Tensor beyond_n =
      (ahead.plate_n + 2 * side_ * ahead.up_n).index_select(0, onward);
  const at::Tensor y_ne =
      InSpace(AlongPlates(walk->y_ne).index_select(0, onward), beyond_n);
  walk->y_ne.index_copy_(0, onward, y_ne);
  walk->slope_ne.index_copy_(0, onward, Slope(y_ne));
  walk->step_n.index_fill_(0, onward, kFirstStep * gap_);
  walk->evaluations_n.index_add_(0, onward, at::full_like(onward, 1));
  return ended_n;
}

void Tracer::Finish(const Walk& walk, const at::Tensor& rows, bool arrived) {
  const at::Tensor line_n = walk.line_n.index_select(0, rows);
  const auto put = [&](at::Tensor& all, const at::Tensor& of_walk) {
    all.index_copy_(0, line_n, of_walk.index_select(0, rows));
  };
  put(done_.x_nd, AlongPlates(walk.y_ne));
  put(done_.length_n, walk.length_n);
  put(done_.farthest_n, walk.farthest_n);
  put(done_.evaluations_n, walk.evaluations_n);
  done_.arrived_n.index_fill_(0, line_n, arrived);
}

void Tracer::Advance(Walk* walk) {
  ++tried_;
  const Try next = TryStep(*walk);
  const Ahead ahead = LookAhead(*walk, next);
  const at::Tensor is_good_n =
      (next.error_n <= options_.tolerance) & ahead.crosses_n.logical_not();
  const at::Tensor is_good_n1 = is_good_n.unsqueeze(1);
  const at::Tensor factor_n = FactorOf(next);
  walk->evaluations_n += 3;
  walk->length_n = walk->length_n + at::where(is_good_n, walk->step_n, 0.0);
  walk->y_ne = at::where(is_good_n1, next.y_ne, walk->y_ne);
  walk->slope_ne = at::where(is_good_n1, next.slope_ne, walk->slope_ne);
  walk->step_n = at::minimum(
      walk->step_n * at::where(ahead.crosses_n,
                               at::minimum(factor_n, ahead.share_n), factor_n),
      LongestSteps(*walk));
  walk->farthest_n =
      at::maximum(walk->farthest_n, AlongPlates(walk->y_ne).norm(2, 1));
  Record(*walk);

  const at::Tensor ended_n =
      Meet(ahead, (is_good_n & ahead.meets_n).nonzero().squeeze(1), walk);
  const at::Tensor lost_n =
      ended_n.logical_not() &
      ((walk->length_n > options_.max_length * gap_) |
       (walk->step_n < kLeastStep * gap_) | (tried_ >= options_.max_steps));
  Finish(*walk, ended_n.nonzero().squeeze(1), true);
  Finish(*walk, lost_n.nonzero().squeeze(1), false);
  walk->Keep((ended_n | lost_n).logical_not().nonzero().squeeze(1));
}

}  // namespace

FieldLines TraceLines(const Field& field, double gap,
                      const core::FieldLineOptions& options,
                      const at::Tensor& x_nd, const LineDraws& draws) {
  FLOW_CHECK(gap > 0 && options.tolerance > 0 && options.step > 0 &&
             options.offset > 0 && 2 * options.offset < gap &&
             options.max_length > 0 && options.max_steps > 0)
      << "options of lines";
  return Tracer(field, gap, options, draws).Trace(x_nd.to(at::kDouble));
}

}  // namespace flow::field_matching
