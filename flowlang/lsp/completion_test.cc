#include "flowlang/lsp/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/lsp/lsp_testing.h"

namespace flow::lang {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class CompletionTest : public LspTest {
 protected:
  std::vector<CompletionItem> Items(const std::string& marked,
                                    bool snippets = true) {
    Open("a.textproto", marked);
    return CompleteAt(parsed(), cursor(), overlay(), snippets);
  }
  std::vector<std::string> Labels(const std::string& marked) {
    std::vector<std::string> labels;
    for (const CompletionItem& item : Items(marked)) {
      labels.push_back(item.label);
    }
    return labels;
  }
  // The text after the item of this label is chosen.
  std::string Chosen(const std::string& label, const std::string& marked,
                     bool snippets = true) {
    for (const CompletionItem& item : Items(marked, snippets)) {
      if (item.label != label) continue;
      std::string text = document().source().text();
      return text.replace(item.replaced.begin,
                          item.replaced.end - item.replaced.begin, item.text);
    }
    return "no such item";
  }
  std::string Suite(const std::string& rest) {
    return absl::StrCat(kSuiteHead, rest);
  }
};

TEST_F(CompletionTest, OffersTheFieldsOfTheEnclosingMessage) {
  EXPECT_THAT(Labels("train { ba|"), IsSupersetOf({"steps", "batch", "ema"}));
  EXPECT_THAT(Labels("train { } |"), IsSupersetOf({"name", "model"}));
  EXPECT_THAT(Labels("train { } |"), Not(Contains("batch")));
}

TEST_F(CompletionTest, LeavesOutWhatIsThereButNotLists) {
  EXPECT_THAT(Labels("name: 'a' evaluate { } |\nseed: 1"),
              AllOf(Not(Contains("name")), Not(Contains("seed")),
                    Contains("evaluate")));
}

TEST_F(CompletionTest, LeavesOutOtherArmsOfAChoice) {
  EXPECT_THAT(Labels("path { linear { } | }"), IsEmpty());
  EXPECT_THAT(Labels("path { li|near { } }"), IsSupersetOf({"linear", "vp"}));
  EXPECT_THAT(Labels("coupling { minibatch_ot { exact {} | } }"),
              AllOf(Contains("pairing"), Not(Contains("sinkhorn"))));
}

TEST_F(CompletionTest, RequiredFieldsComeFirst) {
  std::map<std::string, int> ranks;
  for (const CompletionItem& item : Items("|")) ranks[item.label] = item.rank;
  EXPECT_LT(ranks["name"], ranks["train"]);
}

TEST_F(CompletionTest, SaysTypeDefaultAndMeaning) {
  for (const CompletionItem& item : Items("train { |")) {
    if (item.label != "batch") continue;
    EXPECT_EQ(item.detail,
              "whole number, between 1 and 1048576; 256 when left out");
    EXPECT_THAT(item.markdown, HasSubstr("The number of pairs in a step."));
    return;
  }
  FAIL() << "there is no 'batch'";
}

TEST_F(CompletionTest, InsertsWhatFollowsTheName) {
  EXPECT_EQ(Chosen("batch", "train { ba|"), "train { batch: $0");
  EXPECT_EQ(Chosen("name", "na|"), "name: \"$0\"");
  EXPECT_EQ(Chosen("train", "|"), "train {\n\t$0\n}");
  EXPECT_EQ(Chosen("path", "|"), "path { $0 }");
  EXPECT_EQ(Chosen("exact", "coupling { minibatch_ot { | } }"),
            "coupling { minibatch_ot { exact {} } }");
  EXPECT_EQ(Chosen("hidden", "model { mlp { | } }"),
            "model { mlp { hidden: [$0] } }");
}

TEST_F(CompletionTest, InsertsPlainTextWithoutSnippets) {
  EXPECT_EQ(Chosen("batch", "train { ba|", false), "train { batch: ");
  EXPECT_EQ(Chosen("train", "|", false), "train { ");
}

TEST_F(CompletionTest, InsertsTheNameAloneWhereAValueIsThere) {
  EXPECT_EQ(Chosen("batch", "train { ba|tc: 64 }"), "train { batch: 64 }");
  EXPECT_EQ(Chosen("model", "mo| { mlp { } }"), "model { mlp { } }");
}

TEST_F(CompletionTest, AWordBehindTheCursorStays) {
  EXPECT_EQ(Chosen("steps", "train { |batch: 64 }"),
            "train { steps: $0batch: 64 }");
}

TEST_F(CompletionTest, OffersWordsOfEnumsBoolsAndDefaults) {
  EXPECT_THAT(Labels("coupling { minibatch_ot { pairing: |"),
              ElementsAre("PERMUTATION", "RESAMPLE"));
  EXPECT_EQ(Chosen("SELU", "model { mlp { activation: SE| } }"),
            "model { mlp { activation: SELU } }");
  EXPECT_THAT(Labels("train { batch: |"), ElementsAre("256"));
}

TEST_F(CompletionTest, OffersNothingInCommentsOrUnknownGroups) {
  EXPECT_THAT(Labels("# tr|"), IsEmpty());
  EXPECT_THAT(Labels("trn { ba|"), IsEmpty());
  EXPECT_THAT(Labels("trn: |"), IsEmpty());
  EXPECT_THAT(Labels("train | { }"), IsEmpty());
}

TEST_F(CompletionTest, OffersFilesBesideTheDocument) {
  Write("base.textproto", "");
  Write("points.csv", "");
  Write("parts/moons.textproto", "");
  Write("a.textproto", "");
  EXPECT_THAT(Labels("extends: \"|\""),
              UnorderedElementsAre("base.textproto", "parts"));
  EXPECT_EQ(Chosen("base.textproto", "extends: |"),
            "extends: \"base.textproto\"");
  EXPECT_EQ(Chosen("moons.textproto", "extends: \"parts/mo|"),
            "extends: \"parts/moons.textproto");
  EXPECT_EQ(Chosen("moons.textproto", "extends: \"parts/mo|xx\""),
            "extends: \"parts/moons.textproto\"");
  EXPECT_THAT(Labels("target { array_file { path: '|"),
              UnorderedElementsAre("parts", "points.csv"));
  Write("parts/moons.safetensors", "");
  EXPECT_THAT(Labels("fine_tuning { weights: 'parts/|"),
              UnorderedElementsAre("moons.safetensors"));
  EXPECT_THAT(Labels("extends: \"none/|"), IsEmpty());
}

TEST_F(CompletionTest, OffersTheLabelsOfASuite) {
  const std::string members =
      Suite("member { label: \"A\" } member { label: 'B' }\n");
  EXPECT_THAT(Labels(members + "expect { better: \"|"), ElementsAre("A", "B"));
  EXPECT_THAT(Labels(members + "expect { than: | }"), ElementsAre("A", "B"));
  EXPECT_EQ(Chosen("B", members + "expect { of: | }"),
            members + "expect { of: \"B\" }");
}

TEST_F(CompletionTest, APublishedValueIsOfSuchALabelToo) {
  Write("one", "evaluate { name: 'p' metric { w2 {} } }");
  const std::string member = Suite("member { label: 'A' file: 'one' }\n");
  EXPECT_THAT(Labels(member + "reference { of: |"), ElementsAre("A"));
  EXPECT_THAT(Labels(member + "reference { of: 'A' metric: |"),
              ElementsAre("w2"));
  EXPECT_THAT(Labels(member + "expect { same: 'A' as: |"), ElementsAre("A"));
}

TEST_F(CompletionTest, WithASweepRunsHaveLongerLabels) {
  const std::string head = Suite("member { label: 'A' }\n");
  EXPECT_THAT(Labels(head + "sweep { field: 'train.batch' values: ['1', '2'] } "
                            "expect { of: '|"),
              ElementsAre("A,batch=1", "A,batch=2"));
  EXPECT_THAT(Labels(head + "sweep { field: 'train.batch' } expect { of: |"),
              ElementsAre("A"));
}

TEST_F(CompletionTest, OffersWhatTheMembersMeasure) {
  Write("one", "evaluate { name: 'p' metric { w2 {} } metric { npe {} } }");
  Write("two", "evaluate { name: 'q' metric { nfe {} } }");
  const std::string members = Suite(
      "member { label: 'A' file: 'one' } member { label: 'B' file: 'two' }\n");
  EXPECT_THAT(Labels(members + "expect { metric: |"),
              ElementsAre("w2", "npe", "nfe"));
  EXPECT_THAT(Labels(members + "expect { protocol: |"), ElementsAre("p", "q"));
  EXPECT_THAT(Labels(members + "expect { of: 'B' metric: '|' }"),
              ElementsAre("nfe"));
  EXPECT_THAT(Labels(members + "expect { protocol: 'p' metric: | }"),
              ElementsAre("w2", "npe"));
}

TEST_F(CompletionTest, OpenMembersCountAsTheyAreInTheEditor) {
  Write("one", "evaluate { name: 'saved' }");
  overlay().Set(Path("one"), "evaluate { name: 'typed' }");
  EXPECT_THAT(Labels(Suite("member { label: 'A' file: 'one' } "
                           "expect { protocol: |")),
              ElementsAre("typed"));
}

TEST_F(CompletionTest, OffersSweptFieldsLevelByLevel) {
  EXPECT_THAT(Labels(Suite("sweep { field: \"|\" }")),
              AllOf(IsSupersetOf({"train", "seed"}), Not(Contains("extends"))));
  EXPECT_EQ(Chosen("batch", Suite("sweep { field: \"train.ba|\" }")),
            Suite("sweep { field: \"train.batch\" }"));
  EXPECT_THAT(Labels(Suite("sweep { field: \"evaluate[0].|\" }")),
              Contains("samples"));
  EXPECT_THAT(Labels(Suite("sweep { field: \"train.batch.|\" }")), IsEmpty());
}

TEST_F(CompletionTest, EveryPlaceHasAnAnswerThatLiesInTheText) {
  const std::string text =
      "# \u20AC\nextends: \"\u00E9\" 'b' model { mlp { hidden: [8, -9] } } "
      "evaluate: [{ } { metric < w2 { } > }] path { [a.b] { c: } } \"\n}";
  for (size_t at = 0; at <= text.size(); ++at) {
    const auto items = Items(text.substr(0, at) + "|" + text.substr(at));
    for (const CompletionItem& item : items) {
      EXPECT_LE(item.replaced.begin, item.replaced.end);
      EXPECT_GE(item.replaced.begin, 0);
      EXPECT_LE(item.replaced.end, static_cast<int>(text.size()));
    }
  }
}

}  // namespace
}  // namespace flow::lang
