#include "flowlang/check/check_network.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "flowlang/check/choices.h"
#include "flowlang/check/reporter.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

template <typename Numbers>
bool Holds(const Numbers& numbers, int64_t number) {
  return std::ranges::find(numbers, number) != numbers.end();
}

class Checker {
 public:
  Checker(const ExperimentContext& context, DiagnosticSink* sink)
      : side_(ImageOf(context.experiment.target()).side),
        reporter_(context, sink) {}

  void Check(const Model& model, const std::string& path) {
    if (model.has_mlp()) Check(model.mlp(), path + ".mlp");
    if (model.has_unet()) Check(model.unet(), path + ".unet");
    if (model.has_dit()) Check(model.dit(), path + ".dit");
  }

  void Check(const Potential& potential, const std::string& path) {
    if (potential.has_mlp()) Check(potential.mlp(), path + ".mlp");
    if (potential.has_conv()) CheckIsImage(path + ".conv");
  }

  // As the model of the experiment; other potentials are no velocities.
  void CheckVelocityOfPotential(const Experiment& experiment, int64_t dim) {
    constexpr int64_t kMostDimensions = 64;
    const char path[] = "model.icnn";
    if (!experiment.model().has_icnn()) return;
    if (!experiment.method().has_flow_matching()) {
      reporter_.Error(Code::kIncompatibleChoice, path,
                      "a potential gives the velocity of flow matching, and "
                      "the method learns something else",
                      "mlp", {{"method chosen here", "method"}});
    } else if (!experiment.path().has_linear() ||
               experiment.path().linear().sigma() > 0) {
      reporter_.Error(Code::kIncompatibleChoice, path,
                      "the lines of a potential are straight and have no "
                      "noise, and this path is another",
                      "path { linear {} }", {{"path chosen here", "path"}});
    } else if (dim > kMostDimensions) {
      OutOfRange(
          path,
          absl::StrCat("solves for its lines in at most ", kMostDimensions,
                       " dimensions; the target has ", dim),
          "mlp", {{"target chosen here", "target"}});
    }
    for (const std::string& setting : UnevenTimes(experiment.train())) {
      reporter_.Warning(
          Code::kIncompatibleChoice, "train." + setting,
          "the least loss of a potential is optimal transport for uniform "
          "times of one weight, and need not be for others",
          "leave it out", {{"model chosen here", path}});
    }
  }

 private:
  void Check(const Mlp& mlp, const std::string& path) {
    const TimeEmbedding& time = mlp.time_embedding();
    if (time.has_sinusoidal()) {
      CheckPairs(time.sinusoidal().dim(), path + ".time_embedding.sinusoidal");
    }
    if (time.has_fourier()) {
      CheckPairs(time.fourier().dim(), path + ".time_embedding.fourier");
    }
    const PointEmbedding& point = mlp.point_embedding();
    if (point.has_fourier()) {
      CheckPairs(point.fourier().dim(), path + ".point_embedding.fourier");
    }
    if (mlp.activation() != Mlp::SOFTPLUS) {
      reporter_.Unused(path + ".softplus_beta",
                       "'softplus_beta' is the bend of SOFTPLUS, and the "
                       "activation is " +
                           Mlp::Activation_Name(mlp.activation()),
                       "activation: SOFTPLUS");
    }
  }

  void CheckPairs(int64_t dim, const std::string& path) {
    if (dim % 2 == 0) return;
    OutOfRange(path + ".dim", absl::StrCat("must be even; got ", dim),
               "it counts cosines and sines together");
  }

  void Check(const UNet& unet, const std::string& path) {
    if (!CheckIsImage(path)) return;
    CheckAttention(unet, path);
    const int64_t divisor = int64_t{1} << (unet.multiplier_size() - 1);
    if (side_ % divisor == 0) return;
    OutOfRange(path + ".multiplier",
               absl::StrCat("has ", unet.multiplier_size(),
                            " resolutions, which halve an image of ", side_,
                            " pixels ", unet.multiplier_size() - 1, " times"),
               "", {{"target chosen here", "target"}});
  }

  // That heads divide the channels where there are any, and that there is no
  // attention at sides that the image never has.
  void CheckAttention(const UNet& unet, const std::string& path) {
    std::vector<int64_t> sides;
    for (int level = 0; level < unet.multiplier_size(); ++level) {
      sides.push_back(side_ >> level);
      const bool has_attention = level + 1 == unet.multiplier_size() ||
                                 Holds(unet.attention(), sides.back());
      const int64_t channels = unet.channels() * unet.multiplier(level);
      if (!has_attention || channels % unet.head_channels() == 0) continue;
      OutOfRange(
          path + ".head_channels",
          absl::StrCat("must divide the ", channels, " channels at ",
                       sides.back(), " pixels; got ", unet.head_channels()));
    }
    for (int i = 0; i < unet.attention_size(); ++i) {
      if (Holds(sides, unet.attention(i))) continue;
      OutOfRange(
          IndexedPath(path + ".attention", i),
          absl::StrCat("must be a side that the image has on its way: ",
                       absl::StrJoin(sides, ", "), "; got ", unet.attention(i)),
          "", {{"target chosen here", "target"}});
    }
  }

  void Check(const Dit& dit, const std::string& path) {
    if (dit.width() % 4 != 0) {
      OutOfRange(path + ".width",
                 absl::StrCat("must be a multiple of 4, which the places of "
                              "patches are; got ",
                              dit.width()));
    }
    if (dit.width() % dit.heads() != 0) {
      OutOfRange(path + ".heads",
                 absl::StrCat("must divide the width of ", dit.width(),
                              "; got ", dit.heads()));
    }
    if (!CheckIsImage(path) || side_ % dit.patch() == 0) return;
    OutOfRange(path + ".patch",
               absl::StrCat("must divide the side of ", side_, " pixels; got ",
                            dit.patch()),
               "", {{"target chosen here", "target"}});
  }

  bool CheckIsImage(const std::string& path) {
    if (side_ > 0) return true;
    reporter_.Error(Code::kShapeMismatch, path,
                    "this network is of images, and the target has none",
                    "mlp is of any points", {{"target chosen here", "target"}});
    return false;
  }

  void OutOfRange(const std::string& path, const std::string& rule,
                  std::string help = "",
                  const std::vector<Reporter::Other>& others = {}) {
    reporter_.ErrorAtValue(Code::kOutOfRange, path,
                           absl::StrCat("'", path, "' ", rule), std::move(help),
                           others);
  }

  int64_t side_;
  Reporter reporter_;
};

}  // namespace

void CheckNetwork(const ExperimentContext& context, DiagnosticSink* sink) {
  Checker checker(context, sink);
  checker.Check(context.experiment.model(), "model");
  checker.CheckVelocityOfPotential(context.experiment, context.target.dim);
  if (context.experiment.coupling().has_semidual()) {
    checker.Check(context.experiment.coupling().semidual().potential(),
                  "coupling.semidual.potential");
  }
}

}  // namespace flow::lang
