// Seconds of each stage, averaged over a label's runs.
function timingTraces(data) {
  const stages = unique(
      data.runs.flatMap((run) => run.stages.map((stage) => stage.name)));
  return stages.map((name, index) => {
    const seconds = data.labels.map((label) => {
      const runs = data.runs.filter((run) => run.label === label.name);
      const found = runs.flatMap(
          (run) => run.stages.filter((stage) => stage.name === name));
      const total = found.reduce((sum, stage) => sum + stage.wall_seconds, 0);
      return found.length ? total / runs.length : 0;
    });
    return {
      type: 'bar', orientation: 'h', name: escapeMarkup(name),
      y: data.labels.map((label, lane) => lane + .1), width: .42, x: seconds, text: seconds.map(formatSeconds),
      hovertemplate: '%{fullData.name}: %{text}<extra></extra>',
      textposition: 'none', marker: {color: colourOf(index)},
    };
  });
}

function showTimings(data) {
  if (!data.runs.some((run) => run.stages.length > 0)) return;
  const panel = addPanel('timings', 'Where the time went',
                         'Wall-clock seconds of each stage, mean over seeds.');
  const plot = element('div', {class: 'plot'});
  panel.append(plot);
  drawPlot(plot, () => ({
    data: timingTraces(data),
    layout: layout(110 + 58 * data.labels.length, {
      barmode: 'stack', margin: {l: 8, r: 12, t: 12, b: 40},
      legend: {...LEGEND, traceorder: 'normal'},
      xaxis: axis('seconds'),
      yaxis: laneAxis(data.labels.length),
      annotations: laneNames(data.labels.map((label) => label.name)),
    }),
  }));
}
