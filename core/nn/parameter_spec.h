#ifndef CORE_NN_PARAMETER_SPEC_H_
#define CORE_NN_PARAMETER_SPEC_H_

/// The parameters of a network, and how their numbers start, as a table that
/// the compiler and the network both read. No torch.

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace flow::core {

/// The name of a parameter ("layers.0.weight") and its shape.
struct ParameterShape {
  std::string name;
  std::vector<int64_t> shape;

  int64_t numbers() const;

  bool operator==(const ParameterShape&) const = default;
};

/// What the numbers of a parameter start as.
struct Start {
  enum class Law { kConstant, kUniform, kNormal };

  Law law = Law::kConstant;
  double value = 0;  // the constant, the bound on both sides, the deviation

  static Start Constant(double value) { return {Law::kConstant, value}; }
  static Start Uniform(double bound) { return {Law::kUniform, bound}; }
  static Start Normal(double std) { return {Law::kNormal, std}; }
  /// Of PyTorch's linear layers and convolutions of so many inputs, weight and
  /// bias.
  static Start OfInputs(int64_t inputs) {
    return Uniform(1 / std::sqrt(static_cast<double>(inputs)));
  }
};

struct ParameterSpec {
  ParameterShape parameter;
  Start start;
};

using ParameterSpecs = std::vector<ParameterSpec>;

/// Appends "NAME.weight" of this shape, [out, in, ...], and "NAME.bias" [out].
void AddWeightAndBias(const std::string& name, std::vector<int64_t> shape,
                      Start weight, Start bias, ParameterSpecs& specs);

/// The same, started as PyTorch's layers are.
void AddLayer(const std::string& name, std::vector<int64_t> shape,
              ParameterSpecs& specs);

/// The same, started at zero.
void AddZeroLayer(const std::string& name, std::vector<int64_t> shape,
                  ParameterSpecs& specs);

}  // namespace flow::core

#endif  // CORE_NN_PARAMETER_SPEC_H_
