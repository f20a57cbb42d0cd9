#include "flowlang/lsp/suite_names.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "core/base/files.h"
#include "flowlang/compile/sweep_points.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/load/load_experiment.h"
#include "flowlang/load/source_set.h"
#include "flowlang/parse/parser.h"
#include "flowlang/schema/field_name.h"
#include "flowlang/schema/suite.pb.h"

namespace flow::lang {
namespace {

// What the sweeps add to labels, of the suite as far as it can be read.
std::vector<std::string> SuffixesOf(const SourceText& source) {
  constexpr int kMostSuffixes = 100;
  LoadedSuite loaded;
  DiagnosticSink unused;
  ParseTextproto(source, &loaded.suite, &loaded.locations, &unused);
  int64_t count = 1;
  for (const Sweep& sweep : loaded.suite.sweep()) {
    count *= sweep.values_size();
    if (count == 0 || count > kMostSuffixes) return {""};
  }
  std::vector<std::string> suffixes;
  for (const SweepPoint& point : SweepPoints(loaded)) {
    suffixes.push_back(point.suffix);
  }
  return suffixes;
}

}  // namespace

std::vector<SuiteMemberName> MembersOf(const ParsedDocument& parsed) {
  std::vector<SuiteMemberName> members;
  if (parsed.kind() != FileKind::kSuite) return members;
  const std::string folder = DirectoryOf(parsed.document().path());
  for (const OutlineSetting* setting : SettingsNamed(parsed.root(), "member")) {
    for (const OutlineGroup& group : setting->groups) {
      const auto labels = SettingsNamed(group, "label");
      if (labels.empty() || labels[0]->scalars.empty()) continue;
      const Span place = labels[0]->scalars[0];
      const std::string file = TextOf(group, "file");
      members.push_back(
          {TextOf(place), place, file.empty() ? "" : JoinPath(folder, file)});
    }
  }
  return members;
}

std::vector<std::string> RunLabelsOf(const ParsedDocument& parsed) {
  const std::vector<std::string> suffixes =
      SuffixesOf(parsed.document().source());
  std::vector<std::string> labels;
  for (const SuiteMemberName& member : MembersOf(parsed)) {
    for (const std::string& suffix : suffixes) {
      labels.push_back(member.label + suffix);
    }
  }
  return labels;
}

bool SpeaksOfResults(const CursorContext& context) {
  return context.type() == ::flow::Expectation::descriptor() ||
         context.type() == ::flow::Reference::descriptor();
}

bool NamesAMember(const CursorContext& context) {
  if (context.place != CursorContext::Place::kValue) return false;
  if (!SpeaksOfResults(context)) return false;
  const absl::string_view name = context.setting->name.text();
  return name == "better" || name == "than" || name == "same" || name == "as" ||
         name == "of";
}

std::vector<ProtocolName> ProtocolsOf(const std::string& path,
                                      const FileOverlay& overlay) {
  SourceSet sources(&overlay);
  DiagnosticSink unused;
  const SourceText* source = LoadSource(path, std::nullopt, &sources, &unused);
  if (source == nullptr) return {};
  const std::optional<LoadedExperiment> loaded =
      LoadExperiment(*source, &sources, &unused);
  if (!loaded) return {};
  std::vector<ProtocolName> protocols;
  for (const Evaluation& evaluation : loaded->experiment.evaluate()) {
    ProtocolName protocol{evaluation.name(), {}};
    for (const Metric& metric : evaluation.metric()) {
      protocol.metrics.push_back(ChosenName(metric));
    }
    protocols.push_back(std::move(protocol));
  }
  return protocols;
}

}  // namespace flow::lang
