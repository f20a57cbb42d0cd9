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
  return [seeds, mean, ...cell.references.map(
      (reference) => referenceTrace(reference, index))];
}

// A published value, hollow, with its deviation.
function referenceTrace(reference, index) {
  const colour = styleValue('--muted');
  return {
    type: 'scatter', mode: 'markers', showlegend: false,
    x: [reference.value], y: [index + .27],
    hovertemplate: `${escapeMarkup(reference.source)}: %{x}<extra></extra>`,
    marker: {color: colour, size: 9, symbol: 'diamond-open'},
    error_x: reference.deviation ? {
      type: 'data', array: [reference.deviation], color: colour, thickness: 1,
      width: 5,
    } : {visible: false},
  };
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
      'Dots are seeds; the diamond is the mean with its bootstrap interval, ' +
          'a hollow one what others published with their deviation; the ' +
          'dashed line is the floor.');
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
