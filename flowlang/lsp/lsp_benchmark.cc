// What a keystroke costs the language server, from the message of the change to
// the diagnostics and the list of completions, in a file of 500 lines.

#include <benchmark/benchmark.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "flowlang/lsp/server.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using nlohmann::json;

constexpr char kUri[] = "file:///nowhere/large.textproto";

// Many protocols: the longest files are those.
std::string LargeExperiment(int lines) {
  std::string text =
      "name: \"large\"\nsource { gaussian { dim: 2 } }\n"
      "target { two_moons {} }\nmodel { mlp { hidden: [64, 64] } }\n"
      "train {\n  steps: 100\n  batch: 64\n}\n";
  for (int i = 0, at = 8; at < lines; ++i, at += 10) {
    absl::StrAppend(&text, "evaluate {\n  name: \"protocol", i, "\"\n",
                    "  # how many\n  samples: 1000\n",
                    "  sampler { euler { steps: ", i + 1, " } }\n",
                    "  metric { w2 {} }\n  metric { sliced_w2 {} }\n",
                    "  metric { npe {} }\n  metric { nfe {} }\n}\n");
  }
  return text;
}

json DocumentParams(json more) {
  more["textDocument"]["uri"] = kUri;
  return more;
}

json At(int line, int character) {
  return {{"line", line}, {"character", character}};
}

class Client {
 public:
  explicit Client(const std::string& text) {
    Send({{"id", 1}, {"method", "initialize"}});
    Send({{"method", "textDocument/didOpen"},
          {"params", DocumentParams({{"textDocument", {{"text", text}}}})}});
    server_.PublishDiagnostics();
  }

  // Types a letter at the place, or takes it back.
  void Type(int line, int character, bool back) {
    const json range = {{"start", At(line, character)},
                        {"end", At(line, character + (back ? 1 : 0))}};
    Send({{"method", "textDocument/didChange"},
          {"params", DocumentParams({{"contentChanges",
                                      {{{"range", range},
                                        {"text", back ? "" : "b"}}}}})}});
  }
  void Complete(int line, int character) {
    Send({{"id", 2},
          {"method", "textDocument/completion"},
          {"params", DocumentParams({{"position", At(line, character)}})}});
  }
  void Publish() { server_.PublishDiagnostics(); }
  int64_t bytes() const { return bytes_; }

 private:
  void Send(const json& message) { server_.Receive(message.dump()); }

  int64_t bytes_ = 0;
  LanguageServer server_{
      [this](const std::string& content) { bytes_ += content.size(); }};
};

void BM_Keystroke(benchmark::State& state) {
  Client client(LargeExperiment(static_cast<int>(state.range(0))));
  bool back = false;
  for (auto _ : state) {
    // behind the settings of `train`
    client.Type(6, 11, back);
    client.Complete(6, back ? 11 : 12);
    client.Publish();
    back = !back;
  }
  FLOW_CHECK(client.bytes() > 0) << "the server answers";
}
BENCHMARK(BM_Keystroke)->Arg(500)->Arg(5000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace flow::lang

BENCHMARK_MAIN();
