#include "federated/clients/target_division.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/tensor.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/first_above.h"
#include "core/base/status_macros.h"
#include "core/distribution/class_law.h"
#include "core/distribution/gaussian_mixture.h"
#include "federated/partition/client_rows.h"
#include "federated/partition/partition.h"

namespace flow::federated {
namespace {

using LawPointer = std::shared_ptr<const core::Distribution>;

std::vector<double> ClassProbabilities(const core::Distribution& law) {
  if (const auto* mixture = dynamic_cast<const core::GaussianMixture*>(&law)) {
    std::vector<double> weights;
    for (const auto& component : mixture->components()) {
      weights.push_back(component.weight);
    }
    return weights;
  }
  return std::vector<double>(law.num_classes(), 1.0 / law.num_classes());
}

absl::StatusOr<Partition> RowsOf(const PartitionOptions& options,
                                 int64_t clients, const core::RowSet& set,
                                 Seed seed, absl::Span<const int64_t> column) {
  const int64_t rows = *set.size();
  if (std::holds_alternative<ByColumn>(options) && !column.empty()) {
    FLOW_CHECK(std::ssize(column) == rows) << "got " << column.size();
    return MakePartition(options, clients, column, seed);
  }
  if (!set.label_m().defined()) {
    return MakePartition(options, clients, rows, seed);
  }
  const at::Tensor label_m = set.label_m().contiguous();
  return MakePartition(
      options, clients,
      {label_m.const_data_ptr<int64_t>(), static_cast<size_t>(rows)}, seed);
}

}  // namespace

absl::StatusOr<TargetDivision> TargetDivision::Create(
    const PartitionOptions& options, int64_t clients, LawPointer target,
    Seed seed, absl::Span<const int64_t> column) {
  TargetDivision division;
  if (!target->size()) {
    FLOW_RETURN_IF_ERROR(division.DivideLaw(options, clients, target));
    return division;
  }
  const auto* rows = dynamic_cast<const core::RowSet*>(target.get());
  FLOW_CHECK(rows != nullptr) << "a target of so many points is a RowSet";
  FLOW_RETURN_IF_ERROR(
      division.DivideRows(options, clients, *rows, seed, column));
  return division;
}

absl::Status TargetDivision::DivideRows(const PartitionOptions& options,
                                        int64_t clients,
                                        const core::RowSet& set, Seed seed,
                                        absl::Span<const int64_t> column) {
  FLOW_ASSIGN_OR_RETURN(const Partition partition,
                        RowsOf(options, clients, set, seed, column));
  const int64_t classes = set.num_classes();
  const double rows = *set.size();
  std::vector<std::vector<double>> mass_ic;
  for (int64_t i = 0; i < clients; ++i) {
    if (partition[i].empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("client ", i,
                       " has no points; partition.dirichlet.min_size: 1 "
                       "draws again until everybody has some"));
    }
    const auto own = set.Select(at::tensor(partition[i], at::kLong));
    std::vector<double>& mass_c =
        mass_ic.emplace_back(std::max<int64_t>(1, classes));
    if (classes > 0) {
      const int64_t* label = own->label_m().const_data_ptr<int64_t>();
      for (size_t k = 0; k < partition[i].size(); ++k) ++mass_c[label[k]];
    } else {
      mass_c[0] = partition[i].size();
    }
    shares_.push_back(partition[i].size() / rows);
    laws_.push_back(own);
  }
  Accumulate(mass_ic);
  if (classes > 0) by_class_ = std::move(mass_ic);
  FLOW_ASSIGN_OR_RETURN(const std::vector<int64_t> client_of_row,
                        ClientOfRow(partition));
  by_client_ = set.Relabelled(at::tensor(client_of_row, at::kLong), clients);
  return absl::OkStatus();
}

absl::Status TargetDivision::DivideLaw(const PartitionOptions& options,
                                       int64_t clients, const LawPointer& law) {
  if (std::holds_alternative<Iid>(options)) {
    laws_.assign(clients, law);
    shares_.assign(clients, 1.0 / clients);
    Accumulate(std::vector<std::vector<double>>(clients, {1.0}));
    return absl::OkStatus();
  }
  if (!std::holds_alternative<ByLabel>(options) &&
      !std::holds_alternative<ByComponent>(options)) {
    return absl::InvalidArgumentError(
        "a law has no points that could be divided so");
  }
  const int64_t classes = law->num_classes();
  if (classes < clients) {
    return absl::InvalidArgumentError(
        absl::StrCat(classes, " classes for ", clients, " clients"));
  }
  const std::vector<double> probability = ClassProbabilities(*law);
  std::vector<std::vector<double>> mass_ic(clients,
                                           std::vector<double>(classes));
  for (int64_t i = 0; i < clients; ++i) {
    std::vector<int64_t> own;
    double share = 0;
    for (int64_t c = i; c < classes; c += clients) {
      own.push_back(c);
      share += probability[c];
      mass_ic[i][c] = probability[c];
    }
    laws_.push_back(std::make_shared<core::ClassLaw>(law, own));
    shares_.push_back(share);
  }
  Accumulate(mass_ic);
  by_class_ = std::move(mass_ic);
  return absl::OkStatus();
}

void TargetDivision::Accumulate(
    const std::vector<std::vector<double>>& mass_ic) {
  cumulative_ci_.assign(mass_ic[0].size(), {});
  for (size_t c = 0; c < cumulative_ci_.size(); ++c) {
    double sum = 0;
    for (const std::vector<double>& mass_c : mass_ic) {
      cumulative_ci_[c].push_back(sum += mass_c[c]);
    }
    if (sum > 0) continue;
    for (size_t i = 0; i < mass_ic.size(); ++i) {
      cumulative_ci_[c][i] = sum += shares_[i];
    }
  }
}

at::Tensor TargetDivision::DrawClients(const core::Points& points,
                                       Seed seed) const {
  const int64_t n = points.x_nd.size(0);
  const at::Tensor label_n =
      points.label_n.defined() ? points.label_n.contiguous() : at::Tensor();
  const int64_t classes = std::ssize(cumulative_ci_);
  const at::Tensor client_n = at::empty({n}, at::kLong);
  for (int64_t i = 0; i < n; ++i) {
    const int64_t c = classes > 1 && label_n.defined()
                          ? label_n.const_data_ptr<int64_t>()[i]
                          : 0;
    FLOW_CHECK(c < classes) << "a class that the target does not have";
    const std::vector<double>& cumulative = cumulative_ci_[c];
    client_n.data_ptr<int64_t>()[i] = FirstAbove(
        cumulative, RowRandom(seed, i).Uniform() * cumulative.back());
  }
  return client_n;
}

}  // namespace flow::federated
