#ifndef CORE_KERNELS_MLP_GRADIENT_TESTING_H_
#define CORE_KERNELS_MLP_GRADIENT_TESTING_H_

#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/base/thread_pool.h"
#include "core/kernels/mlp_gradient.h"

namespace flow::core {

inline constexpr double kSampleBeta = 3;

/// The activations whose derivatives a value tells, in double.
inline double Activate(Activation activation, double z) {
  switch (activation) {
    case Activation::kSoftplus:
      return std::log1p(std::exp(kSampleBeta * z)) / kSampleBeta;
    case Activation::kElu:
      return z > 0 ? z : std::expm1(z);
    default:
      return std::tanh(z);
  }
}

/// f'(z) at f(z) = h.
inline double Slope(Activation activation, double h) {
  switch (activation) {
    case Activation::kSoftplus:
      return -std::expm1(-kSampleBeta * h);
    case Activation::kElu:
      return h > 0 ? 1 : h + 1;
    default:
      return 1 - h * h;
  }
}

/// A batch of inputs and of c_i, the loss being sum_i <c_i, v_i> + |v_i|^2 / 2.
struct MlpSample {
  MlpSample(std::vector<int64_t> hidden, int64_t rows,
            Activation activation = Activation::kTanh)
      : options{.dim = 3,
                .hidden = std::move(hidden),
                .activation = activation,
                .softplus_beta = kSampleBeta},
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

  std::vector<float> Gradient(
      int threads,
      const std::optional<MlpGradient::RecordClip>& clip = std::nullopt) {
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
      gradient.Compute(weights.data(), rows, fill, output, &pool, out.data(),
                       clip);
    }
    return out;
  }

  /// The chain rule, one row at a time, in double.
  std::vector<double> Reference() const {
    std::vector<double> gradient(layout.parameters);
    for (int64_t i = 0; i < rows; ++i) AddRow(i, &gradient);
    return gradient;
  }

  /// Adds the gradient of one row.
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

inline double RelativeError(const std::vector<float>& x,
                            const std::vector<double>& y) {
  double difference = 0, size = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    difference += (x[i] - y[i]) * (x[i] - y[i]);
    size += y[i] * y[i];
  }
  return std::sqrt(difference / size);
}

}  // namespace flow::core

#endif  // CORE_KERNELS_MLP_GRADIENT_TESTING_H_
