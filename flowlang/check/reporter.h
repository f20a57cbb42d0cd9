#ifndef FLOWLANG_CHECK_REPORTER_H_
#define FLOWLANG_CHECK_REPORTER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "flowlang/check/experiment_context.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/schema/default_value.h"

namespace flow::lang {

/// Tells of mistakes by the paths of settings. A setting that nobody wrote
/// stands where the nearest message around it was written.
class Reporter {
 public:
  /// The other side of a conflict: "source chosen here", "source". Not shown if
  /// neither it nor a message around it was written.
  struct Other {
    std::string message, path;
  };

  Reporter(const ExperimentContext& context, DiagnosticSink* sink)
      : context_(context), sink_(sink) {}

  /// At the field's name: for a choice.
  void Error(Code code, absl::string_view path, std::string message,
             std::string help = "", const std::vector<Other>& others = {}) {
    Report(Severity::kError, code, context_.NameAt(path), std::move(message),
           std::move(help), others);
  }
  void Warning(Code code, absl::string_view path, std::string message,
               std::string help = "", const std::vector<Other>& others = {}) {
    Report(Severity::kWarning, code, context_.NameAt(path), std::move(message),
           std::move(help), others);
  }

  /// At the field's value: for a number, a word or a text.
  void ErrorAtValue(Code code, absl::string_view path, std::string message,
                    std::string help = "",
                    const std::vector<Other>& others = {}) {
    Report(Severity::kError, code, context_.ValueAt(path), std::move(message),
           std::move(help), others);
  }
  void WarningAtValue(Code code, absl::string_view path, std::string message,
                      std::string help = "",
                      const std::vector<Other>& others = {}) {
    Report(Severity::kWarning, code, context_.ValueAt(path), std::move(message),
           std::move(help), others);
  }

  /// Whether a person wrote the setting.
  bool IsWritten(absl::string_view path) const {
    return context_.locations.Find(path) != nullptr;
  }

  /// A warning at a setting that a person wrote and nothing reads. Of one that
  /// holds its default nothing is said: it changes nothing, and a plan that is
  /// written out has them all.
  void Unused(absl::string_view path, std::string message,
              std::string help = "", const std::vector<Other>& others = {}) {
    if (!IsWritten(path) || HoldsDefaultAt(context_.experiment, path)) return;
    Warning(Code::kUnusedSetting, path, std::move(message), std::move(help),
            others);
  }

 private:
  void Report(Severity severity, Code code, Span span, std::string message,
              std::string help, const std::vector<Other>& others) {
    std::vector<Note> notes;
    for (const Other& other : others) {
      // what nobody wrote has no place to show
      const FieldLocation& place = context_.locations.FindNearest(other.path);
      if (&place == &context_.locations.root()) continue;
      notes.push_back({other.message, place.name});
    }
    sink_->Add({severity, code, std::move(message), span, std::move(notes),
                std::move(help)});
  }

  const ExperimentContext& context_;
  DiagnosticSink* sink_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_REPORTER_H_
