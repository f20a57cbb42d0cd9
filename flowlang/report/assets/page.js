// Draws the page. `data-ready` on the body says that every panel is there.
function showPage() {
  const data = JSON.parse(document.getElementById('data').textContent);
  const seeds = unique(data.runs.map((run) => run.seed)).length;
  document.getElementById('subtitle').textContent =
      [[data.labels.length, 'method'], [data.runs.length, 'run'],
       [seeds, 'seed']]
          .map(([n, name]) => `${n} ${name}${n === 1 ? '' : 's'}`)
          .join(' · ');
  showVerdicts(data);
  showSummary(data);
  showMetrics(data);
  showNfe(data);
  showSamples(data);
  showTrajectories(data);
  showLosses(data);
  showTimings(data);
  showCommunication(data);
  showProvenance(data);
  darkScheme.addEventListener('change', redrawPlots);
  plotsDrawn().then(() => { document.body.dataset.ready = 'true'; });
}

showPage();
