#include "flowlang/plan/plan_json.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

// The lines of a description begin with a name, blanks, and the setting.
Json Settings(const std::string& description) {
  Json settings = Json::object();
  for (absl::string_view line :
       absl::StrSplit(description, '\n', absl::SkipEmpty())) {
    const std::string name(line.substr(0, line.find(' ')));
    const std::string text(
        absl::StripAsciiWhitespace(line.substr(name.size())));
    if (!settings.contains(name)) {
      settings[name] = text;
      continue;
    }
    Json& known = settings[name];
    if (!known.is_array()) known = Json::array({known});
    known.push_back(text);
  }
  return settings;
}

}  // namespace

Json PlanJson(const ExperimentPlan& plan) {
  Json stages = Json::array();
  for (const Stage& stage : plan.stages) {
    stages.push_back(
        {{"name", stage.name},
         {"kind", stage.kind},
         {"hash", stage.hash},
         {"inputs", stage.inputs},
         {"runs", !std::holds_alternative<PlannedStage>(stage.work)},
         {"settings", Settings(stage.description)}});
  }
  return {{"experiment", plan.name},   {"hash", plan.hash},
          {"seed", plan.seed},         {"dimension", plan.dim},
          {"resolved", plan.resolved}, {"stages", stages}};
}

}  // namespace flow::lang
