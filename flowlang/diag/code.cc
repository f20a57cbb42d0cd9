#include "flowlang/diag/code.h"

#include "core/base/check.h"

namespace flow::lang {
namespace {

constexpr CodeEntry kEntries[] = {
    {Code::kSyntax, "syntax",
     "The text cannot be read: a colon, a quote or a brace is missing or "
     "stands where none belongs. A setting is `name: value`, a group of "
     "settings is `name { ... }`, a list is `name: [a, b]`, a comment starts "
     "with #.",
     "train { batch 64 }"},
    {Code::kUnknownField, "unknown-field",
     "The enclosing group has no setting of this name. The help line names "
     "the closest one, or all that there are; `flow doc` prints the manual.",
     "train { learning_rte: 0.1 }"},
    {Code::kUnknownValue, "unknown-value",
     "The setting takes one word out of a fixed list, and this word is not "
     "in it.",
     "model { mlp { activation: SWISHY } }"},
    {Code::kWrongType, "wrong-type",
     "The value is of another kind than the setting takes: text where a "
     "number belongs, a list where one value does, a word without quotes "
     "where text belongs.",
     "train { batch: \"64\" }"},
    {Code::kDuplicateField, "duplicate-field",
     "A setting that takes one value is given twice. Only lists may be "
     "repeated.",
     "train { batch: 64 batch: 128 }"},
    {Code::kOneofClash, "oneof-clash",
     "Only one of several alternatives may be chosen, and two are written.",
     "path { linear {} trigonometric {} }"},
    {Code::kOutOfRange, "out-of-range",
     "The value breaks the rule of its setting: a number outside of its "
     "range, a list of a wrong length, text of a wrong form.",
     "train { batch: 0 }"},
    {Code::kMissingRequired, "missing-required",
     "A setting without which the experiment has no meaning is not written. "
     "The place shown is the group that should hold it.",
     "path {}"},
    {Code::kDuplicateName, "duplicate-name",
     "Two things of one kind carry the same name, so that results could not "
     "be told apart.",
     "evaluate { name: \"a\" } evaluate { name: \"a\" }"},
    {Code::kUnresolvedReference, "unresolved-reference",
     "A name is used that nothing in the file carries.",
     "expect { metric: \"w2\" protocol: \"nowhere\" }"},
    {Code::kFileNotFound, "file-not-found",
     "A file that is referred to does not exist or cannot be read. Paths are "
     "relative to the file that names them.",
     "extends: \"nowhere.textproto\""},
    {Code::kExtendsCycle, "extends-cycle",
     "A file extends, directly or through others, itself.",
     "extends: \"this_file.textproto\""},
    {Code::kShapeMismatch, "shape-mismatch",
     "Two parts of the experiment disagree on the dimension of the points "
     "that pass between them.",
     "source { gaussian { dim: 3 } } target { moons {} }"},
    {Code::kIncompatibleChoice, "incompatible-choice",
     "Two choices that are each fine have no meaning together. The note "
     "shows the other one.",
     "path { target_conditional {} } source { eight_gaussians {} }"},
    {Code::kUnusedSetting, "unused-setting",
     "The setting would have no effect because of another choice. It is "
     "reported, because whoever wrote it expects an effect.",
     "sampler { euler { steps: 10 } rtol: 1e-5 }"},
    {Code::kNotSupported, "not-supported",
     "The experiment has a meaning, but this program cannot run it.",
     "train { batch: 64 } # together with a part that has no trainer yet"},
    {Code::kWeakExpectation, "weak-expectation",
     "The expectation could not fail, or could not be decided by the runs "
     "that the suite makes; a gate like that says nothing.",
     "seeds: [1] expect { metric: \"w2\" better: \"a\" than: \"b\" }"},
};

}  // namespace

absl::Span<const CodeEntry> AllCodes() { return kEntries; }

const CodeEntry& EntryOf(Code code) {
  const CodeEntry& entry = kEntries[static_cast<int>(code)];
  FLOW_CHECK(entry.code == code) << "the table is in the order of the enum";
  return entry;
}

absl::string_view CodeSlug(Code code) { return EntryOf(code).slug; }

std::optional<Code> FindCode(absl::string_view slug) {
  for (const CodeEntry& entry : kEntries) {
    if (entry.slug == slug) return entry.code;
  }
  return std::nullopt;
}

}  // namespace flow::lang
