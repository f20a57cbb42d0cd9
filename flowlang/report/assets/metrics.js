// Seeds as dots, the mean with its interval below them, one lane a label.
function cellTraces(cell, index) {
  const colour = colourOf(index);
  const count = cell.points.length;
  const interval = cell.interval;
  const seeds = {
    type: 'scatter', mode: 'markers', showlegend: false,
    x: cell.points.map((point) => point.value),
    // a little apart, so that equal values stay visible
    y: cell.points.map(
        (point, i) => index + (count > 1 ? .2 * (i / (count - 1) - .5) : 0)),
    text: cell.points.map((point) => 'seed ' + point.seed),
    hovertemplate: '%{text}: %{x}<extra></extra>',
    marker: {color: withAlpha(colour, .6), size: 7},
  };
  const mean = {
    type: 'scatter', mode: 'markers', showlegend: false,
    x: [cell.mean], y: [index + .27],
    hovertemplate: 'mean %{x:.5g}<extra></extra>',
    marker: {color: colour, size: 9, symbol: 'diamond'},
    error_x: interval ? {
      type: 'data', symmetric: false, color: colour, thickness: 2, width: 5,
      array: [interval[1] - cell.mean], arrayminus: [cell.mean - interval[0]],
    } : {visible: false},
  };
  return [seeds, mean];
}

function metricPlot(row, data) {
  const count = data.labels.length;
  const traces = row.cells.flatMap(
      (cell, index) => cell ? cellTraces(cell, index) : []);
  if (isNumber(row.floor)) {
    traces.push({
      type: 'scatter', mode: 'lines', showlegend: false,
      x: [row.floor, row.floor], y: [-.6, count - .4],
      line: {color: styleValue('--muted'), dash: 'dash', width: 1.2},
      hovertemplate: 'floor %{x:.5g}<extra></extra>',
    });
  }
  const [low, high] = rowRange(row);
  const pad = .08 * (high - low || Math.abs(high) || 1);
  return {
    data: traces,
    layout: layout(56 + 58 * count, {
      margin: {l: 8, r: 8, t: 4, b: 28},
      xaxis: axis('', {range: [low - pad, high + pad], nticks: 6}),
      yaxis: laneAxis(count),
      annotations: laneNames(data.labels.map((label) => label.name)),
    }),
  };
}

function showMetrics(data) {
  if (data.rows.length === 0) return;
  const panel = addPanel(
      'metrics', 'Metrics by seed',
      'Dots are seeds; the diamond is the mean with its bootstrap interval; ' +
          'the dashed line is the floor.');
  const controls = element('div', {class: 'controls'});
  const tiles = element('div', {class: 'tiles'});
  const draw = () => {
    clearPlots(tiles);
    for (const row of data.rows) {
      if (row.protocol !== select.value) continue;
      drawPlot(addTile(tiles, metricName(row)), () => metricPlot(row, data));
    }
  };
  const select = addSelect(controls, 'protocol',
                           unique(data.rows.map((row) => row.protocol)), draw);
  panel.append(controls, tiles);
  draw();
}

// Mean metric and mean number of function evaluations of each protocol.
function nfeSeries(data, metric) {
  return data.labels.map((label, index) => {
    const points = [];
    for (const row of data.rows) {
      const cell = row.metric === metric ? row.cells[index] : null;
      if (!cell || !isNumber(cell.mean)) continue;
      const evaluations =
          cell.points.map((point) => point.nfe).filter(isNumber);
      if (evaluations.length === 0) continue;
      const total = evaluations.reduce((sum, nfe) => sum + nfe, 0);
      points.push({
        nfe: total / evaluations.length, mean: cell.mean,
        interval: cell.interval, protocol: row.protocol, floor: row.floor,
      });
    }
    return points.sort((a, b) => a.nfe - b.nfe);
  });
}

function nfePlot(data, metric) {
  const traces = nfeSeries(data, metric).map((points, index) => ({
    type: 'scatter', mode: 'lines+markers', name: escapeMarkup(
        data.labels[index].name),
    x: points.map((point) => point.nfe), y: points.map((point) => point.mean),
    text: points.map((point) => point.protocol),
    hovertemplate: '%{text}: %{y:.5g} at %{x} evaluations<extra></extra>',
    line: {color: colourOf(index), width: 2}, marker: {size: 7},
    error_y: {
      type: 'data', symmetric: false, color: colourOf(index), thickness: 1.5,
      array: points.map((p) => p.interval ? p.interval[1] - p.mean : 0),
      arrayminus: points.map((p) => p.interval ? p.mean - p.interval[0] : 0),
    },
  }));
  return {
    data: traces,
    layout: layout(360, {
      xaxis: axis('function evaluations a sample', {type: 'log', dtick: 1}),
      yaxis: axis(metric),
    }),
  };
}

function showNfe(data) {
  const metrics = unique(data.rows.map((row) => row.metric))
      .filter((metric) => metric !== 'nfe')
      .filter((metric) => nfeSeries(data, metric).some(
          (points) => unique(points.map((point) => point.nfe)).length > 1));
  if (metrics.length === 0) return;
  const panel = addPanel('nfe', 'Metric against function evaluations',
                         'One point a protocol; bars are bootstrap intervals.');
  const controls = element('div', {class: 'controls'});
  const plot = element('div', {class: 'plot'});
  const select = addSelect(controls, 'metric', metrics, redrawPlots);
  panel.append(controls, plot);
  drawPlot(plot, () => nfePlot(data, select.value));
}
