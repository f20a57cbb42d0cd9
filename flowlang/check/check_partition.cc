#include "flowlang/check/check_partition.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "flowlang/check/reporter.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

class Checker {
 public:
  Checker(const ExperimentContext& context, DiagnosticSink* sink)
      : context_(context),
        federation_(context.experiment.federation()),
        clients_(federation_.clients()),
        reporter_(context, sink) {}

  void Check() {
    CheckLabels();
    CheckComponents();
    CheckColumn();
    CheckDivisible();
  }

 private:
  using Others = std::vector<Reporter::Other>;

  static std::string At(absl::string_view path) {
    return absl::StrCat("federation.partition.", path);
  }
  static Others TargetChosen() { return {{"target chosen here", "target"}}; }
  void Incompatible(const std::string& path, std::string message,
                    std::string help, const Others& others) {
    reporter_.Error(Code::kIncompatibleChoice, path, std::move(message),
                    std::move(help), others);
  }
  void OutOfRange(const std::string& path, std::string message,
                  std::string help, const Others& others) {
    reporter_.ErrorAtValue(Code::kOutOfRange, path, std::move(message),
                           std::move(help), others);
  }

  void CheckLabels() {
    const Partition& partition = federation_.partition();
    const std::string name = ChosenName(partition);
    const int64_t classes = context_.target.num_classes;
    const bool by_class = partition.has_by_label() ||
                          partition.has_dirichlet() || partition.has_shards() ||
                          partition.has_pathological();
    if (by_class && classes == 0) {
      Incompatible(At(name),
                   absl::StrCat("partition '", name,
                                "' needs labels, and the "
                                "target has none"),
                   "iid and quantity do without", TargetChosen());
    } else if (partition.has_by_label() && clients_ > classes) {
      OutOfRange("federation.clients",
                 absl::StrCat("'by_label' deals out ", classes,
                              " classes, so that of ", clients_,
                              " clients some have none"),
                 "dirichlet divides classes", TargetChosen());
    } else if (partition.has_pathological() &&
               partition.pathological().classes_per_client() > classes) {
      OutOfRange(At("pathological.classes_per_client"),
                 absl::StrCat("the target has ", classes, " classes; got ",
                              partition.pathological().classes_per_client()),
                 "", TargetChosen());
    }
  }

  void CheckComponents() {
    if (!federation_.partition().has_by_component()) return;
    const Distribution& law = context_.experiment.target();
    const int64_t components = context_.target.num_classes;
    if (!law.has_gaussian_mixture() && !law.has_eight_gaussians()) {
      Incompatible(At("by_component"),
                   "partition 'by_component' needs a mixture", "",
                   TargetChosen());
    } else if (clients_ > components) {
      OutOfRange("federation.clients",
                 absl::StrCat("'by_component' deals out ", components,
                              " components, so that of ", clients_,
                              " clients some have none"),
                 "", TargetChosen());
    }
  }

  void CheckColumn() {
    const Partition& partition = federation_.partition();
    if (!partition.has_by_column()) return;
    if (!context_.experiment.target().has_array_file()) {
      Incompatible(At("by_column"), "partition 'by_column' needs a .csv file",
                   "", TargetChosen());
    } else if (clients_ != context_.target.num_clients) {
      OutOfRange(
          "federation.clients",
          absl::StrCat("column '", partition.by_column().column(), "' has ",
                       context_.target.num_clients,
                       " values, a client each; got ", clients_, " clients"),
          "", {{"column named here", At("by_column.column")}});
    }
  }

  // Whether there is enough for every client.
  void CheckSizes(int64_t points) {
    const Partition& partition = federation_.partition();
    if (points < clients_) {
      OutOfRange("federation.clients",
                 absl::StrCat("the target has ", points, " points, so that of ",
                              clients_, " clients some have none"),
                 "", TargetChosen());
    } else if (partition.has_dirichlet() &&
               partition.dirichlet().min_size() > points / clients_) {
      OutOfRange(
          At("dirichlet.min_size"),
          absl::StrCat("of ", points, " points ", clients_, " clients have ",
                       points / clients_, " each in the mean; 'min_size' is ",
                       partition.dirichlet().min_size()),
          absl::StrCat("min_size: ",
                       std::max<int64_t>(1, points / clients_ / 4)),
          {{"clients set here", "federation.clients"}});
    } else if (partition.has_shards() &&
               partition.shards().per_client() > points / clients_) {
      OutOfRange(At("shards.per_client"),
                 absl::StrCat(points, " points are fewer than ", clients_,
                              " clients times ",
                              partition.shards().per_client(), " shards"),
                 "", {{"clients set here", "federation.clients"}});
    }
  }

  // A law has no rows, and a client must have one.
  void CheckDivisible() {
    const Partition& partition = federation_.partition();
    const std::optional<int64_t> points = context_.training_points;
    const bool by_law = partition.has_iid() || partition.has_by_label() ||
                        partition.has_by_component();
    const bool is_fit =
        context_.target.num_classes > 0
            ? !partition.has_by_column()
            : partition.has_quantity() || partition.has_from_file();
    if (context_.TargetIsLaw() && !by_law && is_fit) {
      Incompatible(At(ChosenName(partition)),
                   "there are no points to divide: the target is a law",
                   "points: 10000 in the target draws so many points once",
                   TargetChosen());
    } else if (points) {
      CheckSizes(*points);
    }
  }

  const ExperimentContext& context_;
  const Federation& federation_;
  int64_t clients_;
  Reporter reporter_;
};

}  // namespace

void CheckPartition(const ExperimentContext& context, DiagnosticSink* sink) {
  if (context.experiment.has_federation()) Checker(context, sink).Check();
}

}  // namespace flow::lang
