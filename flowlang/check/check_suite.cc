#include "flowlang/check/check_suite.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "flowlang/check/metric_range.h"
#include "flowlang/diag/closest_name.h"
#include "flowlang/diag/report.h"

namespace flow::lang {
namespace {

class SuiteChecker {
 public:
  SuiteChecker(const Suite& suite, const LocationMap& locations,
               DiagnosticSink* sink)
      : suite_(suite), locations_(locations), sink_(sink) {}

  void Check() {
    CheckLabelsDiffer();
    for (int i = 0; i < suite_.expect_size(); ++i) {
      const std::string path = IndexedPath("expect", i);
      CheckForm(suite_.expect(i), path);
      CheckLabels(suite_.expect(i), path);
      CheckMeaning(suite_.expect(i), path);
      CheckStrength(path);
    }
    for (int i = 0; i < suite_.reference_size(); ++i) CheckReference(i);
  }

 private:
  Span Value(const std::string& path) const {
    return locations_.FindNearest(path).value;
  }
  Span Name(const std::string& path) const {
    return locations_.FindNearest(path).name;
  }

  void CheckLabelsDiffer() {
    std::map<std::string, Span> places;
    for (int i = 0; i < suite_.member_size(); ++i) {
      const std::string& label = suite_.member(i).label();
      const Span place = Value(IndexedPath("member", i) + ".label");
      const auto [first, inserted] = places.emplace(label, place);
      if (!inserted) {
        ReportError(sink_, Code::kDuplicateName, place,
                    absl::StrCat("the label '", label, "' is there already"),
                    "", {{"first one here", first->second}});
      }
    }
  }

  // `better` with `than`, `same` with `as`, or `of` with one bound; nothing of
  // another form.
  void CheckForm(const Expectation& e, const std::string& path) {
    const int forms = e.has_better() + e.has_same() + e.has_of();
    if (forms != 1) {
      ReportError(
          sink_, Code::kMissingRequired, Name(path),
          forms > 1 ? "an expectation has one of 'better', 'same' and 'of'"
                    : "an expectation needs 'better', 'same' or 'of'",
          "better: \"A\" than: \"B\" compares two members, same: \"A\" as: "
          "\"B\" margin: 0.01 calls them equal, of: \"A\" below: 0.3 bounds "
          "one");
    } else if (e.has_better()) {
      CheckComparison(e, path);
    } else if (e.has_same()) {
      CheckEquivalence(e, path);
    } else {
      CheckBound(e, path);
    }
  }

  // What belongs to another form than the one by `chosen`.
  void RefuseOf(
      const std::string& chosen, const std::string& path,
      const std::vector<std::pair<std::string, std::string>>& field_and_owner) {
    for (const auto& [field, owner] : field_and_owner) {
      if (locations_.Find(path + "." + field) == nullptr) continue;
      ReportError(sink_, Code::kIncompatibleChoice, Name(path + "." + field),
                  absl::StrCat("'", field, "' goes with '", owner,
                               "', not with '", chosen, "'"));
    }
  }

  void CheckEquivalence(const Expectation& e, const std::string& path) {
    if (!e.has_as()) {
      ReportError(sink_, Code::kMissingRequired, Name(path),
                  "'same' needs 'as'");
    }
    if (!(e.margin() > 0)) {
      ReportError(sink_, Code::kMissingRequired, Name(path),
                  "'same' needs a 'margin' > 0: no two means are equal",
                  "margin: 0.01, in the metric's units");
    }
    RefuseOf("same", path,
             {{"than", "better"},
              {"by_factor", "better"},
              {"below", "of"},
              {"above", "of"}});
  }

  void CheckComparison(const Expectation& e, const std::string& path) {
    if (!e.has_than()) {
      ReportError(sink_, Code::kMissingRequired, Name(path),
                  "'better' needs 'than'");
    }
    if (e.has_by_factor() && e.has_margin()) {
      ReportError(sink_, Code::kIncompatibleChoice, Name(path + ".margin"),
                  "'margin' allows a loss and 'by_factor' asks for a gain", "",
                  {{"by_factor set here", Name(path + ".by_factor")}});
    }
    RefuseOf("better", path,
             {{"as", "same"}, {"below", "of"}, {"above", "of"}});
  }

  void CheckBound(const Expectation& e, const std::string& path) {
    if (e.has_below() == e.has_above()) {
      ReportError(sink_, Code::kMissingRequired, Name(path),
                  "'of' needs one bound, 'below' or 'above'");
    }
    RefuseOf("of", path,
             {{"than", "better"},
              {"as", "same"},
              {"by_factor", "better"},
              {"margin", "better"}});
  }

  void CheckLabels(const Expectation& e, const std::string& path) {
    if (e.has_better()) CheckLabel(e.better(), path + ".better");
    if (e.has_than()) CheckLabel(e.than(), path + ".than");
    if (e.has_same()) CheckLabel(e.same(), path + ".same");
    if (e.has_as()) CheckLabel(e.as(), path + ".as");
    if (e.has_of()) CheckLabel(e.of(), path + ".of");
    const bool better_itself = e.has_better() && e.better() == e.than();
    const bool same_itself = e.has_same() && e.same() == e.as();
    if (better_itself || same_itself) {
      ReportError(sink_, Code::kWeakExpectation,
                  Value(path + (same_itself ? ".as" : ".than")),
                  "a member is compared with itself");
    }
  }

  // A claim that no result could break, or none could meet.
  void CheckMeaning(const Expectation& e, const std::string& path) {
    if (e.has_better() && e.metric() == "signed_npe") {
      ReportError(sink_, Code::kIncompatibleChoice, Value(path + ".metric"),
                  "'signed_npe' is best at 0, so that neither of two values "
                  "is better by its size",
                  "npe is its absolute value");
    }
    const MetricRange range = RangeOfMetric(e.metric());
    if (e.has_below()) {
      CheckBoundIn("below", e.below(), e.below() > range.high,
                   e.below() <= range.low, e.metric(), path);
    }
    if (e.has_above()) {
      CheckBoundIn("above", e.above(), e.above() < range.low,
                   e.above() >= range.high, e.metric(), path);
    }
  }

  void CheckBoundIn(const std::string& word, double bound, bool always,
                    bool never, const std::string& metric,
                    const std::string& path) {
    if (!always && !never) return;
    ReportError(sink_, Code::kWeakExpectation, Value(path + "." + word),
                absl::StrCat("'", metric, "' is ", always ? "always" : "never",
                             " ", word, " ", bound),
                "a claim is worth something if a result could break it and "
                "another could meet it");
  }

  // With a sweep, a variant is called "<label>,<field>=<value>".
  void CheckLabel(const std::string& label, const std::string& path) {
    const std::string member = label.substr(0, label.find(','));
    std::vector<std::string> names;
    for (const SuiteMember& m : suite_.member()) {
      if (m.label() == member) return;
      names.push_back(m.label());
    }
    const std::string closest = ClosestName(member, names);
    ReportError(
        sink_, Code::kUnresolvedReference, Value(path),
        absl::StrCat("no member has the label '", member, "'"),
        closest.empty()
            ? absl::StrCat("the labels are ", absl::StrJoin(names, ", "))
            : absl::StrCat("did you mean '", closest, "'?"));
  }

  void CheckStrength(const std::string& path) {
    if (suite_.seeds_size() >= 2) return;
    ReportError(sink_, Code::kWeakExpectation, Name(path),
                absl::StrCat("one seed cannot decide an expectation"),
                "comparisons need at least 2 seeds, and 5 or more to be sharp",
                {{"seeds set here", Name("seeds[0]")}});
  }

  void CheckReference(int index) {
    const Reference& r = suite_.reference(index);
    const std::string path = IndexedPath("reference", index);
    CheckLabel(r.of(), path + ".of");
    const MetricRange range = RangeOfMetric(r.metric());
    if (r.value() < range.low || r.value() > range.high) {
      ReportError(sink_, Code::kOutOfRange, Value(path + ".value"),
                  absl::StrCat("'", r.metric(), "' is never ", r.value()));
    }
    for (int i = 0; i < index; ++i) {
      const Reference& other = suite_.reference(i);
      if (r.metric() != other.metric() || r.protocol() != other.protocol() ||
          r.of() != other.of() || r.source() != other.source() ||
          r.tag() != other.tag()) {
        continue;
      }
      ReportError(sink_, Code::kDuplicateName, Name(path),
                  absl::StrCat("the value of '", r.of(),
                               "' from this source is there already"),
                  "", {{"first one here", Name(IndexedPath("reference", i))}});
      return;
    }
  }

  const Suite& suite_;
  const LocationMap& locations_;
  DiagnosticSink* sink_;
};

}  // namespace

void CheckSuite(const Suite& suite, const LocationMap& locations,
                DiagnosticSink* sink) {
  SuiteChecker(suite, locations, sink).Check();
}

}  // namespace flow::lang
