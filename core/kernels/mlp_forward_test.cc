#include "core/kernels/mlp_forward.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/kernels/dispatch_testing.h"

namespace flow::core {
namespace {

struct Sample {
  explicit Sample(std::vector<int64_t> hidden,
                  Activation activation = Activation::kTanh)
      : options{.dim = 3,
                .hidden = std::move(hidden),
                .activation = activation,
                .softplus_beta = 3},
        layout(options),
        weights(layout.parameters) {
    for (int64_t i = 0; i < layout.parameters; ++i) {
      weights[i] = static_cast<float>(0.3 * RowRandom(1, i).Normal());
    }
  }

  // Row i of any batch: the same inputs for the same i.
  std::vector<float> Input(int64_t i) const {
    RowRandom random(2, i);
    std::vector<float> input(4);
    for (float& x : input) x = static_cast<float>(random.Normal());
    return input;
  }

  // The definition, in double.
  std::vector<double> Reference(int64_t row) const {
    const std::vector<float> input = Input(row);
    return At({input.begin(), input.end()});
  }

  double Activate(double z) const {
    const double beta = options.softplus_beta;
    return options.activation == Activation::kSoftplus
               ? std::log1p(std::exp(beta * z)) / beta
               : std::tanh(z);
  }

  std::vector<double> At(std::vector<double> h) const {
    for (const LayerLayout& layer : layout.layers) {
      std::vector<double> z(layer.out);
      for (int64_t o = 0; o < layer.out; ++o) {
        z[o] = weights[layer.bias + o];
        for (int64_t j = 0; j < layer.in; ++j) {
          z[o] += weights[layer.weight + o * layer.in + j] * h[j];
        }
        if (&layer != &layout.layers.back()) z[o] = Activate(z[o]);
      }
      h = z;
    }
    return h;
  }

  // Rows [first, first + rows) as one batch.
  std::vector<float> Run(int64_t first, int64_t rows) const {
    const MlpForward network(options, weights.data());
    MlpForward::Workspace workspace(network, rows + 2);
    for (int64_t i = 0; i < rows; ++i) {
      const std::vector<float> input = Input(first + i);
      std::copy(input.begin(), input.end(), workspace.inputs().Row(i));
    }
    const MatrixRows out = network.Run(rows, &workspace);
    std::vector<float> values;
    for (int64_t i = 0; i < rows; ++i) {
      values.insert(values.end(), out.Row(i), out.Row(i) + 3);
    }
    return values;
  }

  MlpOptions options;
  MlpLayout layout;
  std::vector<float> weights;
};

TEST(MlpForwardTest, IsTheDefinition) {
  ForEachInstructionSet([] {
    for (const std::vector<int64_t>& hidden :
         {std::vector<int64_t>{5}, {16, 16}, {20, 33, 17}, {200, 70}}) {
      const Sample sample(hidden);
      const std::vector<float> values = sample.Run(0, 29);
      for (int64_t i = 0; i < 29; ++i) {
        const std::vector<double> expected = sample.Reference(i);
        for (int64_t j = 0; j < 3; ++j) {
          // sums of up to 200 terms below 1, a few roundings of 6e-8 each
          EXPECT_NEAR(values[i * 3 + j], expected[j], 5e-6);
        }
      }
    }
  });
}

// The derivative of the reference along x_j by central differences, which are
// right to 1e-9 in double.
double Derivative(const Sample& sample, std::vector<double> input, int64_t i,
                  int64_t j) {
  constexpr double kStep = 1e-5;
  std::vector<double> ahead = input, behind = input;
  ahead[j] += kStep;
  behind[j] -= kStep;
  return (sample.At(ahead)[i] - sample.At(behind)[i]) / (2 * kStep);
}

// Rows [0, rows) with their divergences, or with those along probes.
std::vector<double> Divergences(const Sample& sample, int64_t rows,
                                const std::vector<float>& probes) {
  const MlpForward network(sample.options, sample.weights.data());
  MlpForward::Workspace workspace(network, rows);
  for (int64_t i = 0; i < rows; ++i) {
    const std::vector<float> input = sample.Input(i);
    std::copy(input.begin(), input.end(), workspace.inputs().Row(i));
  }
  std::vector<double> divergence(rows);
  MlpForward::Directions directions = {.count = 3};
  if (!probes.empty()) {
    directions = {.count = static_cast<int64_t>(probes.size()) / (3 * rows),
                  .probes = probes.data()};
  }
  const MatrixRows out = network.RunWithDivergence(rows, directions, &workspace,
                                                   divergence.data());
  const std::vector<float> values = sample.Run(0, rows);
  for (int64_t i = 0; i < rows; ++i) {
    for (int64_t j = 0; j < 3; ++j) {
      EXPECT_EQ(out.Row(i)[j], values[i * 3 + j]);
    }
  }
  return divergence;
}

TEST(MlpForwardTest, KnowsItsDivergence) {
  ForEachInstructionSet([] {
    for (const std::vector<int64_t>& hidden :
         {std::vector<int64_t>{5}, {16, 16}, {20, 33, 17}}) {
      const Sample sample(hidden);
      const std::vector<double> divergence = Divergences(sample, 7, {});
      for (int64_t i = 0; i < 7; ++i) {
        const std::vector<float> x = sample.Input(i);
        double expected = 0;
        for (int64_t j = 0; j < 3; ++j) {
          expected += Derivative(sample, {x.begin(), x.end()}, j, j);
        }
        EXPECT_NEAR(divergence[i], expected, 1e-5);
      }
    }
  });
}

TEST(MlpForwardTest, TakesTheActivationOfTheOptions) {
  ForEachInstructionSet([] {
    const Sample sample({20, 17}, Activation::kSoftplus);
    const std::vector<float> values = sample.Run(0, 7);
    const std::vector<double> divergence = Divergences(sample, 7, {});
    for (int64_t i = 0; i < 7; ++i) {
      const std::vector<float> x = sample.Input(i);
      const std::vector<double> v = sample.Reference(i);
      double expected = 0;
      for (int64_t j = 0; j < 3; ++j) {
        EXPECT_NEAR(values[i * 3 + j], v[j], 5e-6);
        expected += Derivative(sample, {x.begin(), x.end()}, j, j);
      }
      EXPECT_NEAR(divergence[i], expected, 1e-5);
    }
  });
}

TEST(MlpForwardTest, CarriesProbes) {
  ForEachInstructionSet([] {
    const Sample sample({20, 17});
    const std::vector<float> probes = {1, -1, 1,  -1, -1, 1,
                                       2, 0,  -1, 1,  1,  0.5};
    const std::vector<double> sums = Divergences(sample, 2, probes);
    for (int64_t i = 0; i < 2; ++i) {
      const std::vector<float> x = sample.Input(i);
      double expected = 0;
      for (int64_t p = 0; p < 2; ++p) {
        const float* e = probes.data() + (p * 2 + i) * 3;
        for (int64_t j = 0; j < 3; ++j) {
          for (int64_t k = 0; k < 3; ++k) {
            expected +=
                e[j] * e[k] * Derivative(sample, {x.begin(), x.end()}, j, k);
          }
        }
      }
      EXPECT_NEAR(sums[i], expected, 2e-5);
    }
  });
}

TEST(MlpForwardTest, ARowsBitsDependOnThatRowAlone) {
  ForEachInstructionSet([] {
    const Sample sample({64, 64});
    const std::vector<float> all = sample.Run(0, 131);
    for (const int64_t row : {0, 1, 63, 130}) {
      const std::vector<float> alone = sample.Run(row, 1);
      for (int64_t j = 0; j < 3; ++j) EXPECT_EQ(alone[j], all[row * 3 + j]);
    }
  });
}

}  // namespace
}  // namespace flow::core
