#include "core/finetune/low_rank_shapes.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace flow::core {
namespace {

bool IsMatrix(const ParameterShape& parameter) {
  return parameter.shape.size() == 2;
}

absl::Status CoversNone(const std::string& name,
                        absl::Span<const ParameterShape> network) {
  std::vector<std::string> matrices;
  for (const ParameterShape& p : network) {
    if (IsMatrix(p)) matrices.push_back(p.name);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("the network has no matrix '", name,
                   "', and none whose name goes on from there; it has ",
                   absl::StrJoin(matrices, ", ")));
}

absl::Status CheckNames(const std::vector<std::string>& names,
                        absl::Span<const ParameterShape> network) {
  for (const std::string& name : names) {
    const auto is_covered = [&](const ParameterShape& p) {
      return IsMatrix(p) && NameCovers(name, p.name);
    };
    if (!std::any_of(network.begin(), network.end(), is_covered)) {
      return CoversNone(name, network);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<ParameterShape>> LowRankShapes(
    const LowRankOptions& options, absl::Span<const ParameterShape> network) {
  if (const absl::Status names = CheckNames(options.parameters, network);
      !names.ok()) {
    return names;
  }
  std::vector<ParameterShape> shapes;
  for (const ParameterShape& p : network) {
    if (!IsMatrix(p)) continue;
    const auto covers = [&](const std::string& name) {
      return NameCovers(name, p.name);
    };
    const std::vector<std::string>& names = options.parameters;
    if (!names.empty() && std::none_of(names.begin(), names.end(), covers)) {
      continue;
    }
    const int64_t rank = std::min({options.rank, p.shape[0], p.shape[1]});
    shapes.push_back({absl::StrCat(p.name, ".lora_A"), {rank, p.shape[1]}});
    shapes.push_back({absl::StrCat(p.name, ".lora_B"), {p.shape[0], rank}});
  }
  return shapes;
}

}  // namespace flow::core
