#include "core/ode/chain.h"

#include <string>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/zeros.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"

namespace flow::core {
namespace {

// The asked times that are those of part `k` of `parts`, in its own time. A
// time between two parts is the earlier one's.
std::vector<double> OwnTimes(const std::vector<double>& save_at, size_t k,
                             size_t parts) {
  std::vector<double> own;
  for (const double t : save_at) {
    const double u = t * static_cast<double>(parts) - static_cast<double>(k);
    if ((u > 0 || k == 0) && u <= 1) own.push_back(u);
  }
  return own;
}

std::string InPart(size_t k, size_t parts) {
  return absl::StrCat("in part ", k + 1, " of ", parts);
}

void AddCosts(const Transported& part, size_t k, size_t parts,
              Transported& all) {
  all.part_evaluations.resize(parts);
  all.part_evaluations[k] = part.evaluations_n.mean(at::kDouble).item<double>();
  const at::Tensor energy_n = static_cast<double>(parts) * part.path_energy_n;
  all.path_energy_n =
      all.path_energy_n.defined() ? all.path_energy_n + energy_n : energy_n;
  all.evaluations_n = all.evaluations_n.defined()
                          ? all.evaluations_n + part.evaluations_n
                          : part.evaluations_n;
}

}  // namespace

ChainTransport::ChainTransport(std::vector<std::unique_ptr<Transport>> parts)
    : parts_(std::move(parts)) {
  FLOW_CHECK(!parts_.empty()) << "a chain of something";
}

absl::StatusOr<Transported> ChainTransport::Push(const at::Tensor& x_nd,
                                                 const Journey& journey) const {
  const size_t parts = parts_.size();
  const bool forward = journey.direction == Direction::kForward;
  Transported all;
  all.x_nd = x_nd;
  std::vector<at::Tensor> saved;
  for (size_t i = 0; i < parts; ++i) {
    const size_t k = forward ? i : parts - 1 - i;
    const Journey own = {journey.direction, OwnTimes(journey.save_at, k, parts),
                         DeriveSeed(journey.seed, "part", k), journey.label_n,
                         journey.first_row};
    const absl::StatusOr<Transported> part = parts_[k]->Push(all.x_nd, own);
    FLOW_RETURN_IF_ERROR(part.status()) << InPart(k, parts);
    all.x_nd = part->x_nd;
    AddCosts(*part, k, parts, all);
    if (part->trajectory_snd.defined()) saved.push_back(part->trajectory_snd);
  }
  if (!saved.empty()) all.trajectory_snd = at::concat(saved);
  return all;
}

absl::StatusOr<std::unique_ptr<Transport>> MakeChainTransport(
    const FieldChain& chain, const OdeOptions& solver, ThreadPool* pool) {
  std::vector<std::unique_ptr<Transport>> parts;
  for (const FieldsByClass& fields : chain) {
    FLOW_ASSIGN_OR_RETURN(auto part, MakeOdeTransport(fields, solver, pool));
    parts.push_back(std::move(part));
  }
  if (parts.size() == 1) return std::move(parts[0]);
  return std::make_unique<ChainTransport>(std::move(parts));
}

absl::StatusOr<LogLikelihoods> LogLikelihoodOfChain(
    const FieldChain& chain, const Distribution& source,
    const OdeOptions& solver, const DivergenceOptions& divergence,
    const Points& points, Seed seed, ThreadPool* pool) {
  return LogLikelihoodWithHandover(chain, source, solver,
                                   /*handover=*/std::nullopt, divergence,
                                   points, seed, pool);
}

absl::StatusOr<LogLikelihoods> LogLikelihoodWithHandover(
    const FieldChain& chain, const Distribution& source,
    const OdeOptions& solver, const std::optional<OdeOptions>& handover,
    const DivergenceOptions& divergence, const Points& points, Seed seed,
    ThreadPool* pool) {
  FLOW_CHECK(!chain.empty()) << "a chain of something";
  if (chain.size() == 1) {
    return LogLikelihoodByClass(chain[0], source, solver, divergence, points,
                                seed, pool);
  }
  at::Tensor x_nd = points.x_nd;
  at::Tensor gained_n = at::zeros({x_nd.size(0)}, at::kDouble);
  at::Tensor evaluations_n = at::zeros({x_nd.size(0)}, at::kLong);
  for (size_t k = chain.size() - 1; k > 0; --k) {
    FLOW_CHECK(chain[k].size() == 1) << "classes in a chain";
    const absl::StatusOr<VolumeChange> back = PushWithDivergence(
        *chain[k][0], solver, divergence, x_nd, Direction::kBackward,
        DeriveSeed(seed, "part", k), pool);
    FLOW_RETURN_IF_ERROR(back.status()) << InPart(k, chain.size());
    gained_n = gained_n + back->divergence_n;
    evaluations_n = evaluations_n + back->evaluations_n;
    if (!handover) {
      x_nd = back->x_nd;
      continue;
    }
    FLOW_ASSIGN_OR_RETURN(const auto transport,
                          MakeOdeTransport(chain[k], *handover, pool));
    const absl::StatusOr<Transported> moved =
        transport->Push(x_nd, {Direction::kBackward, {}});
    FLOW_RETURN_IF_ERROR(moved.status()) << InPart(k, chain.size());
    x_nd = moved->x_nd;
    evaluations_n = evaluations_n + moved->evaluations_n;
  }
  FLOW_ASSIGN_OR_RETURN(
      LogLikelihoods all,
      LogLikelihoodByClass(chain[0], source, solver, divergence, {x_nd},
                           DeriveSeed(seed, "part", 0), pool));
  all.log_density_n = all.log_density_n - gained_n;
  all.evaluations_n = all.evaluations_n + evaluations_n;
  return all;
}

}  // namespace flow::core
