// How points travel: lines, points at a time, their velocities, and the density
// that they make.

// The positions of all lines at `time`, between the times that are known.
function positionsAt(lines, times, time) {
  let after = times.findIndex((at) => at >= time);
  if (after < 0) after = times.length - 1;
  const before = Math.max(after - 1, 0);
  const width = times[after] - times[before];
  const share = width > 0 ? (time - times[before]) / width : 1;
  return lines.map(
      (line) => (1 - share) * line[before] + share * line[after]);
}

function rangeOf(lines) {
  const values = lines.flat().filter(isNumber);
  const low = Math.min(...values), high = Math.max(...values);
  const pad = .06 * (high - low || 1);
  return [low - pad, high + pad];
}

function spreadOf(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(square / values.length);
}

// A Gaussian kernel about every position at the places of a grid; half as wide
// as Scott's rule, which is made for one hump.
function kernelWeights(positions, range, count, power) {
  const usual = spreadOf(positions) * positions.length ** power;
  const width = Math.max(.5 * usual, .01 * (range[1] - range[0]));
  const grid = Array.from({length: count}, (_, i) =>
    range[0] + (range[1] - range[0]) * i / (count - 1));
  const weights = grid.map((at) => positions.map(
      (x) => Math.exp(-.5 * ((at - x) / width) ** 2) /
          (width * Math.sqrt(2 * Math.PI))));
  return {grid, weights};
}

function densityTrace(flow, time, colour) {
  const {lines} = flow;
  const x = positionsAt(lines.x, lines.time, time);
  if (!lines.y) {
    const {grid, weights} = kernelWeights(x, flow.rangeX, 120, -1 / 5);
    return {
      type: 'scatter', mode: 'lines', fill: 'tozeroy', x: grid,
      y: weights.map((row) => row.reduce((sum, w) => sum + w, 0) / x.length),
      line: {color: colour, width: 1.5}, hoverinfo: 'skip',
    };
  }
  const y = positionsAt(lines.y, lines.time, time);
  const across = kernelWeights(x, flow.rangeX, 48, -1 / 6);
  const up = kernelWeights(y, flow.rangeY, 48, -1 / 6);
  return {
    type: 'heatmap', x: across.grid, y: up.grid, zsmooth: 'best',
    z: up.weights.map((row) => across.weights.map(
        (column) => row.reduce((sum, w, k) => sum + w * column[k], 0))),
    colorscale: [[0, withAlpha(colour, 0)], [1, colour]], showscale: false,
    hoverinfo: 'skip',
  };
}

// The numbers of all lines one after the other, with gaps between.
const joined = (parts) => parts.flatMap((part) => [...part, null]);

// All lines as one trace.
function lineTrace({lines}, colour) {
  const across = lines.y ? lines.x : lines.x.map(() => lines.time);
  return {
    type: 'scatter', mode: 'lines', x: joined(across),
    y: joined(lines.y || lines.x),
    line: {color: withAlpha(colour, .35), width: 1}, hoverinfo: 'skip',
  };
}

function pointTrace({lines}, time, colour) {
  const x = positionsAt(lines.x, lines.time, time);
  return {
    type: 'scatter', mode: 'markers', x: lines.y ? x : x.map(() => time),
    y: lines.y ? positionsAt(lines.y, lines.time, time) : x,
    marker: {color: colour, size: 4}, hoverinfo: 'skip',
  };
}

// Arrows as long as a point would go in a tenth of the time; differences of the
// positions that are known.
function arrowTrace({lines}, time, colour) {
  const times = lines.time;
  const reach = .1 * (times.at(-1) - times[0]);
  const step = .01 * reach;
  const from = Math.min(time, times.at(-1) - step);
  const ends = (part) => {
    const here = positionsAt(part, times, from);
    const next = positionsAt(part, times, from + step);
    const known = positionsAt(part, times, time);
    return known.flatMap((at, k) =>
      [at, at + reach / step * (next[k] - here[k]), null]);
  };
  const onLine = !lines.y;
  return {
    type: 'scatter', mode: 'lines+markers',
    x: onLine ? lines.x.flatMap(() => [time, time + reach, null]) :
                ends(lines.x),
    y: ends(onLine ? lines.x : lines.y),
    line: {color: withAlpha(colour, .7), width: 1},
    marker: {
      color: colour, symbol: 'arrow', angleref: 'previous',
      size: lines.x.flatMap(() => [0, 6, 0]),
    },
    hoverinfo: 'skip',
  };
}

// Lines with the direction of the field along them, by their heights between the
// plates. A flow's time is its height.
function platesPlot({lines, rangeX}, index) {
  const colour = colourOf(index);
  const heights = lines.height || lines.x.map(() => lines.time);
  // lines that lead far away would make the gap a point
  const [low, high] = rangeOf(heights);
  const plate = (x) => ({
    type: 'line', x0: x, x1: x, yref: 'paper', y0: 0, y1: 1,
    line: {color: styleValue('--text'), width: 2},
  });
  return {
    data: [{
      type: 'scatter', mode: 'lines+markers', x: joined(heights),
      y: joined(lines.x), line: {color: withAlpha(colour, .35), width: 1},
      marker: {
        color: colour, symbol: 'arrow', angleref: 'previous',
        size: joined(heights.map((line) =>
          line.map((_, k) => k > 0 && k % 5 === 0 ? 6 : 0))),
      },
      hoverinfo: 'skip',
    }],
    layout: layout(350, {
      margin: {l: 32, r: 8, t: 12, b: 28}, showlegend: false,
      xaxis: axis('height in gaps', {
        range: [Math.max(low, -1), Math.min(high, 2)],
      }),
      yaxis: axis('', {range: rangeX}),
      shapes: [plate(0), plate(1)],
    }),
  };
}

function flowPlot(flow, {time, shown}, index) {
  if (shown === 'plates') return platesPlot(flow, index);
  const colour = colourOf(index);
  const onLine = !flow.lines.y;
  const density = shown === 'density';
  const data = {
    lines: () => [lineTrace(flow, colour), pointTrace(flow, time, colour)],
    points: () => [pointTrace(flow, time, colour)],
    velocities: () => [arrowTrace(flow, time, colour)],
    density: () => [densityTrace(flow, time, colour)],
  }[shown]();
  const overTime = onLine && !density;
  return {
    data,
    layout: layout(350, {
      margin: {l: 32, r: 8, t: 12, b: 28}, showlegend: false,
      xaxis: axis(overTime ? 'time' : '', {
        range: overTime ? [flow.lines.time[0], flow.lines.time.at(-1)] :
                          flow.rangeX,
      }),
      yaxis: axis('', onLine ?
          (density ? {rangemode: 'tozero'} : {range: flow.rangeX}) :
          {range: flow.rangeY, scaleanchor: 'x'}),
    }),
  };
}

// A slider over [0, 1] with a button that runs it; `changed` draws the time and
// settles when it is drawn, so that a slow machine shows fewer pictures.
function addClock(controls, changed) {
  const slider = element('input', {
    type: 'range', min: 0, max: 1, step: .01, value: 1, 'aria-label': 'time',
  });
  const shown = element('output', {}, 't = 1.00');
  const button = element('button', {type: 'button'}, '▶ play');
  const clock = {time: 1};
  let playing = false;
  const goTo = (time) => {
    clock.time = time;
    slider.value = time;
    shown.textContent = 't = ' + time.toFixed(2);
    return changed();
  };
  const stop = () => {
    playing = false;
    button.textContent = '▶ play';
  };
  const play = async () => {
    playing = true;
    button.textContent = '❚❚ pause';
    const from = clock.time < 1 ? clock.time : 0;
    const begun = performance.now();
    for (let time = from; playing && time < 1;) {
      const now = await new Promise(requestAnimationFrame);
      time = Math.min(from + (now - begun) / 3000, 1);
      await goTo(Math.max(time, 0));
    }
    stop();
  };
  slider.addEventListener('input', () => {
    stop();
    goTo(Number(slider.value));
  });
  button.addEventListener('click', () => playing ? stop() : play());
  controls.append(button, element('label', {}, slider, shown));
  return clock;
}

function showFlow(data) {
  const wanted = (set) => set.trajectories !== null;
  const sets = data.runs.flatMap((run) => run.samples.filter(wanted));
  if (sets.length === 0) return;
  const panel = addPanel('flow', 'From source to target',
                         'Where points are on their way, their velocities, ' +
                             'and the density that they make (Gaussian ' +
                             'kernels).');
  const controls = element('div', {class: 'controls'});
  panel.append(controls);
  const redrawHere = () => redrawWithin(panel);
  const plates = sets.some((set) => set.trajectories.height) ? ['plates'] : [];
  const shown = addSelect(
      controls, 'show', ['lines', ...plates, 'points', 'velocities', 'density'],
      redrawHere);
  const clock = addClock(controls, redrawHere);
  sampleBrowser(panel, data, wanted, (node, set, index) => {
    const lines = set.trajectories;
    const flow = {
      lines, rangeX: rangeOf(lines.x), rangeY: lines.y ? rangeOf(lines.y) : null,
    };
    const last = lines.time.at(-1), first = lines.time[0];
    drawPlot(node, () => flowPlot(flow, {
      time: first + clock.time * (last - first), shown: shown.value,
    }, index));
  });
}
