#include "flowlang/report/render_report.h"

#include <zlib.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "flowlang/report/page_assets.h"
#include "flowlang/report/report_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr absl::string_view kVoidElements[] = {"meta", "!DOCTYPE"};

const std::string& Page() {
  static const auto& page = *new std::string(RenderReport(MakeReportData()));
  return page;
}

std::string Between(absl::string_view text, absl::string_view begin,
                    absl::string_view end) {
  const size_t from = text.find(begin);
  if (from == text.npos) return "";
  const size_t start = from + begin.size();
  return std::string(text.substr(start, text.find(end, start) - start));
}

// What zlib and Base64 have packed.
std::string Inflated(const std::string& packed) {
  std::string bytes;
  EXPECT_TRUE(absl::Base64Unescape(packed, &bytes));
  std::string text(20000000, '\0');
  uLongf size = text.size();
  EXPECT_EQ(
      uncompress(reinterpret_cast<Bytef*>(text.data()), &size,
                 reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()),
      Z_OK);
  text.resize(size);
  return text;
}

// The page without what stands inside scripts and styles, where "<" is no tag.
std::string Skeleton(absl::string_view page) {
  std::string out;
  while (!page.empty()) {
    size_t open = std::min(page.find("<script"), page.find("<style"));
    if (open == page.npos) return absl::StrCat(out, page);
    const bool script = absl::StartsWith(page.substr(open), "<script");
    const size_t inside = page.find('>', open) + 1;
    absl::StrAppend(&out, page.substr(0, inside));
    page.remove_prefix(page.find(script ? "</script>" : "</style>", inside));
    const size_t after = page.find('>') + 1;
    absl::StrAppend(&out, page.substr(0, after));
    page.remove_prefix(after);
  }
  return out;
}

// The elements that are open at the end; a wrong end tag stops it.
std::vector<std::string> OpenElements(absl::string_view html) {
  std::vector<std::string> open;
  for (size_t at = html.find('<'); at != html.npos; at = html.find('<', at)) {
    const size_t end = html.find_first_of(" >\n", ++at);
    absl::string_view name = html.substr(at, end - at);
    if (std::count(std::begin(kVoidElements), std::end(kVoidElements), name)) {
      continue;
    }
    if (name[0] != '/') {
      open.emplace_back(name);
    } else if (!open.empty() && open.back() == name.substr(1)) {
      open.pop_back();
    } else {
      open.emplace_back(name);
      return open;
    }
  }
  return open;
}

TEST(RenderReportTest, EveryElementIsClosed) {
  const std::string skeleton = Skeleton(Page());
  EXPECT_LT(skeleton.size(), 3000);
  EXPECT_THAT(OpenElements(skeleton), testing::IsEmpty());
}

TEST(RenderReportTest, FillsEveryPlaceOfTheTemplate) {
  EXPECT_THAT(Skeleton(Page()), Not(HasSubstr("{{")));
  EXPECT_THAT(Page(), HasSubstr("<title>Couplings on &lt;moons&gt;</title>"));
}

TEST(RenderReportTest, NamesCannotEndTheScript) {
  // the three scripts of the template and no fourth
  const std::string skeleton = Skeleton(Page());
  size_t scripts = 0;
  for (size_t at = skeleton.find("</script>"); at != std::string::npos;
       at = skeleton.find("</script>", at + 1)) {
    ++scripts;
  }
  EXPECT_EQ(scripts, 3);
}

TEST(RenderReportTest, FetchesNothing) {
  const std::string skeleton = Skeleton(Page());
  EXPECT_THAT(skeleton, HasSubstr("default-src 'none'"));
  EXPECT_THAT(skeleton, Not(HasSubstr("http://")));
  EXPECT_THAT(skeleton, Not(HasSubstr("https://")));
  EXPECT_THAT(skeleton, Not(HasSubstr("src=")));
  EXPECT_THAT(skeleton, Not(HasSubstr("href=")));
  EXPECT_FALSE(absl::StrContains(PageStyle(), "url("));
}

TEST(RenderReportTest, TheDataComeBackFromThePage) {
  const std::string text = Inflated(
      Between(Page(), "<script type=\"text/plain\" id=\"data\">", "</script>"));
  const nlohmann::json data =
      nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  ASSERT_TRUE(data.is_object());
  EXPECT_EQ(data["title"], "Couplings on <moons>");
  EXPECT_EQ(data["sections"][0]["labels"][0]["name"], "I-CFM </script><b>");
  EXPECT_EQ(data["sections"][0]["verdicts"].size(), 3);
  EXPECT_EQ(data["runs"].size(), 10);
}

TEST(RenderReportTest, FiftyRunsFitIntoFiveMegabytes) {
  const size_t size = RenderReport(MakeLargeReportData(50)).size();
  EXPECT_LT(size, 5000000);
  RecordProperty("bytes", absl::StrCat(size));
}

TEST(RenderReportTest, TheSameDataGiveTheSameBytes) {
  EXPECT_TRUE(RenderReport(MakeReportData()) == Page());
}

TEST(PageAssetsTest, AreWhole) {
  EXPECT_TRUE(absl::StartsWith(PageTemplate(), "<!DOCTYPE html>"));
  EXPECT_TRUE(absl::EndsWith(PageTemplate(), "</html>\n"));
  EXPECT_TRUE(absl::StartsWith(PageScript(), "'use strict';"));
  EXPECT_TRUE(absl::EndsWith(PageScript(), "showPage();\n"));
  EXPECT_TRUE(absl::StrContains(Inflated(std::string(PlotlyDeflated())),
                                "plotly.js v"));
  // bytes beyond ASCII survive the embedding
  EXPECT_TRUE(absl::StrContains(PageScript(), "↓"));
}

}  // namespace
}  // namespace flow::lang
