// What a megabyte of anything costs `flow check`, every diagnostic rendered,
// and `flow fmt`. Each case is a way to be slow: depth, length of a line or of
// a name, one mistake many thousand times, names that must be told apart.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/random.h"
#include "flowlang/compile/compile_file.h"
#include "flowlang/diag/renderer.h"
#include "flowlang/format/format_text.h"

namespace flow::lang {
namespace {

constexpr size_t kBytes = 1 << 20;

constexpr char kData[] =
    "name: \"a\" source { gaussian { dim: 2 } } target { two_moons {} } "
    "train { steps: 9 }\n";
constexpr char kModel[] = "model { mlp { hidden: [8] } }\n";

using Piece = std::function<std::string(int64_t)>;

// Pieces between `head` and `tail` until a megabyte is full.
std::string Fill(std::string text, const Piece& piece,
                 const std::string& tail = "") {
  for (int64_t i = 0;; ++i) {
    const std::string next = piece(i);
    if (text.size() + next.size() + tail.size() > kBytes) break;
    text += next;
  }
  return text + tail;
}

Piece Same(std::string text) {
  return [text = std::move(text)](int64_t) { return text; };
}

// `text` with the number of the piece in the place of '@'.
Piece Numbered(const std::string& text) {
  return [text](int64_t i) {
    std::string piece;
    for (const char c : text) {
      if (c == '@') {
        absl::StrAppend(&piece, i);
      } else {
        piece += c;
      }
    }
    return piece;
  };
}

Piece RandomBytes() {
  return [](int64_t i) {
    return std::string(1, static_cast<char>(RowRandom(1, i).UniformInt(256)));
  };
}

struct Case {
  const char* name;
  std::string text;
};

std::vector<Case> Cases() {
  const std::string experiment = absl::StrCat(kData, kModel);
  const std::string suite =
      "# proto-message: flow.Suite\nname: \"s\" seeds: [1, 2, 3]\n";
  return {
      {"letters", Fill("", Same("a"))},
      {"random_bytes", Fill("", RandomBytes())},
      {"quotes", Fill("", Same("\""))},
      {"open_braces", Fill("", Same("{"))},
      {"nested_messages", Fill("", Same("source {"))},
      {"nested_lists", Fill("seeds: ", Same("["))},
      {"comments", Fill(experiment, Numbered("# comment @\n"))},
      {"long_string", Fill("name: \"", Same("a"), "\"")},
      {"escapes", Fill("name: \"", Same("\\n"), "\"")},
      {"unknown_fields", Fill(experiment, Numbered("field_@: 1\n"))},
      {"misspelt_fields", Fill(experiment, Same("evalute { }\n"))},
      {"long_unknown_field", Fill(experiment, Same("a"), ": 1")},
      {"duplicates", Fill(experiment, Same("seed: 1\n"))},
      {"duplicates_in_a_line", Fill(experiment, Same("seed: 1 "))},
      {"wrong_values", Fill(experiment, Same("coupling { sinkhorn: 1 }\n"))},
      {"list", Fill(absl::StrCat(kData, "model { mlp { hidden: ["), Same("1, "),
                    "1] } }")},
      {"mixture",
       Fill("name: \"a\" train { steps: 9 } target { two_moons {} }\n"
            "source { gaussian_mixture {\n",
            Numbered("component { weight: 1 mean: [@, 1] std: 1 }\n"),
            absl::StrCat("} }\n", kModel))},
      {"protocols",
       Fill(experiment,
            Numbered("evaluate { name: \"p@\" metric { w2 {} } }\n"))},
      {"protocols_of_one_name",
       Fill(experiment, Same("evaluate { name: \"p\" metric { w2 {} } }\n"))},
      {"members",
       Fill(suite,
            Numbered("member { label: \"m@\" file: \"m@.textproto\" }\n"))},
      {"sweeps", Fill(suite, Same("sweep { field: \"train.batch\" values: "
                                  "[\"1\", \"2\", \"3\", \"4\", \"5\"] }\n"))},
      {"expectations",
       Fill(suite, Numbered("expect { metric: \"w2\" better: \"m@\" than: "
                            "\"n@\" }\n"))},
  };
}

// What `flow check` does with a file, and `flow fmt`.
void Check(const std::string& text) {
  SourceSet sources;
  DiagnosticSink sink;
  const auto compiled = CompileFile(
      *sources.Add("no-such-folder/a.textproto", text), {}, &sources, &sink);
  FLOW_CHECK(compiled.has_value() != sink.has_errors()) << "a plan or an error";
  benchmark::DoNotOptimize(RenderDiagnostics(sink));
}

void Format(const std::string& text) {
  SourceSet sources;
  DiagnosticSink sink;
  benchmark::DoNotOptimize(
      FormatTextproto(*sources.Add("a.textproto", text), &sink));
}

void Register(const std::string& name, void (*work)(const std::string&),
              std::string text) {
  benchmark::RegisterBenchmark(name.c_str(), [work, text = std::move(text)](
                                                 benchmark::State& state) {
    for (auto _ : state) {
      work(text);
    }
  })->Unit(benchmark::kMillisecond);
}

void RegisterAll() {
  for (const Case& c : Cases()) {
    Register(absl::StrCat("CheckMegabyte/", c.name), Check, c.text);
    Register(absl::StrCat("FormatMegabyte/", c.name), Format, c.text);
  }
}
[[maybe_unused]] const bool kRegistered = (RegisterAll(), true);

}  // namespace
}  // namespace flow::lang

BENCHMARK_MAIN();
