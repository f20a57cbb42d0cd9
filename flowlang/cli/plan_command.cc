#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>

#include "absl/strings/str_replace.h"
#include "flowlang/cli/arguments.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/compile_input.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/plan/build_plan.h"
#include "flowlang/plan/plan_json.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

constexpr Flag kFlags[] = {
    kSetFlag,
    kSeedFlag,
    {"format", "text|json|textproto",
     "how the plan is printed, text if left out; textproto is the experiment "
     "with every default, which runs to the same bits"}};

void Print(const SuitePlan& suite) {
  std::printf("suite %s: %zu runs, %zu expectations\n", suite.name.c_str(),
              suite.runs.size(), suite.expectations.size());
  for (const SuiteRun& run : suite.runs) {
    std::printf("  %-40s plan %s\n", run.folder.c_str(), run.plan.hash.c_str());
  }
  // the runs of a label differ in the seed alone: one plan stands for them
  std::string last;
  for (const SuiteRun& run : suite.runs) {
    if (run.label == last) continue;
    last = run.label;
    std::printf("\n%s\n%s", run.label.c_str(), PrintPlan(run.plan).c_str());
  }
}

void Print(const ExperimentPlan& plan) {
  std::fputs(PrintPlan(plan).c_str(), stdout);
}

// The experiment's files as they are called from here, where they lie below: a
// plan that names no machine is the same on another.
std::string FromHere(const std::string& resolved) {
  std::error_code error;
  const std::string here = std::filesystem::current_path(error).string();
  if (error) return resolved;
  return absl::StrReplaceAll(resolved, {{"\"" + here + "/", "\""}});
}

void PrintJson(const nlohmann::ordered_json& json) {
  std::printf("%s\n", json.dump(2).c_str());
}

nlohmann::ordered_json ToJson(const ExperimentPlan& plan) {
  return PlanJson(plan);
}

nlohmann::ordered_json ToJson(const SuitePlan& suite) {
  auto runs = nlohmann::ordered_json::array();
  for (const SuiteRun& run : suite.runs) {
    runs.push_back({{"label", run.label},
                    {"folder", run.folder},
                    {"plan", PlanJson(run.plan)}});
  }
  return {{"suite", suite.name}, {"runs", runs}};
}

int Plan(const std::vector<std::string>& words) {
  const auto arguments = Arguments::Parse(words, kFlags);
  if (!arguments.ok()) {
    return UsageError(kPlanCommand, std::string(arguments.status().message()));
  }
  const absl::StatusOr<std::string> file = arguments->OneFile();
  if (!file.ok()) {
    return UsageError(kPlanCommand, std::string(file.status().message()));
  }
  const auto compiled = CompileOrTell(*file, *arguments, Purpose::kInspect);
  if (!compiled.ok()) {
    return UsageError(kPlanCommand, std::string(compiled.status().message()));
  }
  if (!*compiled) return kExitWrong;
  const std::string format = arguments->Get("format").value_or("text");
  if (format == "textproto") {
    const auto* plan = std::get_if<ExperimentPlan>(&**compiled);
    if (plan == nullptr) {
      return UsageError(kPlanCommand, "textproto is of an experiment, and '" +
                                          arguments->files()[0] +
                                          "' is a suite");
    }
    std::fputs(FromHere(plan->resolved).c_str(), stdout);
    return kExitOk;
  }
  std::visit(
      [&](const auto& plan) {
        format == "json" ? PrintJson(ToJson(plan)) : Print(plan);
      },
      **compiled);
  return kExitOk;
}

}  // namespace

const Command kPlanCommand = {"plan", "FILE",
                              "prints what a run would do, every default in it",
                              kFlags, Plan};

}  // namespace flow::lang
