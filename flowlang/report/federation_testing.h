#ifndef FLOWLANG_REPORT_FEDERATION_TESTING_H_
#define FLOWLANG_REPORT_FEDERATION_TESTING_H_

#include "flowlang/report/report_data.h"

namespace flow::lang {

/// A report on federations, three seeds each: "pair" with two clients and two
/// networks, "crowd" and "crowd,bits=8" with a hundred clients behind edge
/// servers, of whom two have no value and client 17 is served worst, and
/// "central", which is none. Made from seeds; no files.
ReportData MakeFederationReportData();

}  // namespace flow::lang

#endif  // FLOWLANG_REPORT_FEDERATION_TESTING_H_
