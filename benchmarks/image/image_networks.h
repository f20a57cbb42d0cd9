#ifndef BENCHMARKS_IMAGE_IMAGE_NETWORKS_H_
#define BENCHMARKS_IMAGE_IMAGE_NETWORKS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/nn/network_options.h"

namespace flow::benchmarks {

/// The networks of benchmarks/peers/image_networks.py, by their names:
/// "unet_cifar10". NotFound for another.
absl::StatusOr<core::NetworkOptions> ImageNetwork(absl::string_view name);

}  // namespace flow::benchmarks

#endif  // BENCHMARKS_IMAGE_IMAGE_NETWORKS_H_
