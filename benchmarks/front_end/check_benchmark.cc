// How long a person waits for `flow check`: one file with the file that it
// extends, and a thousand of them. The files are read and compiled as the
// command does it; what is not measured is the start of the process.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/files.h"
#include "flowlang/compile/compile_experiment.h"
#include "flowlang/load/load_experiment.h"

namespace flow::lang {
namespace {

constexpr char kBase[] = R"(
name: "base"
source { gaussian { dim: 2 } }
target { two_moons { noise: 0.05 scale: 2 shift: [-1, 0] } }
path { linear { sigma: 0.1 } }
model { mlp { hidden: [64, 64, 64] activation: SELU } }
train { steps: 20000 batch: 512 optimizer { adamw { learning_rate: 1e-3 } } }
evaluate {
  name: "euler100"
  sampler { euler { steps: 100 } }
  metric { w2 {} }
  metric { npe {} }
}
)";

std::string Member(int index) {
  return absl::StrCat("name: \"member_", index,
                      "\"\nextends: \"base.textproto\"\n"
                      "coupling { minibatch_ot { exact {} } }\n"
                      "train { batch: ",
                      64 + index, " }\n");
}

// A folder with the base and `n` files that extend it.
std::vector<std::string> WriteFiles(int n) {
  const char* place = std::getenv("TEST_TMPDIR");
  const std::string folder =
      JoinPath(place != nullptr ? place : "/tmp", "flow_check_benchmark");
  FLOW_CHECK(MakeDirectories(folder).ok()) << folder;
  const auto write = [&](const std::string& name, const std::string& text) {
    const std::string path = JoinPath(folder, name);
    FLOW_CHECK(WriteFileAtomically(path, text).ok()) << path;
    return path;
  };
  write("base.textproto", kBase);
  std::vector<std::string> paths;
  for (int i = 0; i < n; ++i) {
    paths.push_back(write(absl::StrCat("member_", i, ".textproto"), Member(i)));
  }
  return paths;
}

void Check(const std::string& path) {
  SourceSet sources;
  DiagnosticSink sink;
  const SourceText* source = LoadSource(path, std::nullopt, &sources, &sink);
  FLOW_CHECK(source != nullptr) << path;
  const auto plan = CompileExperiment(*source, {}, &sources, &sink);
  FLOW_CHECK(plan.has_value() && sink.empty()) << path;
}

void BM_Check(benchmark::State& state) {
  const std::vector<std::string> paths =
      WriteFiles(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    for (const std::string& path : paths) Check(path);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_Check)->ArgName("files")->Arg(1)->Arg(1000)->Unit(
    benchmark::kMillisecond);

}  // namespace
}  // namespace flow::lang

BENCHMARK_MAIN();
