#include "core/nn/parameter_shapes.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/nn/image/dit_parameters.h"
#include "core/nn/image/unet_layout.h"

namespace flow::core {
namespace {

struct ShapesOf {
  std::vector<ParameterShape> operator()(const MlpOptions& options) const {
    std::vector<ParameterShape> shapes;
    int64_t inputs = InputWidth(options);
    const auto add_layer = [&](size_t k, int64_t outputs) {
      const std::string layer = absl::StrCat("layers.", k);
      shapes.push_back({layer + ".weight", {outputs, inputs}});
      shapes.push_back({layer + ".bias", {outputs}});
      inputs = outputs;
    };
    for (size_t k = 0; k < options.hidden.size(); ++k) {
      add_layer(k, options.hidden[k]);
    }
    add_layer(options.hidden.size(), OutputWidth(options));
    return shapes;
  }

  std::vector<ParameterShape> operator()(const IcnnOptions& options) const {
    std::vector<ParameterShape> shapes;
    int64_t inputs = 0;
    for (size_t k = 0; k < options.hidden.size(); ++k) {
      const int64_t width = options.hidden[k];
      const std::string layer = absl::StrCat("layers.", k);
      shapes.push_back({layer + ".skip", {width, options.dim}});
      shapes.push_back({layer + ".bias", {width}});
      if (k > 0) shapes.push_back({layer + ".hidden", {width, inputs}});
      inputs = width;
    }
    shapes.push_back({"output.hidden", {inputs}});
    shapes.push_back({"output.linear", {options.dim}});
    shapes.push_back({"output.quadratic", {1}});
    return shapes;
  }

  std::vector<ParameterShape> operator()(const MlpPairOptions& options) const {
    std::vector<ParameterShape> shapes;
    for (const char* half : {"forward.", "backward."}) {
      for (const ParameterShape& p : (*this)(options.each)) {
        shapes.push_back({half + p.name, p.shape});
      }
    }
    return shapes;
  }

  template <typename ImageNetworkOptions>
  std::vector<ParameterShape> operator()(
      const ImageNetworkOptions& options) const {
    std::vector<ParameterShape> shapes;
    for (ParameterSpec& spec : ParametersOf(options)) {
      shapes.push_back(std::move(spec.parameter));
    }
    return shapes;
  }
};

}  // namespace

std::vector<ParameterShape> ParameterShapes(const NetworkOptions& options) {
  return std::visit(ShapesOf{}, options);
}

int64_t NumParameters(const NetworkOptions& options) {
  int64_t numbers = 0;
  for (const ParameterShape& parameter : ParameterShapes(options)) {
    numbers += parameter.numbers();
  }
  return numbers;
}

bool NameCovers(absl::string_view name, absl::string_view parameter) {
  return absl::ConsumePrefix(&parameter, name) &&
         (parameter.empty() || parameter.front() == '.');
}

}  // namespace flow::core
