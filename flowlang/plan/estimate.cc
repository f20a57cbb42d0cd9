#include "flowlang/plan/estimate.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace flow::lang {
namespace {

constexpr double kFloat = 4;  // bytes

int64_t TimeWidth(const TimeEmbedding& embedding) {
  if (embedding.has_sinusoidal()) return embedding.sinusoidal().dim();
  if (embedding.has_fourier()) return embedding.fourier().dim();
  return 1;
}

// The widths from the input to the output.
std::vector<int64_t> Widths(const Mlp& mlp, int64_t dim) {
  std::vector<int64_t> widths = {dim + TimeWidth(mlp.time_embedding()) +
                                 mlp.condition().classes()};
  widths.insert(widths.end(), mlp.hidden().begin(), mlp.hidden().end());
  widths.push_back(mlp.predict() == VELOCITY_AND_SCORE ? 2 * dim : dim);
  return widths;
}

// Numbers that the optimizer and the average keep for a weight, beside it and
// its gradient.
int Moments(const Training& train) {
  const Optimizer& optimizer = train.optimizer();
  int moments = 2;
  if (optimizer.has_sgd()) moments = optimizer.sgd().momentum() > 0 ? 1 : 0;
  return moments + (train.has_ema() ? 1 : 0);
}

double CouplingBytes(const Experiment& experiment) {
  const Coupling& coupling = experiment.coupling();
  const auto batch = static_cast<double>(experiment.train().batch());
  if (coupling.has_minibatch_ot()) {
    const MinibatchOtCoupling& ot = coupling.minibatch_ot();
    const double coupled =
        ot.has_batch() ? static_cast<double>(ot.batch()) : batch;
    // the costs, and the kernel of an entropic plan
    const int matrices = ot.has_sinkhorn() || ot.has_unbalanced() ? 2 : 1;
    return kFloat * matrices * coupled * coupled;
  }
  if (coupling.has_semidual()) {
    return kFloat * batch *
           static_cast<double>(coupling.semidual().candidates());
  }
  return 0;
}

std::string Human(double value, const char* unit) {
  constexpr const char* kPrefixes[] = {"", "k", "M", "G", "T", "P"};
  size_t prefix = 0;
  for (; value >= 1000 && prefix + 1 < std::size(kPrefixes); ++prefix) {
    value /= 1000;
  }
  return absl::StrFormat("%.3g %s%s", value, kPrefixes[prefix], unit);
}

}  // namespace

std::optional<Estimate> EstimateCost(const Experiment& experiment,
                                     int64_t dim) {
  if (!experiment.model().has_mlp()) return std::nullopt;
  const auto batch = static_cast<double>(experiment.train().batch() *
                                         experiment.train().times_per_pair());
  const std::vector<int64_t> widths = Widths(experiment.model().mlp(), dim);
  Estimate estimate;
  double products = 0, activations = 0;
  for (size_t i = 0; i + 1 < widths.size(); ++i) {
    const double layer = static_cast<double>(widths[i]) * widths[i + 1];
    estimate.parameters += widths[i] * widths[i + 1] + widths[i + 1];
    products += layer;
    // before and after the nonlinearity
    activations += 2.0 * widths[i + 1];
  }
  // a product and a sum; the backward pass does the forward's work twice
  estimate.step_flops = 3 * 2 * products * batch;
  estimate.training_bytes =
      kFloat * estimate.parameters * (2 + Moments(experiment.train())) +
      kFloat * batch * (activations + 4.0 * dim) + CouplingBytes(experiment);
  for (const Evaluation& evaluation : experiment.evaluate()) {
    // source, generated and target points
    estimate.protocol_bytes =
        std::max(estimate.protocol_bytes,
                 3 * kFloat * static_cast<double>(evaluation.samples()) * dim);
  }
  return estimate;
}

std::string EstimateLine(const Estimate& estimate) {
  return absl::StrCat("cost       parameters ", estimate.parameters,
                      "; a step ", Human(estimate.step_flops, "FLOP"),
                      "; memory ", HumanBytes(estimate.training_bytes),
                      " training, ", HumanBytes(estimate.protocol_bytes),
                      " points\n");
}

std::string HumanBytes(double bytes) { return Human(bytes, "B"); }

}  // namespace flow::lang
