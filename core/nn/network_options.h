#ifndef CORE_NN_NETWORK_OPTIONS_H_
#define CORE_NN_NETWORK_OPTIONS_H_

/// The settings of each network. No torch: plans carry these.

#include <cstdint>
#include <variant>
#include <vector>

namespace flow::core {

enum class Activation {
  kSilu,
  kSelu,
  kRelu,
  kTanh,
  kGelu,
  kSoftplus,  // log(1 + exp(b x)) / b, b the softplus_beta
  kElu,       // x, or exp(x) - 1 below 0
};

/// The label of a point that is to be taken for one of any class.
inline constexpr int64_t kHiddenLabel = -1;

/// Time as one more coordinate.
struct ConcatenatedTimeOptions {};

/// Time as `dim` cosines and sines; see time_embedding.h.
struct SinusoidalTimeOptions {
  int64_t dim = 64;     // even, >= 2
  double scale = 1000;  // what times are multiplied by
};

/// Time as `dim` cosines and sines of random frequencies; see time_embedding.h.
struct FourierTimeOptions {
  int64_t dim = 64;   // even, >= 2
  double scale = 16;  // the frequencies' standard deviation, > 0
};

using TimeEmbeddingOptions =
    std::variant<ConcatenatedTimeOptions, SinusoidalTimeOptions,
                 FourierTimeOptions>;

/// Points as they are.
struct PlainPointsOptions {};

/// Points, and beside them `dim` cosines and sines of random frequencies; see
/// point_embedding.h.
struct FourierPointsOptions {
  int64_t dim = 64;  // even, >= 2
  double scale = 1;  // the frequencies' standard deviation, > 0
};

using PointEmbeddingOptions =
    std::variant<PlainPointsOptions, FourierPointsOptions>;

/// What computes a network.
enum class Executor {
  kKernels,   // the passes of core/kernels
  kLibtorch,  // LibTorch, gradients by its autograd: the reference
};

/// What a network tells of a point.
enum class Outputs {
  kOne,    // D numbers: a velocity, or what stands for it
  kTwo,    // D more, for a second quantity
  kField,  // one more: a direction along the plates of a field, and across
};

/// Square images in the rows of a batch: channels before rows before columns.
struct ImageShape {
  int64_t channels = 0;
  int64_t side = 0;  // pixels

  int64_t numbers() const { return channels * side * side; }

  bool operator==(const ImageShape&) const = default;
};

/// A multilayer perceptron R^D x [0, 1] -> R^D; see mlp.h.
struct MlpOptions {
  int64_t dim = 0;              // D
  std::vector<int64_t> hidden;  // widths, at least one
  Activation activation = Activation::kSilu;
  double softplus_beta = 1;  // > 0; only kSoftplus looks at it
  TimeEmbeddingOptions time_embedding;
  Executor executor = Executor::kKernels;
  // labels as one more input each: 1 for the class of a row, else 0
  int64_t classes = 0;
  Outputs outputs = Outputs::kOne;
  PointEmbeddingOptions point_embedding;
};

/// The velocity of a convex potential's lines, R^D x [0, 1] -> R^D; see icnn.h.
struct IcnnOptions {
  int64_t dim = 0;              // D
  std::vector<int64_t> hidden;  // widths, at least one
  double strength = 1e-4;       // of the convexity, > 0
};

/// Two perceptrons of one shape, each with weights of its own; see mlp_pair.h.
struct MlpPairOptions {
  MlpOptions each;  // without classes, of one output
};

/// The convolutional network of guided diffusion; see image/unet.h.
struct UNetOptions {
  ImageShape image;
  int64_t channels = 128;           // of the first resolution
  std::vector<int64_t> multiplier;  // of the channels, a resolution each
  int64_t blocks = 2;               // residual, at each resolution
  std::vector<int64_t> attention;   // sides in pixels at which there is any
  int64_t head_channels = 64;       // divides the channels where there is
  double dropout = 0;               // a share, < 1
  int64_t classes = 0;
  Outputs outputs = Outputs::kOne;
};

/// A transformer over patches; see image/dit.h.
struct DitOptions {
  ImageShape image;
  int64_t patch = 2;    // side in pixels, divides that of the image
  int64_t width = 384;  // of a token, a multiple of 4 and of `heads`
  int64_t depth = 12;   // blocks
  int64_t heads = 6;
  int64_t classes = 0;
  Outputs outputs = Outputs::kOne;
};

using NetworkOptions = std::variant<MlpOptions, IcnnOptions, MlpPairOptions,
                                    UNetOptions, DitOptions>;

/// Columns that the time takes in the first layer's input.
int64_t TimeWidth(const TimeEmbeddingOptions& options);

/// Columns that points of dimension `dim` take there.
int64_t PointWidth(const PointEmbeddingOptions& options, int64_t dim);

/// Columns of the first layer's input and of the last one's output.
int64_t InputWidth(const MlpOptions& options);
int64_t OutputWidth(const MlpOptions& options);

/// Channels of what a network says of an image.
int64_t OutputChannels(const ImageShape& image, Outputs outputs);

/// What a network tells of a point; a pair of networks tells two quantities.
Outputs OutputsOf(const NetworkOptions& options);

/// The classes whose labels a network is given; 0 where it is given none.
int64_t NumClasses(const NetworkOptions& options);

}  // namespace flow::core

#endif  // CORE_NN_NETWORK_OPTIONS_H_
