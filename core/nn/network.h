#ifndef CORE_NN_NETWORK_H_
#define CORE_NN_NETWORK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ATen/core/Tensor.h"
#include "core/base/random.h"
#include "core/nn/dropout.h"
#include "core/nn/parameter_spec.h"

namespace flow::core {

/// A tensor under the name that checkpoints give it ("layers.0.weight").
struct NamedTensor {
  std::string name;
  at::Tensor value;
};

/// The trainable tensors of a network, in a fixed order.
using Parameters = std::vector<NamedTensor>;

/// The values alone, in order.
std::vector<at::Tensor> ValuesOf(const Parameters& parameters);

/// Their names and shapes, in order.
std::vector<ParameterShape> ShapesOf(const Parameters& parameters);

/// How many numbers they are together.
int64_t CountNumbers(const Parameters& parameters);

/// Copies that share no memory and no graph with the originals.
Parameters CloneParameters(const Parameters& parameters);

/// What a network is asked for.
struct NetworkInput {
  at::Tensor x_bd;  // [B, D]
  at::Tensor t_b;   // [B]
  // int64 [B], kHiddenLabel where none is told; a network without classes does
  // not look at it
  at::Tensor label_b = {};
  // in training, the rows whose dropout this is
  std::optional<DropoutRows> dropout = {};
};

/// A velocity v(x, t), perhaps of a class, as a function of its parameters,
/// which live outside: the last weights, their average, a client's copy and an
/// optimiser's trial point are all evaluated by one network. Immutable and
/// thread-safe.
class Network {
 public:
  virtual ~Network() = default;

  /// Starting values, drawn from `seed`; float32, requiring no gradient.
  virtual Parameters Initialize(Seed seed) const = 0;

  /// The outputs: a velocity or what stands for it [B, D], and behind it a
  /// second quantity where the network has one [B, 2 D], or of a field the part
  /// across the plates [B, D + 1]. Differentiable in the parameters (those of
  /// Initialize, in order, any floating dtype that the points share) and in the
  /// points.
  virtual at::Tensor Outputs(const Parameters& parameters,
                             const NetworkInput& input) const = 0;

  /// Rows whose gradient is computed in one piece, so that threads can share a
  /// batch. A constant of the arithmetic, not of the machine: gradients depend
  /// on it in the last bits.
  virtual int64_t ShardRows() const { return 256; }
};

}  // namespace flow::core

#endif  // CORE_NN_NETWORK_H_
