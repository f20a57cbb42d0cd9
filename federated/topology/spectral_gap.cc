#include "federated/topology/spectral_gap.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ATen/core/Tensor.h"
#include "ATen/ops/linalg_eigvalsh.h"
#include "ATen/ops/zeros.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/random.h"

namespace flow::federated {
namespace {

constexpr double kTolerance = 1e-9;
// Squares of eigenvalues below this are those of zero and rounding.
constexpr double kNoSquare = 1e-24;
// Steps between two looks at the residual.
constexpr int64_t kStride = 16;

double Dot(const std::vector<double>& x, const std::vector<double>& y) {
  double sum = 0;
  for (size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

// Takes off the part along l_1's vector of ones: roundings would bring it back.
void Centre(std::vector<double>& x) {
  double sum = 0;
  for (const double value : x) sum += value;
  for (double& value : x) value -= sum / x.size();
}

void Scale(std::vector<double>& x, double factor) {
  for (double& value : x) value *= factor;
}

// Normal numbers: in all but a null set they have a part along every vector.
std::vector<double> Start(int64_t n) {
  std::vector<double> x(n);
  for (int64_t i = 0; i < n; ++i) x[i] = RowRandom(/*seed=*/1, i).Normal();
  Centre(x);
  Scale(x, 1 / std::sqrt(Dot(x, x)));
  return x;
}

double DistanceFromEigenvector(const std::vector<double>& w2x, double square,
                               const std::vector<double>& x) {
  double sum = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const double d = w2x[i] - square * x[i];
    sum += d * d;
  }
  return std::sqrt(sum);
}

double GapOf(double greatest) { return 1 - std::min(greatest, 1.0); }

}  // namespace

double DenseSpectralGap(const MixingWeights& weights) {
  const int64_t n = weights.size();
  FLOW_CHECK(n >= 1) << "there must be a client";
  if (n == 1) return 1;
  const at::Tensor dense = at::zeros({n, n}, at::kDouble);
  double* const w = dense.data_ptr<double>();
  for (int64_t i = 0; i < n; ++i) {
    for (const auto [j, weight] : weights[i]) w[i * n + j] = weight;
  }
  const at::Tensor eigenvalues = at::linalg_eigvalsh(dense).contiguous();
  const double* const ascending = eigenvalues.const_data_ptr<double>();
  return GapOf(std::max(std::abs(ascending[0]), std::abs(ascending[n - 2])));
}

absl::StatusOr<double> IteratedSpectralGap(const MixingWeights& weights,
                                           int64_t most_steps) {
  FLOW_CHECK(!weights.empty()) << "there must be a client";
  if (weights.size() == 1) return 1;
  std::vector<double> x = Start(weights.size());
  double square = 0;
  for (int64_t step = 1; step <= most_steps; ++step) {
    const std::vector<double> wx = Mixed(weights, x);
    std::vector<double> w2x = Mixed(weights, wx);
    Centre(w2x);
    square = Dot(wx, wx);
    if (square < kNoSquare) return GapOf(0);
    if (step % kStride == 0 &&
        DistanceFromEigenvector(w2x, square, x) <= kTolerance * square) {
      return GapOf(std::sqrt(square));
    }
    Scale(w2x, 1 / std::sqrt(Dot(w2x, w2x)));
    x = std::move(w2x);
  }
  return absl::ResourceExhaustedError(absl::StrCat(
      "the spectral gap of ", weights.size(), " clients was not found in ",
      most_steps, " steps; it is at most ", GapOf(std::sqrt(square))));
}

absl::StatusOr<double> SpectralGap(const MixingWeights& weights) {
  if (weights.size() <= kMostClientsDense) return DenseSpectralGap(weights);
  return IteratedSpectralGap(weights);
}

}  // namespace flow::federated
