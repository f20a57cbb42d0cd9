#include "core/nn/parameter_counts.h"

#include <variant>

#include "absl/strings/str_cat.h"

namespace flow::core {
namespace {

struct Counter {
  std::vector<ParameterCount> operator()(const MlpOptions& options) const {
    std::vector<ParameterCount> counts;
    int64_t inputs = InputWidth(options);
    const auto add_layer = [&](size_t k, int64_t outputs) {
      const std::string layer = absl::StrCat("layers.", k);
      counts.push_back({layer + ".weight", inputs * outputs});
      counts.push_back({layer + ".bias", outputs});
      inputs = outputs;
    };
    for (size_t k = 0; k < options.hidden.size(); ++k) {
      add_layer(k, options.hidden[k]);
    }
    add_layer(options.hidden.size(), OutputWidth(options));
    return counts;
  }

  std::vector<ParameterCount> operator()(const IcnnOptions& options) const {
    std::vector<ParameterCount> counts;
    int64_t inputs = 0;
    for (size_t k = 0; k < options.hidden.size(); ++k) {
      const int64_t width = options.hidden[k];
      const std::string layer = absl::StrCat("layers.", k);
      counts.push_back({layer + ".skip", width * options.dim});
      counts.push_back({layer + ".bias", width});
      if (k > 0) counts.push_back({layer + ".hidden", width * inputs});
      inputs = width;
    }
    counts.push_back({"output.hidden", inputs});
    counts.push_back({"output.linear", options.dim});
    counts.push_back({"output.quadratic", 1});
    return counts;
  }

  std::vector<ParameterCount> operator()(const MlpPairOptions& options) const {
    std::vector<ParameterCount> counts;
    for (const char* half : {"forward.", "backward."}) {
      for (const ParameterCount& p : (*this)(options.each)) {
        counts.push_back({half + p.name, p.numbers});
      }
    }
    return counts;
  }
};

}  // namespace

std::vector<ParameterCount> CountParameters(const NetworkOptions& options) {
  return std::visit(Counter{}, options);
}

}  // namespace flow::core
