#include "flowlang/lsp/outline.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {
namespace {

using Form = OutlineSetting::Form;

// train(steps=1 batch=) and so on: names, `?` behind unknown ones, values, and
// the groups in brackets.
std::string Shown(const OutlineGroup& group) {
  std::string shown;
  for (const OutlineSetting& setting : group.settings) {
    absl::StrAppend(&shown, shown.empty() ? "" : " ",
                    std::string(setting.name.text()),
                    setting.field == nullptr ? "?" : "");
    if (setting.form == Form::kScalar) absl::StrAppend(&shown, "=");
    if (setting.form == Form::kList) absl::StrAppend(&shown, "=[]");
    for (const Span& scalar : setting.scalars) {
      absl::StrAppend(&shown, std::string(scalar.text()), ";");
    }
    for (const OutlineGroup& inner : setting.groups) {
      absl::StrAppend(&shown, "(", Shown(inner), inner.closed ? ")" : "");
    }
  }
  return shown;
}

class OutlineTest : public testing::Test {
 protected:
  OutlineGroup Read(const std::string& text) {
    source_ = std::make_unique<SourceText>("a", text);
    return ReadOutline(*source_, *Experiment::descriptor());
  }
  std::string Of(const std::string& text) { return Shown(Read(text)); }

  std::unique_ptr<SourceText> source_;
};

TEST_F(OutlineTest, ReadsWhatIsComplete) {
  EXPECT_EQ(Of("name: 'a' 'b' # c\n seed: 7, train { steps: 1; batch: 2 }"),
            "name='a' 'b'; seed=7; train(steps=1; batch=2;)");
  EXPECT_EQ(Of("model { mlp { hidden: [8, 9] } } evaluate: [{name: 'a'}, {}]"),
            "model(mlp(hidden=[]8;9;)) evaluate=[](name='a';)()");
  EXPECT_EQ(Of("train < steps: -1 >"), "train(steps=-1;)");
}

TEST_F(OutlineTest, KnowsTypesAsFarAsNamesAreKnown) {
  const OutlineGroup root = Read("path { linear { } } pth { linear { } }");
  EXPECT_EQ(root.settings[0].groups[0].settings[0].groups[0].type->name(),
            "LinearPath");
  EXPECT_EQ(root.settings[1].groups[0].type, nullptr);
  EXPECT_EQ(Shown(root), "path(linear()) pth?(linear?())");
}

TEST_F(OutlineTest, AMissingValueCostsNothingElse) {
  EXPECT_EQ(Of("seed:\ntrain { steps: batch: 2 } name: 'a'"),
            "seed= train(steps= batch=2;) name='a';");
  EXPECT_EQ(Of("coupling:\nmodel { }"), "coupling= model()");
  EXPECT_EQ(Of("seed: }"), "seed=");
}

TEST_F(OutlineTest, ANameAloneIsASetting) {
  EXPECT_EQ(Of("train { ba\n steps: 1 }"), "train(ba? steps=1;)");
  EXPECT_EQ(Of("train { ba }"), "train(ba?)");
  EXPECT_EQ(Of("tra"), "tra?");
}

TEST_F(OutlineTest, AGroupThatIsNotClosedGoesOnToTheEnd) {
  EXPECT_EQ(Of("train { steps: 1"), "train(steps=1;");
  EXPECT_EQ(Of("train { optimizer { adam { } steps: 1"),
            "train(optimizer(adam() steps?=1;");
}

TEST_F(OutlineTest, AListThatIsNotClosedEndsAtTheNextName) {
  EXPECT_EQ(Of("model { mlp { hidden: [8, 9\n activation: SELU } } seed: 1"),
            "model(mlp(hidden=[]8;9; activation=SELU;)) seed=1;");
  EXPECT_EQ(Of("evaluate: [{ name: 'a' }, seed: 1"),
            "evaluate=[](name='a';) seed=1;");
}

TEST_F(OutlineTest, StrayBracketsAreNothing) {
  EXPECT_EQ(Of("} seed: 1 ] name: 'a'"), "seed=1; name='a';");
  EXPECT_EQ(Of("train { ] steps: 1 }"), "train(steps=1;)");
  EXPECT_EQ(Of(": : { seed: 1 } , ;"), "seed=1;");
}

TEST_F(OutlineTest, KeepsTheQuotedTextThatIsNotClosed) {
  const OutlineGroup root = Read("extends: \"ba\nseed: 1");
  EXPECT_EQ(Shown(root), "extends=\"ba; seed=1;");
  EXPECT_EQ(TextOf(root, "extends"), "ba");
  EXPECT_EQ(TextOf(root, "seed"), "1");
  EXPECT_EQ(TextOf(root, "name"), "");
}

TEST_F(OutlineTest, ExtensionsHaveNamesInBrackets) {
  EXPECT_EQ(Of("path { [my.lab.spiral] { a: 1 } }"),
            "path([my.lab.spiral]?(a?=1;))");
  EXPECT_EQ(Of("path { [my.l"), "path([? my? l?");
}

TEST_F(OutlineTest, FindsEverySettingOfAName) {
  const OutlineGroup root = Read("evaluate { } seed: 1 evaluate { }");
  EXPECT_EQ(SettingsNamed(root, "evaluate").size(), 2);
  EXPECT_TRUE(SettingsNamed(root, "train").empty());
}

TEST_F(OutlineTest, WhatIsNoTextIsEmpty) {
  EXPECT_EQ(Of(std::string("seed: 1\0", 8)), "");
  EXPECT_EQ(Of(std::string(5000, '{')), "");
}

TEST_F(OutlineTest, EveryPrefixOfAFileHasOne) {
  const std::string text =
      "name: 'a' model { mlp { hidden: [8, -9] } }\nevaluate: [{ name: \"b\" "
      "metric { w2 { } } }, <samples: 2>] train { [a.b] { } batch: }";
  for (size_t length = 0; length <= text.size(); ++length) {
    const OutlineGroup root = Read(text.substr(0, length));
    EXPECT_EQ(root.span.end, static_cast<int>(length));
    for (const OutlineSetting& setting : root.settings) {
      EXPECT_LE(setting.name.end, setting.value.begin) << length;
      EXPECT_LE(setting.value.end, static_cast<int>(length));
    }
  }
}

}  // namespace
}  // namespace flow::lang
