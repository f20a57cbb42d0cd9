#include "flowlang/lower/environment.h"

#include <string>

#include "ATen/Context.h"
#include "ATen/Version.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/files.h"
#include "flowlang/lower/build_info.h"
#include "torch/headeronly/version.h"

namespace flow::lang {
namespace {

std::string Processor() {
  const auto info = ReadFile("/proc/cpuinfo");
  if (!info.ok()) return "unknown";
  for (const absl::string_view line : absl::StrSplit(*info, '\n')) {
    if (absl::StartsWith(line, "model name")) {
      return std::string(
          absl::StripAsciiWhitespace(line.substr(line.find(':') + 1)));
    }
  }
  return "unknown";
}

}  // namespace

nlohmann::ordered_json DescribeEnvironment(int threads,
                                           const core::Device* device) {
  return {{"commit", std::string(kBuildCommit)},
          {"cpu", Processor()},
          {"cpu_capability", at::get_cpu_capability()},
          {"threads", threads},
          {"blas", at::hasMKL() ? "mkl" : "other"},
          {"torch", TORCH_VERSION},
          {"device", device == nullptr ? "cpu" : device->name()}};
}

}  // namespace flow::lang
