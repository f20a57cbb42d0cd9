#include <cstdio>

#include "flowlang/cli/arguments.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/compile_input.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/plan/build_plan.h"

namespace flow::lang {
namespace {

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

int Plan(const std::vector<std::string>& words) {
  const auto arguments = Arguments::Parse(words, {"set", "seed"});
  if (!arguments.ok()) {
    return UsageError(kPlanCommand, std::string(arguments.status().message()));
  }
  if (arguments->files().size() != 1) {
    return UsageError(kPlanCommand, "expected one file");
  }
  const auto compiled = CompileInput(arguments->files()[0], *arguments);
  if (!compiled.ok()) {
    return UsageError(kPlanCommand, std::string(compiled.status().message()));
  }
  if (!*compiled) return kExitWrong;
  std::visit([](const auto& plan) { Print(plan); }, **compiled);
  return kExitOk;
}

}  // namespace

const Command kPlanCommand = {"plan", "FILE [--set FIELD=VALUE]... [--seed N]",
                              "prints what a run would do, every default in it",
                              Plan};

}  // namespace flow::lang
