#include "core/eval/eval_testing.h"

#include <cmath>
#include <cstddef>

#include "ATen/ops/empty.h"
#include "ATen/ops/flip.h"
#include "core/base/check.h"
#include "core/stats/sample_moments.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

template <typename T>
at::Tensor FromValues(const std::vector<T>& values, at::ScalarType dtype) {
  at::Tensor value_n =
      at::empty({static_cast<int64_t>(values.size())}, at::dtype(dtype));
  for (size_t i = 0; i < values.size(); ++i) {
    value_n.mutable_data_ptr<T>()[i] = values[i];
  }
  return value_n;
}

}  // namespace

at::Tensor GaussianPoints(const GaussianLaw& law) {
  at::Tensor x_nd = at::empty({law.n, law.dim}, at::dtype(at::kFloat));
  float* x = x_nd.mutable_data_ptr<float>();
  for (int64_t i = 0; i < law.n; ++i) {
    RowRandom random(law.seed, i);
    for (int64_t d = 0; d < law.dim; ++d) {
      const double mean = d == 0 ? law.shift : 0;
      *x++ = static_cast<float>(mean + law.scale * random.Normal());
    }
  }
  return x_nd;
}

at::Tensor Rows(const std::vector<std::vector<float>>& rows) {
  std::vector<float> values;
  for (const std::vector<float>& row : rows) {
    values.insert(values.end(), row.begin(), row.end());
  }
  return FromValues(values, at::kFloat)
      .reshape({static_cast<int64_t>(rows.size()), -1});
}

at::Tensor PerPoint(const std::vector<double>& values) {
  return FromValues(values, at::kDouble);
}

at::Tensor PerPoint(const std::vector<int64_t>& values) {
  return FromValues(values, at::kLong);
}

at::Tensor Shifted(const at::Tensor& x_nd, double shift) {
  at::Tensor shifted_nd = x_nd.clone();
  shifted_nd.select(1, 0).add_(shift);
  return shifted_nd;
}

at::Tensor Reversed(const at::Tensor& x_n) { return at::flip(x_n, {0}); }

PointCloud ToCloud(const at::Tensor& x_nd) {
  return PointCloud::Create("x", x_nd).value();
}

double Distance(absl::Span<const float> x, absl::Span<const float> y) {
  double squares = 0;
  for (size_t d = 0; d < x.size(); ++d) {
    const double difference = static_cast<double>(x[d]) - y[d];
    squares += difference * difference;
  }
  return std::sqrt(squares);
}

Evaluation Compared(const at::Tensor& generated_nd,
                    const at::Tensor& target_nd) {
  Evaluation evaluation;
  evaluation.generated_nd = generated_nd;
  evaluation.target_nd = target_nd;
  return evaluation;
}

Evaluation GaussianEvaluation(const GaussianLaw& generated) {
  const auto standard = [&](const char* name) {
    return GaussianPoints({.n = generated.n,
                           .dim = generated.dim,
                           .seed = DeriveSeed(generated.seed, name)});
  };
  Evaluation evaluation =
      Compared(GaussianPoints(generated), standard("target"));
  evaluation.source_nd = standard("source");
  evaluation.second_target_nd = standard("second");
  return evaluation;
}

MetricValue EvaluateOrDie(const Metric& metric, const Evaluation& evaluation) {
  ThreadPool pool(1);
  auto value = metric.Evaluate(evaluation, {.pool = &pool, .seed = 7});
  FLOW_CHECK(value.ok()) << value.status();
  return *value;
}

Calibration Calibrate(const Metric& metric, const GaussianLaw& generated,
                      int repetitions) {
  std::vector<double> values, errors, variances;
  for (int r = 0; r < repetitions; ++r) {
    GaussianLaw law = generated;
    law.seed = DeriveSeed(generated.seed, "repetition", r);
    Evaluation evaluation = GaussianEvaluation(law);
    evaluation.second_target_nd.reset();  // the floor would double the work
    const MetricValue value = EvaluateOrDie(metric, evaluation);
    values.push_back(value.value);
    errors.push_back(value.std_error.value());
    variances.push_back(errors.back() * errors.back());
  }
  return {.mean = SampleMean(values),
          .deviation = SampleDeviation(values).value(),
          .mean_std_error = SampleMean(errors),
          .mean_variance = SampleMean(variances)};
}

void ExpectSameBitsForAnyThreads(const Metric& metric,
                                 const Evaluation& evaluation) {
  const MetricValue expected = EvaluateOrDie(metric, evaluation);
  for (const int threads : {2, 4}) {
    ThreadPool pool(threads);
    auto value = metric.Evaluate(evaluation, {.pool = &pool, .seed = 7});
    ASSERT_TRUE(value.ok()) << value.status();
    EXPECT_EQ(value->value, expected.value) << threads << " threads";
    EXPECT_EQ(value->std_error, expected.std_error) << threads << " threads";
    EXPECT_EQ(value->floor, expected.floor) << threads << " threads";
  }
}

void ExpectRowOrderDoesNotMatter(const Metric& metric, Evaluation evaluation,
                                 double of_value, double of_error) {
  const MetricValue expected = EvaluateOrDie(metric, evaluation);
  evaluation.generated_nd = Reversed(evaluation.generated_nd);
  const MetricValue value = EvaluateOrDie(metric, evaluation);
  evaluation.target_nd = Reversed(evaluation.target_nd);
  const MetricValue both = EvaluateOrDie(metric, evaluation);
  for (const MetricValue& other : {value, both}) {
    EXPECT_NEAR(other.value, expected.value,
                of_value * std::abs(expected.value));
    EXPECT_NEAR(*other.std_error, *expected.std_error,
                of_error * *expected.std_error);
  }
}

}  // namespace flow::core
