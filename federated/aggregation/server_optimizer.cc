#include "federated/aggregation/server_optimizer.h"

#include <variant>

#include "ATen/ops/full_like.h"
#include "ATen/ops/sub.h"
#include "ATen/ops/zeros_like.h"
#include "core/base/check.h"
#include "core/train/update_rule.h"
#include "federated/aggregation/alike.h"

namespace flow::federated {
namespace {

using ::flow::core::NamedTensor;

at::Tensor PseudoGradient(const ServerRound& round) {
  return at::sub(round.weights, round.joined);
}

// FedAvg and the robust means: the next weights are the joined ones.
class Replacing : public Server {
 protected:
  at::Tensor Next(const ServerRound& round) override {
    return round.joined.clone();
  }
};

class Momentum : public Server {
 public:
  Momentum(const FedAvgMOptions& options, const at::Tensor& like)
      : options_(options), momentum_(at::zeros_like(like)) {}

 protected:
  at::Tensor Next(const ServerRound& round) override {
    momentum_.mul_(options_.momentum).add_(PseudoGradient(round));
    return at::sub(round.weights, momentum_, options_.learning_rate);
  }
  std::vector<NamedTensor> Live() const override {
    return {{"momentum", momentum_}};
  }

 private:
  FedAvgMOptions options_;
  at::Tensor momentum_;
};

// [Reddi21, Algorithm 2]
class Adaptive : public Server {
 public:
  Adaptive(const FedAdaptiveOptions& options, const at::Tensor& like)
      : options_(options),
        first_(at::zeros_like(like)),
        second_(at::full_like(like, options.tau * options.tau)) {}

 protected:
  at::Tensor Next(const ServerRound& round) override {
    const at::Tensor d = PseudoGradient(round);
    first_.mul_(options_.beta1).add_(d, 1 - options_.beta1);
    BlendSecond(d.square());
    const at::Tensor step = first_.div(second_.sqrt().add_(options_.tau));
    return at::sub(round.weights, step, options_.learning_rate);
  }
  std::vector<NamedTensor> Live() const override {
    return {{"first_moment", first_}, {"second_moment", second_}};
  }

 private:
  void BlendSecond(const at::Tensor& d2) {
    const double blend = 1 - options_.beta2;
    switch (options_.method) {
      case AdaptiveMethod::kAdam:
        second_.mul_(options_.beta2).add_(d2, blend);
        return;
      case AdaptiveMethod::kYogi:
        second_.sub_(at::sub(second_, d2).sign_().mul_(d2), blend);
        return;
      case AdaptiveMethod::kAdagrad:
        second_.add_(d2);
        return;
    }
  }

  FedAdaptiveOptions options_;
  at::Tensor first_, second_;
};

class Scaffold : public Server {
 public:
  Scaffold(const ScaffoldOptions& options, const at::Tensor& like)
      : options_(options), control_(at::zeros_like(like)) {}

  at::Tensor control() const override { return control_; }

 protected:
  at::Tensor Next(const ServerRound& round) override {
    CheckAlike(round.weights, round.control_change,
               "the change of the control variates");
    FLOW_CHECK(round.share > 0 && round.share <= 1)
        << "the share that took part must be in (0, 1]; got " << round.share;
    control_.add_(round.control_change, round.share);
    return at::sub(round.weights, PseudoGradient(round),
                   options_.learning_rate);
  }
  std::vector<NamedTensor> Live() const override {
    return {{"control", control_}};
  }

 private:
  ScaffoldOptions options_;
  at::Tensor control_;
};

struct Maker {
  const at::Tensor& like;

  std::unique_ptr<Server> operator()(const FedSgdOptions&) const {
    FLOW_CHECK(false) << "an averaged gradient goes into the optimiser of "
                         "`train`, not to a server's step";
    return nullptr;
  }
  std::unique_ptr<Server> operator()(const FedAvgMOptions& options) const {
    return std::make_unique<Momentum>(options, like);
  }
  std::unique_ptr<Server> operator()(const FedAdaptiveOptions& options) const {
    return std::make_unique<Adaptive>(options, like);
  }
  std::unique_ptr<Server> operator()(const ScaffoldOptions& options) const {
    return std::make_unique<Scaffold>(options, like);
  }
  std::unique_ptr<Server> operator()(const FedAvgOptions&) const {
    return std::make_unique<Replacing>();
  }
  std::unique_ptr<Server> operator()(const MedianOptions&) const {
    return std::make_unique<Replacing>();
  }
  std::unique_ptr<Server> operator()(const TrimmedMeanOptions&) const {
    return std::make_unique<Replacing>();
  }
  std::unique_ptr<Server> operator()(const KrumOptions&) const {
    return std::make_unique<Replacing>();
  }
  std::unique_ptr<Server> operator()(const MultiKrumOptions&) const {
    return std::make_unique<Replacing>();
  }
};

}  // namespace

at::Tensor Server::Step(const ServerRound& round) {
  CheckAlike(round.weights, round.joined, "what the clients' weights make");
  for (const NamedTensor& live : Live()) {
    CheckAlike(round.weights, live.value, live.name);
  }
  return Next(round);
}

std::vector<NamedTensor> Server::State() const {
  return core::CloneParameters(Live());
}

absl::Status Server::Restore(const std::vector<NamedTensor>& state) {
  return core::RestoreTensors(state, Live());
}

std::unique_ptr<Server> MakeServer(const AggregationRule& rule,
                                   const at::Tensor& like) {
  FLOW_CHECK(like.dim() == 1 && like.is_floating_point())
      << "weights must be one row of floating numbers";
  return std::visit(Maker{like}, rule);
}

}  // namespace flow::federated
