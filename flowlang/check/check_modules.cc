#include "flowlang/check/check_modules.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/nn/parameter_shapes.h"
#include "federated/rounds/module_ranges.h"
#include "flowlang/check/reporter.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

class Checker {
 public:
  Checker(const ExperimentContext& context, DiagnosticSink* sink)
      : context_(context),
        federation_(context.experiment.federation()),
        reporter_(context, sink) {}

  void Check() {
    CheckAggregation();
    CheckTopology();
    CheckWhatLiesBetween();
    for (int i = 0; i < federation_.module_size(); ++i) {
      CheckOwner(i);
      CheckClients(i);
    }
    CheckParameters();
  }

 private:
  using Others = std::vector<Reporter::Other>;

  static std::string At(int i, absl::string_view field) {
    return absl::StrCat("federation.", IndexedPath("module", i), ".", field);
  }

  void Incompatible(std::string message, std::string help,
                    const Others& others) {
    reporter_.Error(Code::kIncompatibleChoice,
                    absl::StrCat("federation.", IndexedPath("module", 0)),
                    std::move(message), std::move(help), others);
  }

  void CheckAggregation() {
    const Aggregation& rule = federation_.aggregation();
    if (rule.has_fed_avg()) return;
    Incompatible(
        rule.has_fed_sgd()
            ? "a part that a client keeps is one of its weights, and 'fed_sgd' "
              "sends gradients"
            : absl::StrCat("'", ChosenName(rule),
                           "' makes a step of the server's own, which would "
                           "pass by what clients keep"),
        "fed_avg {} averages what is shared",
        {{"aggregation chosen here", "federation.aggregation"}});
  }

  void CheckTopology() {
    const Topology& topology = federation_.topology();
    if (topology.has_star() || topology.has_hierarchical()) return;
    Incompatible("a server shares modules, and the topology has none", "",
                 {{"topology chosen here", "federation.topology"}});
  }

  void CheckWhatLiesBetween() {
    const char* what = "modules are parts of weights that the server sees";
    if (federation_.privacy().has_client_level()) {
      Incompatible(absl::StrCat(what,
                                "; 'client_level' bounds and hides the change "
                                "of all of them"),
                   "", {{"privacy set here", "federation.privacy"}});
    }
    if (federation_.has_secure_sum()) {
      Incompatible(absl::StrCat(what, "; a secure sum hides them"), "",
                   {{"secure sum set here", "federation.secure_sum"}});
    }
    if (federation_.has_compression()) {
      Incompatible(
          absl::StrCat(what,
                       "; a compression rounds the change of all of them"),
          "", {{"compression chosen here", "federation.compression"}});
    }
  }

  void CheckOwner(int i) {
    const Module& module = federation_.module(i);
    if (module.owner() == Module::EDGE &&
        !federation_.topology().has_hierarchical()) {
      reporter_.ErrorAtValue(
          Code::kIncompatibleChoice, At(i, "owner"),
          "an EDGE module is shared in a group, and the topology has none",
          "topology { hierarchical { groups: 2 } }");
    }
    if (module.owner() == Module::LOCAL || module.owner() == Module::FROZEN) {
      reporter_.Unused(
          At(i, "every"),
          absl::StrCat("what is ", Module::Owner_Name(module.owner()),
                       " is never shared"),
          "", {{"owner set here", At(i, "owner")}});
    }
  }

  void CheckClients(int i) {
    const Module& module = federation_.module(i);
    for (int k = 0; k < module.client_size(); ++k) {
      if (module.client(k) < federation_.clients()) continue;
      reporter_.ErrorAtValue(
          Code::kOutOfRange, At(i, IndexedPath("client", k)),
          absl::StrCat("'client' must be < ", federation_.clients(),
                       ", the number of clients; got ", module.client(k)),
          "clients count from 0", {{"clients set here", "federation.clients"}});
    }
    if (module.owner() != Module::FROZEN || module.client_size() == 0) return;
    reporter_.Unused(At(i, IndexedPath("client", 0)),
                     "what is FROZEN is trained by nobody", "",
                     {{"owner set here", At(i, "owner")}});
  }

  void CheckParameters() {
    const std::vector<core::ParameterShape> trained =
        TrainedShapesOf(context_.experiment, context_.target.dim);
    const std::vector<federated::ModuleOptions> modules =
        ModulesOf(federation_);
    for (size_t i = 0; i < modules.size(); ++i) {
      CheckThatItCovers(i, modules[i], trained);
      for (size_t j = 0; j < i; ++j) CheckApart(i, j, modules, trained);
    }
  }

  void CheckThatItCovers(int i, const federated::ModuleOptions& module,
                         const std::vector<core::ParameterShape>& trained) {
    std::vector<std::string> names;
    for (const core::ParameterShape& p : trained) {
      if (federated::Covers(module, p.name)) return;
      names.push_back(p.name);
    }
    reporter_.ErrorAtValue(
        Code::kUnresolvedReference, At(i, "parameters"),
        absl::StrCat("there is no parameter '", module.parameters,
                     "', and none whose name goes on from there"),
        absl::StrCat("there are ", absl::StrJoin(names, ", ")),
        {{"model chosen here", "model"}});
  }

  void CheckApart(int i, int j,
                  const std::vector<federated::ModuleOptions>& modules,
                  const std::vector<core::ParameterShape>& trained) {
    for (const core::ParameterShape& p : trained) {
      if (!federated::Covers(modules[i], p.name) ||
          !federated::Covers(modules[j], p.name)) {
        continue;
      }
      reporter_.ErrorAtValue(
          Code::kIncompatibleChoice, At(i, "parameters"),
          absl::StrCat("'", p.name, "' is in another module already"), "",
          {{"the other is here", At(j, "parameters")}});
      return;
    }
  }

  const ExperimentContext& context_;
  const Federation& federation_;
  Reporter reporter_;
};

}  // namespace

void CheckModules(const ExperimentContext& context, DiagnosticSink* sink) {
  if (context.experiment.federation().module_size() > 0) {
    Checker(context, sink).Check();
  }
}

}  // namespace flow::lang
