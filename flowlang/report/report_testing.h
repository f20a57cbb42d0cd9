#ifndef FLOWLANG_REPORT_REPORT_TESTING_H_
#define FLOWLANG_REPORT_REPORT_TESTING_H_

#include "flowlang/report/report_data.h"

namespace flow::lang {

/// A report with everything a page can show but federations, which
/// federation_testing.h has: two methods, five seeds, two protocols, points,
/// trajectories, images, curves, verdicts of all three kinds, published values,
/// a run without a number, names that are markup, and a second section with one
/// of the methods. Made from seeds; no files.
ReportData MakeReportData();

/// The least that a page can be asked to show: one run with nothing but a name.
ReportData MakeBareReportData();

/// So many runs, ten seeds a method, each with the most points that a page of
/// that size takes.
ReportData MakeLargeReportData(int runs);

}  // namespace flow::lang

#endif  // FLOWLANG_REPORT_REPORT_TESTING_H_
