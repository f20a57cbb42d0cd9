#include "federated/dual/moons_testing.h"

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "absl/types/span.h"
#include "core/base/status_macros.h"
#include "core/base/thread_pool.h"
#include "core/coupling/coupling.h"
#include "core/distribution/finite_set.h"
#include "core/distribution/gaussian_mixture.h"
#include "core/nn/make_potential.h"
#include "core/ot/assignment.h"
#include "core/train/trainer.h"
#include "datasets/eight_gaussians.h"
#include "datasets/notebook_moons.h"
#include "federated/aggregation/weighted_mean.h"
#include "federated/dual/c_transform.h"
#include "federated/dual/dual_gradient_source.h"
#include "federated/dual/semidual_coupling.h"

namespace flow::federated {
namespace {

constexpr Seed kDataSeed = 11;
constexpr int64_t kPoints = 1000;

// The covariance of a component is sqrt(0.1) I.
std::shared_ptr<const core::Distribution> Source() {
  return core::GaussianMixture::Create(
             datasets::EightGaussians(
                 {.radius = 5, .std = std::pow(0.1, 0.25)}))
      .value();
}

// The points of one moon.
std::shared_ptr<const core::FiniteSet> Client(int64_t moon) {
  const core::Points points =
      datasets::NotebookMoons({}).Draw(20000, kDataSeed);
  const at::Tensor row_n = points.label_n.eq(moon).nonzero().squeeze(1);
  return std::make_shared<core::FiniteSet>(
      core::Points{points.x_nd.index_select(0, row_n), {}});
}

using Clients = std::vector<std::unique_ptr<DualGradientSource>>;

// The mean of the clients' gradients, each of the same weight.
class MeanOfClients : public core::GradientSource {
 public:
  explicit MeanOfClients(Clients clients) : clients_(std::move(clients)) {}

  absl::StatusOr<core::Gradient> Get(
      int64_t step, const core::FlatParameters& parameters) override {
    std::vector<ClientValue> sent;
    for (size_t i = 0; i < clients_.size(); ++i) {
      FLOW_ASSIGN_OR_RETURN(const core::Gradient gradient,
                            clients_[i]->Get(step, parameters));
      sent.push_back(
          {.client = static_cast<int64_t>(i), .value = gradient.flat});
    }
    return core::Gradient{WeightedMean(sent), -Mean(&DualEstimate::dual_value)};
  }

  // Of what the clients estimated last.
  double Mean(double DualEstimate::*what) const {
    double sum = 0;
    for (const auto& client : clients_) sum += client->last().*what;
    return sum / static_cast<double>(clients_.size());
  }

 private:
  Clients clients_;
};

absl::Span<const float> Values(const at::Tensor& x_nd) {
  return {x_nd.const_data_ptr<float>(), static_cast<size_t>(x_nd.numel())};
}

absl::StatusOr<double> TransportCost(const at::Tensor& x_nd,
                                     const at::Tensor& y_nd) {
  FLOW_ASSIGN_OR_RETURN(const core::Assignment plan,
                        core::SolvePointAssignment(
                            Values(x_nd), Values(y_nd), x_nd.size(0),
                            x_nd.size(1), core::GroundCost::kSquaredEuclidean));
  return plan.cost / static_cast<double>(x_nd.size(0));
}

// Half of the points from each client.
at::Tensor Targets(Seed seed) {
  return at::concat({Client(0)->Draw(kPoints / 2, DeriveSeed(seed, 0)).x_nd,
                     Client(1)->Draw(kPoints / 2, DeriveSeed(seed, 1)).x_nd});
}

}  // namespace

SemidualOptions MoonsOptions() {
  return {.potential = core::MlpPotentialOptions{.dim = 2, .hidden = {64, 64}},
          .candidates = 128,
          .inner = {.steps = 5, .step_size = 0.2}};
}

absl::StatusOr<MoonsPotential> TrainOnMoons(const MoonsTraining& training) {
  at::set_num_threads(1);
  const auto potential = core::MakePotential(training.semidual.potential);
  const auto gradient =
      std::make_shared<DualGradient>(potential, training.semidual);
  std::optional<DivergenceGuard> guard;
  if (training.guard) guard.emplace(*training.guard, training.semidual);
  Clients clients;
  for (int64_t i = 0; i < 2; ++i) {
    clients.push_back(std::make_unique<DualGradientSource>(
        DualLaws{Source(), Client(i), training.batch}, gradient,
        DeriveSeed(training.seed, "client", i), guard));
  }
  core::TrainOptions options;
  options.steps = training.steps;
  options.optimizer = core::AdamOptions{training.learning_rate};
  options.schedule = core::WarmupCosineOptions{};
  const auto mean = std::make_shared<MeanOfClients>(std::move(clients));
  ThreadPool pool(1);
  core::Trainer trainer(
      options, potential->Initialize(DeriveSeed(training.seed, "weights")),
      mean, &pool);
  FLOW_RETURN_IF_ERROR(trainer.Run({}));
  return MoonsPotential{trainer.result(), mean->Mean(&DualEstimate::dual_value),
                        mean->Mean(&DualEstimate::inner_excess)};
}

absl::StatusOr<MoonsQuality> MeasureOnMoons(const core::Parameters& parameters,
                                            Seed seed) {
  SemidualOptions options = MoonsOptions();
  options.pool = Pool::kFresh;
  const auto potential = core::MakePotential(options.potential);
  const SemidualCoupling coupling(potential, parameters, options);
  const core::Points target{Targets(DeriveSeed(seed, "target")), {}};
  const core::Points source =
      Source()->Draw(coupling.source_rows(kPoints), DeriveSeed(seed, "source"));
  FLOW_ASSIGN_OR_RETURN(const core::Pairs pairs,
                        coupling.Couple(source, target, seed));
  MoonsQuality quality;
  quality.cost = pairs.report.cost;
  FLOW_ASSIGN_OR_RETURN(
      quality.marginal,
      TransportCost(source.x_nd.index_select(0, pairs.source_b),
                    Source()->Draw(kPoints, DeriveSeed(seed, "fresh")).x_nd));
  const at::Tensor many = Source()->Draw(4000, DeriveSeed(seed, "dual")).x_nd;
  quality.dual_value =
      potential->Values(parameters, many).mean().item<double>() +
      CandidateScores(*potential, parameters, target.x_nd, many)
          .amin(1)
          .mean()
          .item<double>();
  return quality;
}

absl::StatusOr<MoonsScale> ScaleOfMoons(Seed seed) {
  const at::Tensor x1 = Targets(DeriveSeed(seed, "target"));
  const at::Tensor x0 =
      Source()->Draw(kPoints, DeriveSeed(seed, "source")).x_nd;
  MoonsScale scale;
  scale.independent_cost = core::MeanSquaredDistance(x0, x1);
  FLOW_ASSIGN_OR_RETURN(scale.optimal_cost, TransportCost(x0, x1));
  FLOW_ASSIGN_OR_RETURN(
      scale.marginal_floor,
      TransportCost(x0,
                    Source()->Draw(kPoints, DeriveSeed(seed, "fresh")).x_nd));
  return scale;
}

}  // namespace flow::federated
