#include "core/ot/semidiscrete.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/base/check.h"
#include "core/ot/kernel_rows.h"

namespace flow::core {
namespace {

// a constant of the arithmetic, not of the machine
constexpr int64_t kShardRows = 128;
constexpr double kStepRatio = 3000;
constexpr double kAveragedShare = 0.2;

struct Shares {
  std::vector<double> share_m;  // of the points that were drawn
  double value = 0;             // mean (soft) minimum
};

Shares MeanShares(const SemidiscreteCells& cells, const std::vector<float>& x,
                  int64_t dim, ThreadPool* pool) {
  const int64_t points = static_cast<int64_t>(x.size()) / dim;
  std::vector<Shares> shards((points + kShardRows - 1) / kShardRows);
  pool->ParallelFor(shards.size(), [&](int64_t s) {
    std::vector<float> scratch;
    shards[s].share_m.assign(cells.weights().size(), 0);
    const int64_t end = std::min(points, (s + 1) * kShardRows);
    for (int64_t i = s * kShardRows; i < end; ++i) {
      shards[s].value +=
          cells.AddShares(&x[i * dim], shards[s].share_m.data(), &scratch);
    }
  });
  Shares mean = std::move(shards[0]);
  for (size_t s = 1; s < shards.size(); ++s) {
    mean.value += shards[s].value;
    for (size_t j = 0; j < mean.share_m.size(); ++j) {
      mean.share_m[j] += shards[s].share_m[j];
    }
  }
  mean.value /= points;
  for (double& share : mean.share_m) share /= points;
  return mean;
}

double CostDeviation(const SquaredCosts& targets, const std::vector<float>& x) {
  const int64_t points = static_cast<int64_t>(x.size()) / targets.dim();
  std::vector<float> cost(targets.size());
  double sum = 0, squares = 0;
  for (int64_t i = 0; i < points; ++i) {
    targets.Row(&x[i * targets.dim()], cost.data());
    for (const double c : cost) {
      sum += c;
      squares += c * c;
    }
  }
  const double count = static_cast<double>(points) * targets.size();
  const double mean = sum / count;
  return std::sqrt(std::max(0.0, squares / count - mean * mean));
}

}  // namespace

SemidiscreteCells::SemidiscreteCells(const SquaredCosts* targets,
                                     std::vector<double> weights,
                                     double temperature)
    : targets_(targets),
      weights_(std::move(weights)),
      temperature_(temperature) {
  FLOW_CHECK(static_cast<int64_t>(weights_.size()) == targets->size())
      << weights_.size() << " weights for " << targets->size() << " points";
}

double SemidiscreteCells::Weigh(const float* x,
                                std::vector<float>* scratch) const {
  const int64_t m = targets_->size();
  scratch->resize(m);
  targets_->Row(x, scratch->data());
  const double least = MinimumOfDifference(scratch->data(), weights_.data(), m);
  if (temperature_ > 0) {
    ExpRow(scratch->data(), least, weights_.data(), 1 / temperature_, m,
           scratch->data());
  }
  return least;
}

int32_t SemidiscreteCells::CellOf(const float* x, double uniform,
                                  std::vector<float>* scratch) const {
  const double least = Weigh(x, scratch);
  const std::vector<float>& value = *scratch;
  int32_t j = 0;
  if (temperature_ == 0) {
    while (static_cast<double>(value[j]) - weights_[j] != least) ++j;
    return j;
  }
  double left = uniform * std::accumulate(value.begin(), value.end(), 0.0);
  int32_t last = 0;
  for (; j < targets_->size(); ++j) {
    if (value[j] == 0) continue;
    last = j;
    left -= value[j];
    if (left < 0) break;
  }
  return last;
}

double SemidiscreteCells::AddShares(const float* x, double* share_m,
                                    std::vector<float>* scratch) const {
  if (temperature_ == 0) {
    const int32_t j = CellOf(x, 0, scratch);
    share_m[j] += 1;
    return static_cast<double>((*scratch)[j]) - weights_[j];
  }
  const double least = Weigh(x, scratch);
  const double sum = std::accumulate(scratch->begin(), scratch->end(), 0.0);
  for (int64_t j = 0; j < targets_->size(); ++j) {
    share_m[j] += (*scratch)[j] / sum;
  }
  return least - temperature_ * std::log(sum / targets_->size());
}

std::vector<double> FitSemidiscrete(const SquaredCosts& targets,
                                    const SemidiscreteOptions& options,
                                    SourceDraws draw, ThreadPool* pool) {
  const int64_t m = targets.size();
  const double first_step = CostDeviation(targets, draw(0)) / 2;
  const auto averaged_from =
      static_cast<int64_t>((1 - kAveragedShare) * (options.steps - 1));
  std::vector<double> weights(m), average(m);
  for (int64_t k = 0; k < options.steps; ++k) {
    const SemidiscreteCells cells(&targets, weights, options.regularization);
    const Shares shares = MeanShares(cells, draw(k), targets.dim(), pool);
    const double step =
        first_step *
        std::pow(kStepRatio, -static_cast<double>(k) / options.steps);
    for (int64_t j = 0; j < m; ++j) {
      weights[j] += step * (1 - m * shares.share_m[j]);
      if (k >= averaged_from) average[j] += weights[j];
    }
  }
  const double count = static_cast<double>(options.steps - averaged_from);
  const double mean = std::accumulate(average.begin(), average.end(), 0.0) / m;
  for (double& weight : average) weight = (weight - mean) / count;
  return average;
}

SemidiscreteQuality MeasureSemidiscrete(const SquaredCosts& targets,
                                        const SemidiscreteCells& cells,
                                        int64_t rounds, SourceDraws draw,
                                        ThreadPool* pool) {
  const int64_t m = targets.size();
  std::vector<double> half[2] = {std::vector<double>(m),
                                 std::vector<double>(m)};
  SemidiscreteQuality quality;
  for (int64_t k = 0; k < 2 * rounds; ++k) {
    const Shares shares = MeanShares(cells, draw(k), targets.dim(), pool);
    for (int64_t j = 0; j < m; ++j)
      half[k % 2][j] += shares.share_m[j] / rounds;
    quality.dual += shares.value / (2 * rounds);
  }
  double squares = 0;
  for (int64_t j = 0; j < m; ++j) {
    squares += (half[0][j] - 1.0 / m) * (half[1][j] - 1.0 / m);
  }
  quality.marginal_error = std::sqrt(m * std::max(0.0, squares)) / 2;
  for (const double weight : cells.weights()) quality.dual += weight / m;
  return quality;
}

}  // namespace flow::core
