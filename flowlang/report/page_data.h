#ifndef FLOWLANG_REPORT_PAGE_DATA_H_
#define FLOWLANG_REPORT_PAGE_DATA_H_

#include "flowlang/report/report_data.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// The object that the page's script reads:
///
///     {"title",
///      "sections": [{"name", the members of `comparison.json`,
///                    "runs": [{"run", "label"}]}],
///      "runs": [{"seed", "path", "experiment", "status", "plan_hash", "plan",
///        "environment", "communication",
///        "clients": [{"metric", "protocol", "floor", "values": []}],
///        "stages": [{"name", "kind", "wall_seconds", "steps",
///                    "facts": {name: number}}],
///        "losses": [{"stage", "step": [], "loss": []}],
///        "samples": [{"protocol", "drawn", "dim",
///          "generated" | "target": {"x": [], "y": []},
///          "pictures": {"generated" | "target" | "trajectory": a PNG file as
///                       the address of an image, "" of one that is too
///                       large for the page} or null,
///          "trajectories": {"time": [], "x": [[]], "y": [[]],
///                           "height": [[]]} or null}]}]}
///
/// A section says by "run" which of the runs are its own and what it calls
/// them. "clients" has the metrics that tell the clients of a federation apart,
/// by client number, null for a client without a value; none for other runs.
/// Of points the first two coordinates are kept (one, for dim 1: "y" is
/// then absent). Of images there are pictures as well. Coordinates, losses and
/// values by client are rounded to four significant digits.
nlohmann::ordered_json PageData(const ReportData& data);

}  // namespace flow::lang

#endif  // FLOWLANG_REPORT_PAGE_DATA_H_
