#include "core/eval/features/torch_script_extractor.h"

#include <exception>
#include <new>
#include <optional>
#include <string>
#include <utility>

#include "ATen/core/grad_mode.h"
#include "ATen/ops/full.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/content_hash.h"
#include "core/base/mapped_file.h"
#include "core/base/status_macros.h"
#include "core/tensor/catch_exceptions.h"
#include "core/tensor/describe_tensor.h"
#include "torch/csrc/jit/runtime/graph_executor.h"
#include "torch/script.h"

namespace flow::core {
namespace {

constexpr int64_t kTile = TiledExtractor::kTile;

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

bool IsOfTile(const at::Tensor& x_bf) {
  return x_bf.dim() == 2 && x_bf.size(0) == kTile && x_bf.size(1) >= 1 &&
         x_bf.is_floating_point();
}

// What a module returned, if that is one tensor or two.
std::optional<ImageFeatures> Tensors(const torch::jit::IValue& output) {
  if (output.isTensor()) return ImageFeatures{output.toTensor()};
  if (!output.isTuple()) return std::nullopt;
  const auto& parts = output.toTupleRef().elements();
  if (parts.size() != 2 || !parts[0].isTensor() || !parts[1].isTensor()) {
    return std::nullopt;
  }
  return ImageFeatures{parts[0].toTensor(), parts[1].toTensor()};
}

}  // namespace

struct TorchScriptExtractor::Network {
  std::string path;
  std::string content;  // its hash
  torch::jit::Module module;
  PixelRange range;
  at::Device device;

  static absl::StatusOr<std::unique_ptr<Network>> Load(
      const TorchScriptOptions& options, at::Device device) {
    FLOW_ASSIGN_OR_RETURN(const auto file, MappedFile::Open(options.path));
    try {
      auto network = std::make_unique<Network>(Network{
          options.path, ContentHash(file->bytes()),
          torch::jit::load(options.path, device), options.range, device});
      network->module.eval();
      return network;
    } catch (const std::exception& thrown) {
      return Failure(
          absl::StrCat("'", options.path, "' is no TorchScript file"), thrown);
    }
  }

  // Of grey images of a shape.
  absl::StatusOr<ImageFeatures> FeaturesOfGrey(
      const std::array<int64_t, 3>& chw) const {
    return CatchExceptions([&] {
      return Features(
          at::full({kTile, chw[0], chw[1], chw[2]}, 128, at::kByte));
    });
  }

  // float32 [kTile, F] and, of a classifier, [kTile, K], of uint8.
  absl::StatusOr<ImageFeatures> Features(const at::Tensor& levels_bchw) const {
    const at::NoGradGuard no_grad;
    const torch::jit::GraphOptimizerEnabledGuard as_written(false);
    try {
      torch::jit::Module copy = module;  // a handle: forward is not const
      const auto output =
          copy.forward({InRange(levels_bchw.to(device), range)});
      std::optional<ImageFeatures> made = Tensors(output);
      if (!made) return NoFeatures(output.tagKind());
      for (at::Tensor* x : {&made->feature_nf, &made->logit_nk}) {
        if (!x->defined()) continue;
        if (!IsOfTile(*x)) return NoFeatures(DescribeTensor(*x));
        *x = x->to(at::kCPU, at::kFloat);
      }
      return *std::move(made);
    } catch (const std::exception& thrown) {
      return Failure(absl::StrCat("'", path, "' fails on images ",
                                  DescribeTensor(levels_bchw)),
                     thrown);
    }
  }

  absl::Status NoFeatures(absl::string_view got) const {
    return absl::InvalidArgumentError(
        absl::StrCat("'", path, "' must make features [", kTile,
                     ", F], or them and logits [", kTile, ", K], of ", kTile,
                     " images; got ", got));
  }
};

absl::StatusOr<std::unique_ptr<TorchScriptExtractor>>
TorchScriptExtractor::Create(const TorchScriptOptions& options,
                             const std::array<int64_t, 3>& image_chw,
                             at::Device device, ThreadPool* pool) {
  FLOW_ASSIGN_OR_RETURN(std::unique_ptr<Network> network,
                        Network::Load(options, device));
  FLOW_ASSIGN_OR_RETURN(const ImageFeatures grey,
                        network->FeaturesOfGrey(image_chw));
  return std::unique_ptr<TorchScriptExtractor>(new TorchScriptExtractor(
      options, image_chw, grey, std::move(network), pool));
}

TorchScriptExtractor::TorchScriptExtractor(
    const TorchScriptOptions& options, const std::array<int64_t, 3>& image_chw,
    const ImageFeatures& grey, std::unique_ptr<Network> network,
    ThreadPool* pool)
    : TiledExtractor(image_chw, grey.feature_nf.size(1),
                     grey.logit_nk.defined() ? grey.logit_nk.size(1) : 0, pool),
      conventions_{options.name, network->content, options.resize,
                   RangeName(options.range)},
      network_(std::move(network)) {}

TorchScriptExtractor::~TorchScriptExtractor() = default;

absl::StatusOr<ImageFeatures> TorchScriptExtractor::OfTile(
    const at::Tensor& levels_bchw) const {
  FLOW_ASSIGN_OR_RETURN(ImageFeatures made, network_->Features(levels_bchw));
  if (made.feature_nf.size(1) != width()) {
    return network_->NoFeatures(DescribeTensor(made.feature_nf));
  }
  const int64_t classes = made.logit_nk.defined() ? made.logit_nk.size(1) : 0;
  if (classes != this->classes()) {
    return network_->NoFeatures(DescribeTensor(made.logit_nk));
  }
  return made;
}

}  // namespace flow::core
