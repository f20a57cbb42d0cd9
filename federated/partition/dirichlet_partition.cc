#include "federated/partition/dirichlet_partition.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/distribution/gamma_variate.h"
#include "federated/partition/class_rows.h"

namespace flow::federated {
namespace {

absl::Status CheckDirichlet(const Dirichlet& options, int64_t clients,
                            int64_t rows) {
  if (!(options.alpha > 0 && std::isfinite(options.alpha))) {
    return absl::InvalidArgumentError(
        absl::StrCat("'alpha' must be > 0 and finite; got ", options.alpha));
  }
  if (options.min_size < 0 || options.min_size > rows / clients) {
    return absl::InvalidArgumentError(
        absl::StrCat("'min_size' must be from 0 to the ", rows / clients,
                     " rows that ", rows, " rows have for each of ", clients,
                     " clients; got ", options.min_size));
  }
  return absl::OkStatus();
}

void DivideClass(const ClassRows& one, absl::Span<const double> shares,
                 Seed seed, absl::Span<int64_t> client_of_row) {
  const std::vector<int64_t> rows =
      ShuffledRows(one, DeriveSeed(seed, "order"));
  const int64_t n = rows.size(), clients = shares.size();
  double sum = 0;
  int64_t begin = 0;
  for (int64_t i = 0; i < clients; ++i) {
    sum += shares[i];
    // the last sum is one, but for rounding
    const int64_t end =
        i + 1 == clients ? n : std::min<int64_t>(n, std::floor(sum * n));
    for (; begin < end; ++begin) client_of_row[rows[begin]] = i;
  }
}

Partition DrawOnce(double alpha, int64_t clients,
                   absl::Span<const ClassRows> classes, int64_t rows,
                   Seed seed) {
  std::vector<int64_t> client_of_row(rows);
  for (const ClassRows& one : classes) {
    DivideClass(one, DirichletShares(alpha, clients, one.label, seed), seed,
                absl::MakeSpan(client_of_row));
  }
  return RowsByClient(client_of_row, clients);
}

int64_t SmallestClient(const Partition& partition) {
  return std::min_element(
             partition.begin(), partition.end(),
             [](const auto& a, const auto& b) { return a.size() < b.size(); }) -
         partition.begin();
}

absl::Status TooSmall(const Dirichlet& options, int64_t client, int64_t size) {
  return absl::FailedPreconditionError(absl::StrCat(
      "client ", client, " has ", size, " rows, fewer than 'min_size', ",
      options.min_size, ", after ", 1 + kDirichletRedraws,
      " draws with 'alpha' = ", options.alpha,
      "; a larger alpha, a smaller min_size or fewer clients may help"));
}

}  // namespace

std::vector<double> DirichletShares(double alpha, int64_t clients,
                                    int64_t label, Seed seed) {
  FLOW_CHECK(alpha > 0 && std::isfinite(alpha)) << "got alpha " << alpha;
  FLOW_CHECK(clients >= 1) << "got " << clients << " clients";
  // below, logarithms of gamma variates overflow
  constexpr double kLeastAlpha = 1e-300;
  RowRandom random(DeriveSeed(seed, "shares"), label);
  std::vector<double> shares(clients);
  for (double& share : shares) {
    share = core::DrawLogGamma(std::max(alpha, kLeastAlpha), random);
  }
  const double greatest = *std::max_element(shares.begin(), shares.end());
  double sum = 0;
  for (double& share : shares) sum += share = std::exp(share - greatest);
  for (double& share : shares) share /= sum;
  return shares;
}

absl::StatusOr<Partition> PartitionByDirichlet(const Dirichlet& options,
                                               int64_t clients,
                                               absl::Span<const int64_t> labels,
                                               Seed seed) {
  FLOW_RETURN_IF_ERROR(CheckClients(clients, labels.size()));
  FLOW_RETURN_IF_ERROR(CheckDirichlet(options, clients, labels.size()));
  FLOW_ASSIGN_OR_RETURN(const std::vector<ClassRows> classes,
                        RowsByClass(labels));
  for (int draw = 0;; ++draw) {
    Partition partition =
        DrawOnce(options.alpha, clients, classes, labels.size(),
                 DeriveSeed(seed, "draw", draw));
    const int64_t smallest = SmallestClient(partition);
    const int64_t size = partition[smallest].size();
    if (size >= options.min_size) return partition;
    if (draw == kDirichletRedraws) return TooSmall(options, smallest, size);
  }
}

}  // namespace flow::federated
