#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/kernels/dispatch_testing.h"
#include "core/kernels/mlp_gradient.h"
#include "core/kernels/mlp_gradient_testing.h"

namespace flow::core {
namespace {

double Length(const std::vector<double>& x) {
  double squares = 0;
  for (const double value : x) squares += value * value;
  return std::sqrt(squares);
}

// The gradient of each record by the chain rule, one row at a time, in double.
std::vector<std::vector<double>> RecordGradients(const MlpSample& sample,
                                                 int64_t rows) {
  std::vector<std::vector<double>> records;
  for (int64_t i = 0; i < sample.rows; ++i) {
    if (i % rows == 0) records.emplace_back(sample.layout.parameters);
    sample.AddRow(i, &records.back());
  }
  return records;
}

// A norm that clips half of the records.
double MedianNorm(const std::vector<std::vector<double>>& records) {
  std::vector<double> norms;
  for (const auto& gradient : records) norms.push_back(Length(gradient));
  std::sort(norms.begin(), norms.end());
  return norms[norms.size() / 2];
}

std::vector<double> ClippedSum(const std::vector<std::vector<double>>& records,
                               double norm) {
  std::vector<double> sum(records[0].size());
  for (const auto& gradient : records) {
    const double factor = std::min(1.0, norm / Length(gradient));
    for (size_t p = 0; p < sum.size(); ++p) sum[p] += factor * gradient[p];
  }
  return sum;
}

TEST(MlpGradientClipTest, IsTheSumOfClippedGradients) {
  ForEachInstructionSet([] {
    for (const std::vector<int64_t>& hidden :
         {std::vector<int64_t>{5}, {20, 33, 17}, {130, 70}}) {
      for (const int64_t rows : {1, 2, 5}) {
        MlpSample sample(hidden, 60 * rows);
        const auto records = RecordGradients(sample, rows);
        for (const double share : {0.01, 0.8, 1.0}) {
          const double norm = share * MedianNorm(records);
          EXPECT_LT(
              RelativeError(sample.Gradient(1, {{.norm = norm, .rows = rows}}),
                            ClippedSum(records, norm)),
              1e-5)
              << rows << " " << hidden.size() << " " << share;
        }
      }
    }
  });
}

TEST(MlpGradientClipTest, TakesEveryActivation) {
  for (const Activation activation :
       {Activation::kTanh, Activation::kSoftplus, Activation::kElu}) {
    MlpSample sample({20, 33}, 40, activation);
    const auto records = RecordGradients(sample, 1);
    const double norm = MedianNorm(records);
    EXPECT_LT(RelativeError(sample.Gradient(1, {{.norm = norm}}),
                            ClippedSum(records, norm)),
              1e-5);
  }
}

// A record of one's own beside any others: never more than the norm, and all of
// it where the record is long.
TEST(MlpGradientClipTest, ARecordAddsAtMostTheNorm) {
  for (const float size : {1e-3f, 1.0f, 1e4f, 1e12f}) {
    MlpSample sample({16, 16}, 30);
    const std::vector<float> without = [&] {
      MlpSample fewer({16, 16}, 30);
      fewer.rows = 29;
      return fewer.Gradient(1, {{.norm = 0.5}});
    }();
    for (int64_t j = 0; j < 3; ++j) sample.slopes[29 * 3 + j] *= size;
    const std::vector<float> with = sample.Gradient(1, {{.norm = 0.5}});
    std::vector<double> added(with.size());
    for (size_t p = 0; p < with.size(); ++p) added[p] = with[p] - without[p];
    EXPECT_LE(Length(added), 0.5 * (1 + 1e-5)) << size;
    if (size >= 1e4f) {
      EXPECT_GT(Length(added), 0.5 * (1 - 1e-5)) << size;
    }
  }
}

TEST(MlpGradientClipTest, ARecordThatIsNotFiniteAddsNothing) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (const float bad : {kInfinity, std::nanf("")}) {
    for (const bool in_inputs : {false, true}) {
      MlpSample sample({16, 16}, 30);
      auto records = RecordGradients(sample, 2);
      const double norm = MedianNorm(records);
      records.erase(records.begin() + 4);  // rows 8 and 9
      if (in_inputs) {
        sample.inputs[9 * 4 + 1] = bad;
      } else {
        sample.slopes[9 * 3 + 1] = bad;
      }
      EXPECT_LT(RelativeError(sample.Gradient(1, {{.norm = norm, .rows = 2}}),
                              ClippedSum(records, norm)),
                1e-5)
          << bad << in_inputs;
    }
  }
}

TEST(MlpGradientClipTest, ANormThatNobodyReachesLeavesTheBits) {
  ForEachInstructionSet([] {
    MlpSample sample({64, 40}, 256);
    EXPECT_EQ(sample.Gradient(1, {{.norm = 1e6, .rows = 4}}),
              sample.Gradient(1));
  });
}

TEST(MlpGradientClipTest, AnyNumberOfThreadsGivesTheSameBits) {
  MlpSample sample({64, 40, 64}, 303, Activation::kSelu);
  const MlpGradient::RecordClip clip = {.norm = 0.3, .rows = 3};
  const std::vector<float> one = sample.Gradient(1, clip);
  EXPECT_NE(one, sample.Gradient(1));
  EXPECT_EQ(one, sample.Gradient(2, clip));
  EXPECT_EQ(one, sample.Gradient(8, clip));
}

TEST(MlpGradientClipDeathTest, RefusesBrokenRecordsAndBounds) {
  MlpSample sample({5}, 10);
  EXPECT_DEATH(sample.Gradient(1, {{.norm = 1, .rows = 3}}), "records of 3");
  EXPECT_DEATH(sample.Gradient(1, {{.norm = 0}}), "positive and finite");
}

}  // namespace
}  // namespace flow::core
