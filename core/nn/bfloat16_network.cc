#include "core/nn/bfloat16_network.h"

#include <utility>

#include "ATen/autocast_mode.h"

namespace flow::core {
namespace {

// Autocast of this thread on one kind of device, until the scope ends.
// Rounded weights are not kept, for a network asks for each but once.
class Autocast {
 public:
  explicit Autocast(at::DeviceType device)
      : device_(device),
        enabled_(at::autocast::is_autocast_enabled(device)),
        cached_(at::autocast::is_autocast_cache_enabled()),
        dtype_(at::autocast::get_autocast_dtype(device)) {
    at::autocast::set_autocast_enabled(device, true);
    at::autocast::set_autocast_dtype(device, at::kBFloat16);
    at::autocast::set_autocast_cache_enabled(false);
  }
  ~Autocast() {
    at::autocast::set_autocast_enabled(device_, enabled_);
    at::autocast::set_autocast_dtype(device_, dtype_);
    at::autocast::set_autocast_cache_enabled(cached_);
  }
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  at::DeviceType device_;
  bool enabled_, cached_;
  at::ScalarType dtype_;
};

class Bfloat16Network : public Network {
 public:
  explicit Bfloat16Network(std::shared_ptr<const Network> network)
      : network_(std::move(network)) {}

  Parameters Initialize(Seed seed) const override {
    return network_->Initialize(seed);
  }

  at::Tensor Outputs(const Parameters& parameters,
                     const NetworkInput& input) const override {
    const Autocast scope(input.x_bd.device().type());
    return network_->Outputs(parameters, input).to(input.x_bd.scalar_type());
  }

  int64_t ShardRows() const override { return network_->ShardRows(); }

 private:
  std::shared_ptr<const Network> network_;
};

}  // namespace

std::shared_ptr<const Network> InBfloat16(
    std::shared_ptr<const Network> network) {
  return std::make_shared<Bfloat16Network>(std::move(network));
}

}  // namespace flow::core
