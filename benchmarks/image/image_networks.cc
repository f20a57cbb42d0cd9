#include "benchmarks/image/image_networks.h"

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace flow::benchmarks {

using core::DitOptions;
using core::UNetOptions;

namespace {

UNetOptions OfCifar10() {
  return {.image = {3, 32},
          .channels = 128,
          .multiplier = {1, 2, 2, 2},
          .blocks = 2,
          .attention = {16}};
}

UNetOptions With(UNetOptions options, int64_t head_channels,
                 core::Outputs outputs) {
  options.head_channels = head_channels;
  options.outputs = outputs;
  return options;
}

}  // namespace

absl::StatusOr<core::NetworkOptions> ImageNetwork(absl::string_view name) {
  static const auto& networks =
      *new std::map<std::string, core::NetworkOptions>{
          {"unet_cifar10", OfCifar10()},
          {"unet_cifar10_heads32", With(OfCifar10(), 32, core::Outputs::kOne)},
          {"unet_cifar10_field", With(OfCifar10(), 64, core::Outputs::kField)},
          {"unet_imagenet32", UNetOptions{.image = {3, 32},
                                          .channels = 128,
                                          .multiplier = {1, 2, 2, 2},
                                          .blocks = 3,
                                          .attention = {16, 8}}},
          {"unet_flowers", UNetOptions{.image = {3, 128},
                                       .channels = 64,
                                       .multiplier = {1, 1, 2, 3, 4},
                                       .blocks = 2,
                                       .attention = {16}}},
          {"unet_digits", UNetOptions{.image = {1, 8},
                                      .channels = 64,
                                      .multiplier = {1, 2},
                                      .blocks = 1,
                                      .attention = {4},
                                      .head_channels = 32,
                                      .classes = 10}},
          {"dit_small", DitOptions{.image = {4, 32},
                                   .patch = 2,
                                   .width = 384,
                                   .depth = 12,
                                   .heads = 6,
                                   .classes = 1000}},
          {"dit_small_field", DitOptions{.image = {3, 32},
                                         .patch = 2,
                                         .width = 384,
                                         .depth = 12,
                                         .heads = 6,
                                         .outputs = core::Outputs::kField}},
          {"dit_digits", DitOptions{.image = {1, 8},
                                    .patch = 2,
                                    .width = 64,
                                    .depth = 4,
                                    .heads = 4,
                                    .classes = 10}},
      };
  const auto found = networks.find(std::string(name));
  if (found != networks.end()) return found->second;
  return absl::NotFoundError(absl::StrCat("no network '", name, "'"));
}

}  // namespace flow::benchmarks
