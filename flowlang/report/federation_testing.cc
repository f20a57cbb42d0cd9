#include "flowlang/report/federation_testing.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/random.h"
#include "flowlang/compare/comparison.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using nlohmann::json;

constexpr int kSeeds = 3;

struct Member {
  std::string label;
  int clients = 0;  // 0 is no federation
  bool potential = false;
  double bytes = 0;  // up, of one network
  double quality = 1;
};

json Network(const Member& member, int seed) {
  const bool crowd = member.clients > 2;
  const auto bytes = static_cast<int64_t>(member.bytes);
  json network = {
      {"rounds", 20},
      {"clients_asked", 20 * member.clients},
      {"clients_answered", 20 * member.clients - (crowd ? 90 + seed : 0)},
      {"clients_late", crowd ? 50 : 0},
      {"clients_dropped", crowd ? 40 + seed : 0},
      {"bytes_up", bytes},
      {"bytes_down", 2 * bytes},
      {"edge_bytes_up", crowd ? bytes / 4 : 0},
      {"edge_bytes_down", crowd ? bytes / 4 : 0},
      {"simulated_time", crowd ? 100.5 : 0.0}};
  if (member.potential) {
    network["links"] = {{"seconds", 1234}, {"joules", 56.5}, {"messages", 240}};
  }
  return network;
}

// A crowd's client 17 is served worst; its clients 3 and 60 have no point.
std::vector<double> Clients(const Member& member, Seed seed) {
  std::vector<double> clients;
  for (int i = 0; i < member.clients; ++i) {
    const double noise = 0.1 * RowRandom(seed, i).Normal();
    clients.push_back(member.quality * (1 + noise + (i == 17 ? 0.8 : 0)));
  }
  if (member.clients > 60) {
    clients[3] = clients[60] = std::numeric_limits<double>::quiet_NaN();
  }
  return clients;
}

RunMetric Metric(const std::string& name, const std::string& protocol,
                 double value) {
  RunMetric metric;
  metric.name = name;
  metric.protocol = protocol;
  metric.value = value;
  metric.floor = 0.3;
  metric.nfe = 10;
  return metric;
}

RunRecord MakeRecord(const Member& member, int seed) {
  RunRecord record;
  record.path = absl::StrCat("out/", member.label, "/seed-", seed);
  record.experiment = "federations";
  record.label = member.label;
  record.seed = seed;
  record.status = "finished";
  for (const std::string protocol : {"few_steps", "many_steps"}) {
    const Seed root = DeriveSeed(seed, absl::string_view(member.label),
                                 absl::string_view(protocol));
    record.metrics.push_back(
        Metric("w2", protocol,
               member.quality * (0.9 + 0.05 * RowRandom(root, 0).Normal())));
    if (member.clients == 0) continue;
    RunMetric worst = Metric("worst_client_w2", protocol, 0);
    worst.by_client = Clients(member, root);
    for (const double d : worst.by_client) {
      if (d > worst.value) worst.value = d;
    }
    record.metrics.push_back(std::move(worst));
  }
  if (member.clients > 0) record.communication["flow"] = Network(member, seed);
  if (member.potential) {
    record.communication["potential"] = Network(member, seed);
  }
  return record;
}

}  // namespace

ReportData MakeFederationReportData() {
  ReportData data;
  data.title = "federations";
  ReportSection section;
  for (const Member& member :
       {Member{"central", 0, false, 0, 0.8}, Member{"pair", 2, true, 4e6, 0.9},
        Member{"crowd", 100, false, 80e6, 1.2},
        Member{"crowd,bits=8", 100, false, 20e6, 1.4}}) {
    for (int seed = 1; seed <= kSeeds; ++seed) {
      ReportedRun run;
      run.record = MakeRecord(member, seed);
      section.runs.push_back(data.runs.size());
      section.compared.runs.push_back(run.record);
      data.runs.push_back(std::move(run));
    }
  }
  auto comparison = Compare(section.compared.runs);
  FLOW_CHECK(comparison.ok()) << comparison.status().ToString();
  section.compared.comparison = *std::move(comparison);
  data.sections = {std::move(section)};
  return data;
}

}  // namespace flow::lang
