#include "flowlang/diag/code.h"

#include "core/base/check.h"

namespace flow::lang {
namespace {

constexpr CodeEntry kEntries[] = {
    {Code::kSyntax, "syntax", "the text cannot be read",
     "A colon, a quote or a brace is missing, or stands where none belongs, so "
     "that it is not clear what was meant. A setting is written `name: value`, "
     "a group of settings `name { ... }`, a list `name: [a, b]`; text stands "
     "in quotes, and a comment runs from # to the end of its line. Mend the "
     "place shown; where a brace is missing, the place is where the reader "
     "noticed, and the cause may be some lines above.",
     R"(train {
  batch 64
})"},
    {Code::kUnknownField, "unknown-field", "the group has no such setting",
     "The group of settings around it has none of this name. A name that is "
     "read by nobody would leave you with a default where you believe to have "
     "chosen, so it is refused. Mostly it is a typing error, and the help line "
     "names the closest setting; or the setting belongs into another group, as "
     "the learning rate belongs into the optimizer and not into `train`.",
     R"(train {
  optimizer { adam { learning_rte: 0.001 } }
})"},
    {Code::kUnknownValue, "unknown-value",
     "the word is not one that the setting takes",
     "Some settings take one word out of a fixed list, as the activation of a "
     "network does, and this word is not in it. Such words are written in "
     "capitals and without quotes. Take one that the help line names.",
     R"(model {
  mlp { hidden: [64, 64] activation: SWISHY }
})"},
    {Code::kWrongType, "wrong-type",
     "the value is of another kind than the setting takes",
     "Text stands where a number belongs, a fraction where a whole number "
     "does, "
     "a list where one value does, or a word without quotes where text "
     "belongs. "
     "Nothing is converted silently, since a guess about what was meant could "
     "be wrong. Numbers are written bare, text in quotes, true and false "
     "without. The same is said of a data file whose rows are no numbers or "
     "not of one length.",
     R"(train { batch: "64" })"},
    {Code::kDuplicateField, "duplicate-field", "a setting is given twice",
     "A setting that takes one value is given two. Which one would win is a "
     "matter of order that a reader easily misses, so neither does; the note "
     "shows the first one. Delete one of them. Only lists, such as the metrics "
     "of a protocol, may be continued by writing their name again.",
     R"(train {
  batch: 64
  batch: 128
})"},
    {Code::kOneofClash, "oneof-clash",
     "two alternatives are written where one is chosen",
     "In some groups exactly one of several alternatives is chosen: one law "
     "for "
     "the source, one method for the sampler. Here two are written, and the "
     "experiment would mean either. Keep one. To run both, write two "
     "experiments, the second with `extends` and the other choice, and name "
     "them as members of a suite.",
     R"(source {
  gaussian { dim: 2 }
  eight_gaussians {}
})"},
    {Code::kOutOfRange, "out-of-range", "the value breaks the setting's rule",
     "The value can be read but has no meaning: a number outside of its range, "
     "one that is not finite, a list that is too long or too short, a name "
     "with letters that a file name cannot have. The message states the rule "
     "and then the value; where there is a usual value the help line names it.",
     R"(train { batch: 0 })"},
    {Code::kMissingRequired, "missing-required",
     "something is not written that there is no default for",
     "Most settings may be left out and then have a default, which `flow plan` "
     "shows. A few have none because no choice would be usual: the source, the "
     "target, the widths of a network, which of several alternatives a group "
     "is. The place shown is the group that should hold it; write it there.",
     R"(path {})"},
    {Code::kDuplicateName, "duplicate-name", "two things carry one name",
     "Results, tables and expectations call protocols, metrics and members by "
     "their names, so two that are called the same could not be told apart. "
     "The note shows the first one. Rename one of them; of a metric that comes "
     "twice with different settings, put the second one into a protocol of its "
     "own.",
     R"(evaluate { name: "a" metric { w2 {} } }
evaluate { name: "a" metric { w1 {} } })"},
    {Code::kUnresolvedReference, "unresolved-reference",
     "nothing carries the name that is used",
     "One place names another, and there is nothing of that name: an "
     "expectation about a member that the suite does not have, or about a "
     "metric or protocol that its member does not measure. An expectation like "
     "that could never be decided. The help line lists the names that there "
     "are. With a sweep, a run is called by its member and its values, as in "
     "\"A,batch=64\".",
     R"(# proto-message: flow.Suite
name: "couplings"
member { label: "A" file: "a.textproto" }
member { label: "B" file: "b.textproto" }
seeds: [1, 2, 3]
expect { metric: "w2" protocol: "euler" better: "A" than: "C" })"},
    {Code::kFileNotFound, "file-not-found",
     "a file does not exist or cannot be read",
     "A file that is given on the command line or named in another file cannot "
     "be opened; the message gives the system's reason. A path inside a file "
     "is relative to the folder of that file, not to where the command is "
     "started, so that a folder of experiments can be moved as a whole.",
     R"(extends: "nowhere.textproto")"},
    {Code::kExtendsCycle, "extends-cycle", "a file extends itself",
     "What a file says is laid over what the file named by `extends` says. "
     "Following these names leads back to a file that has been met already, so "
     "there is no first one to begin with. The help line lists the files on "
     "the way; one of them must do without `extends`.",
     R"(# in this_file.textproto
extends: "this_file.textproto")"},
    {Code::kShapeMismatch, "shape-mismatch",
     "two parts disagree on the dimension of the points",
     "A flow moves points of the source to points of the target, so both have "
     "as many coordinates, and so has every mean or shift that is added to "
     "them. Here two parts have different numbers of them; the message gives "
     "both. Change the one that was not meant: mostly the `dim` of the "
     "gaussian source.",
     R"(source { gaussian { dim: 3 } }
target { two_moons {} })"},
    {Code::kIncompatibleChoice, "incompatible-choice",
     "two choices have no meaning together",
     "Each of the two choices is fine alone, but together they ask for "
     "something that does not exist. Nesterov's method, for one, looks ahead "
     "along the momentum and has nothing to look along when the momentum is "
     "zero. The message says what the one needs from the other, and the note, "
     "if there is one, shows where the other was made. Change either.",
     R"(train {
  optimizer { sgd { nesterov: true } }
})"},
    {Code::kUnusedSetting, "unused-setting", "the setting has no effect",
     "Because of another choice the setting changes nothing, or not what it "
     "says. Whoever wrote it expects an effect, so it is told rather than "
     "ignored. It is a warning: the experiment runs. Delete the setting, or "
     "change the choice that takes its effect away.",
     R"(train {
  steps: 50
  schedule { warmup_cosine { warmup: 60 } }
})"},
    {Code::kNotSupported, "not-supported",
     "it has a meaning, but nothing can run it yet",
     "The experiment is well written and has a meaning, but a part of it has "
     "no trainer in this program yet. `flow check` and `flow plan` take it, so "
     "that it can be written and read; `flow run` does not, because to leave "
     "the part out would give the results of another experiment. Run it with a "
     "choice beside it that is built, or without the part.",
     ""},
    {Code::kWeakExpectation, "weak-expectation",
     "the expectation could not fail, or not be decided",
     "An expectation is a gate: a build fails when it is not met. One that "
     "compares a member with itself, or that rests on a single seed, would say "
     "the same whatever the methods are worth, and a gate like that is worse "
     "than none. Give the suite at least two seeds, five or more to see small "
     "differences, and compare different members.",
     R"(# proto-message: flow.Suite
name: "couplings"
member { label: "A" file: "a.textproto" }
member { label: "B" file: "b.textproto" }
seeds: [1]
expect { metric: "w2" protocol: "euler" better: "A" than: "B" })"},
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
