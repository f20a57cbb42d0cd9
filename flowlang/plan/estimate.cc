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

// What a network takes, and a row of a batch in it.
struct NetworkCost {
  int64_t parameters = 0;
  double flops = 0;    // forward and backward
  double numbers = 0;  // float32 that are kept for the way back
};

NetworkCost CostOf(const Mlp& mlp, int64_t dim) {
  const std::vector<int64_t> widths = Widths(mlp, dim);
  NetworkCost cost;
  for (size_t i = 0; i + 1 < widths.size(); ++i) {
    const int64_t layer = widths[i] * widths[i + 1];
    cost.parameters += layer + widths[i + 1];
    // a product and a sum; the backward pass does the forward's work twice
    cost.flops += 3 * 2.0 * static_cast<double>(layer);
    // before and after the nonlinearity
    cost.numbers += 2.0 * static_cast<double>(widths[i + 1]);
  }
  return cost;
}

// Some six steps of Newton's method, each with a Hessian: the Jacobian of every
// layer, D columns of it, in double.
NetworkCost CostOf(const Icnn& icnn, int64_t dim) {
  constexpr double kNewtonSteps = 6;
  const auto d = static_cast<double>(dim);
  NetworkCost cost;
  int64_t inputs = 0;
  for (const int64_t width : icnn.hidden()) {
    const int64_t layer = (dim + inputs) * width;
    cost.parameters += layer + width;
    cost.flops += 2 * static_cast<double>(layer) * (3 + kNewtonSteps * (2 + d));
    cost.numbers += 2 * 3 * d * static_cast<double>(width);
    inputs = width;
  }
  cost.parameters += inputs + dim + 1;
  return cost;
}

std::optional<NetworkCost> CostOf(const Model& model, int64_t dim) {
  if (model.has_mlp()) return CostOf(model.mlp(), dim);
  if (model.has_icnn()) return CostOf(model.icnn(), dim);
  return std::nullopt;
}

// Numbers that the optimizer and the average keep for a weight, beside it and
// its gradient.
int Moments(const Training& train) {
  const Optimizer& optimizer = train.optimizer();
  int moments = 2;
  if (optimizer.has_sgd()) moments = optimizer.sgd().momentum() > 0 ? 1 : 0;
  return moments + (train.has_ema() ? 1 : 0);
}

double CouplingBytes(const MinibatchOtCoupling& ot, const Training& train) {
  const auto coupled =
      static_cast<double>(ot.has_batch() ? ot.batch() : train.batch());
  // the costs, and the kernel of an entropic plan
  const int matrices = ot.has_sinkhorn() || ot.has_unbalanced() ? 2 : 1;
  return kFloat * matrices * coupled * coupled;
}

double CouplingBytes(const Experiment& experiment) {
  const Coupling& coupling = experiment.coupling();
  const auto batch = static_cast<double>(experiment.train().batch());
  const FlowMatching& flow = experiment.method().flow_matching();
  if (flow.has_acceleration()) {
    return CouplingBytes(flow.acceleration().coupling(),
                         flow.acceleration().train());
  }
  if (coupling.has_minibatch_ot()) {
    return CouplingBytes(coupling.minibatch_ot(), experiment.train());
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
  const std::optional<NetworkCost> network = CostOf(experiment.model(), dim);
  if (!network) return std::nullopt;
  const auto batch = static_cast<double>(experiment.train().batch() *
                                         experiment.train().times_per_pair());
  Estimate estimate;
  estimate.parameters = network->parameters;
  estimate.step_flops = network->flops * batch;
  estimate.training_bytes =
      kFloat * estimate.parameters * (2 + Moments(experiment.train())) +
      kFloat * batch * (network->numbers + 4.0 * dim) +
      CouplingBytes(experiment);
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
