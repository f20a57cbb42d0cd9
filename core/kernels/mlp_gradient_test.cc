#include "core/kernels/mlp_gradient.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/base/random.h"
#include "core/base/thread_pool.h"
#include "core/kernels/dispatch_testing.h"

namespace flow::core {
namespace {

constexpr double kBeta = 3;

// The activations whose derivatives a value tells, in double.
double Activate(Activation activation, double z) {
  switch (activation) {
    case Activation::kSoftplus:
      return std::log1p(std::exp(kBeta * z)) / kBeta;
    case Activation::kElu:
      return z > 0 ? z : std::expm1(z);
    default:
      return std::tanh(z);
  }
}

// f'(z) at f(z) = h.
double Slope(Activation activation, double h) {
  switch (activation) {
    case Activation::kSoftplus:
      return -std::expm1(-kBeta * h);
    case Activation::kElu:
      return h > 0 ? 1 : h + 1;
    default:
      return 1 - h * h;
  }
}

// A batch of inputs and of c_i, the loss being sum_i <c_i, v_i> + |v_i|^2 / 2.
struct Sample {
  Sample(std::vector<int64_t> hidden, int64_t rows,
         Activation activation = Activation::kTanh)
      : options{.dim = 3,
                .hidden = std::move(hidden),
                .activation = activation,
                .softplus_beta = kBeta},
        layout(options),
        rows(rows),
        weights(layout.parameters),
        inputs(rows * layout.layers[0].in),
        slopes(rows * 3) {
    RowRandom random(11, 0);
    for (float& w : weights) w = static_cast<float>(0.3 * random.Normal());
    for (float& x : inputs) x = static_cast<float>(random.Normal());
    for (float& c : slopes) c = static_cast<float>(random.Normal());
  }

  std::vector<float> Gradient(int threads) {
    ThreadPool pool(threads);
    MlpGradient gradient(options);
    std::vector<float> out(layout.parameters, -99);
    const int64_t width = layout.layers[0].in;
    const auto fill = [&](const MatrixRows& m) {
      for (int64_t i = m.begin; i < m.end; ++i) {
        std::memcpy(m.Row(i), &inputs[i * width], width * sizeof(float));
      }
    };
    const auto output = [&](const MatrixRows& v) {
      for (int64_t i = v.begin; i < v.end; ++i) {
        for (int64_t j = 0; j < 3; ++j) v.Row(i)[j] += slopes[i * 3 + j];
      }
    };
    // twice: nothing of one call may be left over in the next
    for (int call = 0; call < 2; ++call) {
      gradient.Compute(weights.data(), rows, fill, output, &pool, out.data());
    }
    return out;
  }

  // The chain rule, one row at a time, in double.
  std::vector<double> Reference() const {
    std::vector<double> gradient(layout.parameters);
    for (int64_t i = 0; i < rows; ++i) AddRow(i, &gradient);
    return gradient;
  }

  void AddRow(int64_t row, std::vector<double>* gradient) const {
    const int64_t width = layout.layers[0].in;
    std::vector<std::vector<double>> h = {
        {&inputs[row * width], &inputs[row * width] + width}};
    for (const LayerLayout& layer : layout.layers) {
      std::vector<double> z(layer.out);
      for (int64_t o = 0; o < layer.out; ++o) {
        z[o] = weights[layer.bias + o];
        for (int64_t j = 0; j < layer.in; ++j) {
          z[o] += weights[layer.weight + o * layer.in + j] * h.back()[j];
        }
        if (&layer != &layout.layers.back()) {
          z[o] = Activate(options.activation, z[o]);
        }
      }
      h.push_back(z);
    }
    std::vector<double> g = h.back();
    for (int64_t j = 0; j < 3; ++j) g[j] += slopes[row * 3 + j];
    for (int k = static_cast<int>(layout.layers.size()) - 1; k >= 0; --k) {
      const LayerLayout& layer = layout.layers[k];
      std::vector<double> before(layer.in);
      for (int64_t o = 0; o < layer.out; ++o) {
        (*gradient)[layer.bias + o] += g[o];
        for (int64_t j = 0; j < layer.in; ++j) {
          (*gradient)[layer.weight + o * layer.in + j] += g[o] * h[k][j];
          before[j] += g[o] * weights[layer.weight + o * layer.in + j];
        }
      }
      for (int64_t j = 0; j < layer.in; ++j) {
        before[j] *= Slope(options.activation, h[k][j]);
      }
      g = before;
    }
  }

  MlpOptions options;
  MlpLayout layout;
  int64_t rows;
  std::vector<float> weights, inputs, slopes;
};

double RelativeError(const std::vector<float>& x,
                     const std::vector<double>& y) {
  double difference = 0, size = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    difference += (x[i] - y[i]) * (x[i] - y[i]);
    size += y[i] * y[i];
  }
  return std::sqrt(difference / size);
}

TEST(MlpGradientTest, IsTheChainRule) {
  ForEachInstructionSet([] {
    for (const int64_t rows : {1, 7, 64, 131}) {
      for (const std::vector<int64_t>& hidden :
           {std::vector<int64_t>{5}, {16, 16}, {20, 33, 17}, {130, 70}}) {
        Sample sample(hidden, rows);
        EXPECT_LT(RelativeError(sample.Gradient(1), sample.Reference()), 1e-6)
            << rows << " rows, " << hidden.size() << " hidden layers";
      }
    }
  });
}

TEST(MlpGradientTest, TakesTheActivationOfTheOptions) {
  ForEachInstructionSet([] {
    for (const Activation activation :
         {Activation::kTanh, Activation::kSoftplus, Activation::kElu}) {
      Sample sample({20, 33, 17}, 64, activation);
      EXPECT_LT(RelativeError(sample.Gradient(1), sample.Reference()), 1e-6)
          << static_cast<int>(activation);
    }
  });
}

TEST(MlpGradientTest, AnyNumberOfThreadsGivesTheSameBits) {
  ForEachInstructionSet([] {
    for (const int64_t rows : {5, 256, 301}) {
      Sample sample({64, 40, 64}, rows, Activation::kSelu);
      const std::vector<float> one = sample.Gradient(1);
      EXPECT_EQ(one, sample.Gradient(2));
      EXPECT_EQ(one, sample.Gradient(8));
    }
  });
}

TEST(MlpGradientTest, ABatchMaySizeUpAndDown) {
  Sample large({32, 32}, 200), small({32, 32}, 10);
  ThreadPool pool(1);
  MlpGradient gradient(large.options);
  const auto compute = [&](const Sample& s) {
    std::vector<float> out(s.layout.parameters);
    const auto fill = [&](const MatrixRows& m) {
      for (int64_t i = m.begin; i < m.end; ++i) {
        std::memcpy(m.Row(i), &s.inputs[i * 4], 4 * sizeof(float));
      }
    };
    const auto output = [&](const MatrixRows& v) {
      for (int64_t i = v.begin; i < v.end; ++i) {
        for (int64_t j = 0; j < 3; ++j) v.Row(i)[j] += s.slopes[i * 3 + j];
      }
    };
    gradient.Compute(s.weights.data(), s.rows, fill, output, &pool, out.data());
    return out;
  };
  const std::vector<float> first = compute(small);
  EXPECT_EQ(compute(large), large.Gradient(1));
  EXPECT_EQ(compute(small), first);
}

}  // namespace
}  // namespace flow::core
