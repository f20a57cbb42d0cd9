#include "federated/privacy/rdp_accountant.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "federated/privacy/fixed_size_gaussian.h"
#include "federated/privacy/sampled_gaussian.h"

namespace flow::federated {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Orders are searched by log2(a - 1). Large ones are rounded to integers, where
// the divergence is cheap.
constexpr double kLeastLogOrder = -10, kGreatestLogOrder = 12;

double OrderOf(double log_order) {
  constexpr double kRounded = 32;
  const double order = 1 + std::exp2(log_order);
  return order > kRounded ? std::round(order) : order;
}

double EpsilonOfRdp(double rdp, double order, double delta) {
  const double epsilon = rdp + std::log1p(-1 / order) -
                         (std::log(delta) + std::log(order)) / (order - 1);
  return std::max(epsilon, 0.0);
}

// The divergence of one step by its rate, noise multiplier and order.
using StepRdp = double (*)(double, double, double);

EpsilonAtOrder Evaluate(const GaussianMechanism& mechanism, StepRdp step_rdp,
                        double delta, double log_order) {
  const double order = OrderOf(log_order);
  const double rdp =
      mechanism.steps *
      step_rdp(mechanism.sampling_rate, mechanism.noise_multiplier, order);
  return {EpsilonOfRdp(rdp, order, delta), order};
}

const EpsilonAtOrder& Lesser(const EpsilonAtOrder& a, const EpsilonAtOrder& b) {
  return a.epsilon <= b.epsilon ? a : b;
}

// The least epsilon over the orders, by golden-section search. There is one
// valley where A is the moment of a pair of laws: (a - 1) epsilon is convex in
// a, as the sum of steps * log(A), of (a - 1) log(a - 1) - a log(a) and of a
// constant, and a convex function divided by a - 1 has one valley. Whatever the
// search finds is an epsilon that holds. Infinities lie at its right end, hence
// the <=.
EpsilonAtOrder LeastEpsilon(const GaussianMechanism& mechanism,
                            StepRdp step_rdp, double delta) {
  constexpr double kGolden = 0.61803398874989484820;
  constexpr int kEvaluations = 32;  // the interval shrinks to 1e-5 octaves
  const auto evaluate = [&](double log_order) {
    return Evaluate(mechanism, step_rdp, delta, log_order);
  };
  double low = kLeastLogOrder, width = kGreatestLogOrder - kLeastLogOrder;
  EpsilonAtOrder left = evaluate(low + (1 - kGolden) * width);
  EpsilonAtOrder right = evaluate(low + kGolden * width);
  for (int i = 2; i < kEvaluations; ++i) {
    const bool keep_left = left.epsilon <= right.epsilon;
    if (!keep_left) low += (1 - kGolden) * width;
    width *= kGolden;
    if (keep_left) {
      right = left;
      left = evaluate(low + (1 - kGolden) * width);
    } else {
      left = right;
      right = evaluate(low + kGolden * width);
    }
  }
  return Lesser(left, right);
}

// The comparisons are written so that NaN fails them.
absl::Status Validate(const GaussianMechanism& mechanism, double delta) {
  const auto& [q, sigma, steps, sampling] = mechanism;
  if (!(q >= 0 && q <= 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the sampling rate must be in [0, 1], got ", q));
  }
  if (!(sigma > 0 && sigma < kInfinity)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the noise multiplier must be positive and finite, got ", sigma));
  }
  if (steps < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of steps must not be negative, got ", steps));
  }
  if (!(delta > 0 && delta < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("delta must be between 0 and 1, got ", delta));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<EpsilonAtOrder> Epsilon(const GaussianMechanism& mechanism,
                                       double delta) {
  FLOW_RETURN_IF_ERROR(Validate(mechanism, delta));
  if (mechanism.sampling_rate == 0 || mechanism.steps == 0) {
    return EpsilonAtOrder{0, kInfinity};
  }
  if (mechanism.sampling == Sampling::kPoisson) {
    return LeastEpsilon(mechanism, SampledGaussianRdp, delta);
  }
  return Lesser(LeastEpsilon(mechanism, SecretSampleRdp, delta),
                LeastEpsilon(mechanism, PublicSampleRdp, delta));
}

}  // namespace flow::federated
