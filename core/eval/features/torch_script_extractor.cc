#include "core/eval/features/torch_script_extractor.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/core/grad_mode.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/full.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/eval/features/compared_features.h"
#include "core/eval/features/describe_tensor.h"
#include "core/eval/features/quantised_images.h"
#include "core/tensor/catch_exceptions.h"
#include "torch/csrc/jit/runtime/graph_executor.h"
#include "torch/script.h"

namespace flow::core {
namespace {

constexpr int64_t kTile = 64;

// The last line of what was thrown: TorchScript's first ones are the same
// always.
absl::Status Failure(absl::string_view what, const std::exception& thrown) {
  if (dynamic_cast<const std::bad_alloc*>(&thrown) != nullptr) {
    return StatusOf(thrown);
  }
  const auto* const error = dynamic_cast<const c10::Error*>(&thrown);
  const std::string text =
      error != nullptr ? error->what_without_backtrace() : thrown.what();
  const absl::string_view trimmed = absl::StripTrailingAsciiWhitespace(text);
  const size_t line_break = trimmed.rfind('\n');
  return absl::InvalidArgumentError(absl::StrCat(
      what, ": ",
      line_break == absl::string_view::npos ? trimmed
                                            : trimmed.substr(line_break + 1)));
}

at::Tensor InRange(const at::Tensor& levels_bchw, PixelRange range) {
  const at::Tensor x_bchw = levels_bchw.to(at::kFloat);
  switch (range) {
    case PixelRange::kBytes:
      return x_bchw;
    case PixelRange::kUnit:
      return x_bchw / 255;
    case PixelRange::kSigned:
      return x_bchw / 127.5 - 1;
  }
  return x_bchw;
}

std::string RangeName(PixelRange range) {
  switch (range) {
    case PixelRange::kBytes:
      return "[0, 255]";
    case PixelRange::kUnit:
      return "[0, 1]";
    case PixelRange::kSigned:
      return "[-1, 1]";
  }
  return "";
}

// kTile images from `begin` on, the last repeated where there are fewer.
at::Tensor Tile(const at::Tensor& levels_bchw, int64_t begin) {
  const int64_t images = std::min(kTile, levels_bchw.size(0) - begin);
  const at::Tensor there_bchw = levels_bchw.narrow(0, begin, images);
  if (images == kTile) return there_bchw;
  return at::concat({there_bchw, there_bchw.narrow(0, images - 1, 1)
                                     .expand({kTile - images, -1, -1, -1})});
}

}  // namespace

struct TorchScriptExtractor::Network {
  std::string path;
  torch::jit::Module module;
  PixelRange range;

  static absl::StatusOr<std::unique_ptr<Network>> Load(
      const TorchScriptOptions& options) {
    FLOW_RETURN_IF_ERROR(FileSize(options.path).status());
    try {
      auto network = std::make_unique<Network>(
          Network{options.path, torch::jit::load(options.path, at::kCPU),
                  options.range});
      network->module.eval();
      return network;
    } catch (const std::exception& thrown) {
      return Failure(
          absl::StrCat("'", options.path, "' is no TorchScript file"), thrown);
    }
  }

  // float32 [kTile, F], of uint8.
  absl::StatusOr<at::Tensor> Features(const at::Tensor& levels_bchw) const {
    const at::NoGradGuard no_grad;
    const torch::jit::GraphOptimizerEnabledGuard as_written(false);
    try {
      torch::jit::Module copy = module;  // a handle: forward is not const
      const auto output = copy.forward({InRange(levels_bchw, range)});
      if (!output.isTensor()) return NoFeatures(output.tagKind());
      const at::Tensor feature_bf = output.toTensor();
      if (feature_bf.dim() != 2 || feature_bf.size(0) != kTile ||
          feature_bf.size(1) < 1 || !feature_bf.is_floating_point()) {
        return NoFeatures(DescribeTensor(feature_bf));
      }
      return feature_bf.to(at::kFloat);
    } catch (const std::exception& thrown) {
      return Failure(absl::StrCat("'", path, "' fails on images ",
                                  DescribeTensor(levels_bchw)),
                     thrown);
    }
  }

  absl::Status NoFeatures(absl::string_view got) const {
    return absl::InvalidArgumentError(
        absl::StrCat("'", path, "' must make features [", kTile, ", F] of ",
                     kTile, " images; got ", got));
  }
};

absl::StatusOr<std::unique_ptr<TorchScriptExtractor>>
TorchScriptExtractor::Create(const TorchScriptOptions& options,
                             ThreadPool* pool) {
  FLOW_ASSIGN_OR_RETURN(std::unique_ptr<Network> network,
                        Network::Load(options));
  const at::Tensor grey_bchw = at::full(
      {kTile, options.channels, options.height, options.width}, 128, at::kByte);
  FLOW_ASSIGN_OR_RETURN(const at::Tensor feature_bf,
                        network->Features(grey_bchw));
  return std::unique_ptr<TorchScriptExtractor>(new TorchScriptExtractor(
      options, std::move(network), feature_bf.size(1), pool));
}

TorchScriptExtractor::TorchScriptExtractor(const TorchScriptOptions& options,
                                           std::unique_ptr<Network> network,
                                           int64_t width, ThreadPool* pool)
    : options_(options),
      conventions_{options.name, options.resize, RangeName(options.range)},
      network_(std::move(network)),
      width_(width),
      pool_(pool) {}

TorchScriptExtractor::~TorchScriptExtractor() = default;

absl::StatusOr<at::Tensor> TorchScriptExtractor::Features(
    const at::Tensor& images_bchw) const {
  FLOW_ASSIGN_OR_RETURN(at::Tensor levels_bchw, QuantisedImages(images_bchw));
  levels_bchw = levels_bchw.cpu();
  if (levels_bchw.sizes().slice(1) !=
      at::IntArrayRef({options_.channels, options_.height, options_.width})) {
    return absl::InvalidArgumentError(absl::StrCat(
        "images must be [B, ", options_.channels, ", ", options_.height, ", ",
        options_.width, "]; got ", DescribeTensor(levels_bchw)));
  }
  const int64_t images = levels_bchw.size(0);
  const int64_t tiles = (images + kTile - 1) / kTile;
  at::Tensor feature_bf = at::empty({images, width_}, at::kFloat);
  std::vector<absl::Status> statuses(tiles);
  pool_->ParallelFor(tiles, [&](int64_t tile) {
    statuses[tile] = WriteTile(levels_bchw, tile * kTile, feature_bf);
  });
  for (const absl::Status& status : statuses) FLOW_RETURN_IF_ERROR(status);
  return ReadFeatures("features", feature_bf, /*least_rows=*/1);
}

absl::Status TorchScriptExtractor::WriteTile(
    const at::Tensor& levels_bchw, int64_t begin,
    const at::Tensor& feature_bf) const {
  FLOW_ASSIGN_OR_RETURN(const at::Tensor tile_bf,
                        network_->Features(Tile(levels_bchw, begin)));
  if (tile_bf.size(1) != width_)
    return network_->NoFeatures(DescribeTensor(tile_bf));
  const int64_t rows = std::min(kTile, feature_bf.size(0) - begin);
  feature_bf.narrow(0, begin, rows).copy_(tile_bf.narrow(0, 0, rows));
  return absl::OkStatus();
}

}  // namespace flow::core
