#ifndef CORE_FINETUNE_NETWORK_PROXY_H_
#define CORE_FINETUNE_NETWORK_PROXY_H_

#include <vector>

#include "ATen/core/Tensor.h"
#include "core/finetune/fine_tuning_options.h"
#include "core/nn/network.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// A narrower perceptron that is trained in the place of a wide one, and then
/// put back into it [Peng24]. Of each hidden layer it has the units j of the
/// largest
///
///     |(W_k)_{j,.}|^2 + |(W_{k+1})_{.,j}|^2,
///
/// what comes into a unit and what goes out of it, W the wide network's
/// weights; of units that are alike the first. So it is part of the wide
/// network: its numbers are some of those, in their order. Immutable and
/// thread-safe.
class NetworkProxy {
 public:
  /// `base` are those of `network`, in order and float32; they are shared.
  NetworkProxy(const ProxyOptions& options, const MlpOptions& network,
               const Parameters& base);

  const MlpOptions& network() const { return narrow_; }
  const Parameters& base() const { return base_; }

  /// What the proxy has of the wide network's weights.
  Parameters Initialize() const;

  /// The wide network with what a training changed, in float64 and rounded
  /// once:
  ///
  ///     base + (trained - start) where the proxy has a number, else base.
  Parameters PlugIn(const Parameters& start, const Parameters& trained) const;

 private:
  // Which rows of the parameter, and which columns, if it is a matrix, are the
  // proxy's.
  struct Part {
    at::Tensor rows, columns;  // int64, rising
  };

  // The proxy's numbers of a parameter of the wide network.
  static at::Tensor Of(const at::Tensor& wide, const Part& part);

  MlpOptions narrow_;
  Parameters base_;
  std::vector<Part> parts_;  // of each parameter
};

}  // namespace flow::core

#endif  // CORE_FINETUNE_NETWORK_PROXY_H_
