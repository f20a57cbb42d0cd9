// One place for what all plots share: colours, fonts, and being drawn again when
// the reader's colour scheme changes.

// Distinguishable with colour-blind eyes; the second list on dark ground.
const LIGHT_COLOURS = [
  '#0072b2', '#d55e00', '#009e73', '#b0569a', '#a87900', '#4a4fb8', '#7a7a7a',
  '#c22f4f',
];
const DARK_COLOURS = [
  '#5ab4e8', '#f28e4b', '#3ccf9f', '#e39ac8', '#e6bf4a', '#9ea2ff', '#b0b0b0',
  '#ff8098',
];
const darkScheme = window.matchMedia('(prefers-color-scheme: dark)');
const drawnPlots = [];
let printing = false;  // on white paper, whatever the reader's scheme is

const LEGEND = {
  orientation: 'h', yanchor: 'bottom', y: 1.02, x: 0, itemsizing: 'constant',
};

function colourOf(index) {
  const colours = darkScheme.matches && !printing ? DARK_COLOURS : LIGHT_COLOURS;
  return colours[index % colours.length];
}

// Of a colour with six digits, as all here and in the style are.
function withAlpha(colour, alpha) {
  const hex = Math.round(255 * alpha).toString(16).padStart(2, '0');
  return colour + hex;
}

function styleValue(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name)
      .trim();
}

function axis(title, more = {}) {
  return {
    title: {text: title, font: {size: 12}, standoff: 8},
    gridcolor: styleValue('--grid'),
    zerolinecolor: styleValue('--grid'),
    linecolor: styleValue('--line'),
    automargin: true,
    ...more,
  };
}

function layout(height, more) {
  return {
    height: height,
    margin: {l: 48, r: 12, t: 12, b: 40},
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: {
      family: getComputedStyle(document.body).fontFamily,
      size: 12,
      color: styleValue('--text'),
    },
    hoverlabel: {font: {size: 12}},
    legend: LEGEND,
    modebar: {bgcolor: 'rgba(0,0,0,0)', color: styleValue('--muted')},
    ...more,
  };
}

// The names of lanes 0, 1, ... written above each, where no margin is needed.
function laneNames(names) {
  return names.map((name, index) => ({
    text: shortened(name, 40), x: 0, xref: 'paper', xanchor: 'left',
    y: index - .36, yref: 'y', yanchor: 'middle', showarrow: false,
    font: {size: 11, color: styleValue('--muted')},
    // above the floor's line, where both meet
    bgcolor: styleValue('--background'), borderpad: 1,
  }));
}

function laneAxis(count) {
  return axis('', {
    range: [count - .4, -.6], showticklabels: false, showgrid: false,
    zeroline: false, fixedrange: true,
  });
}

// Draws `build()` = {data, layout} into `node`, now and after a scheme change.
function drawPlot(node, build) {
  const plot = {node, build, drawn: Promise.resolve()};
  drawnPlots.push(plot);
  redraw(plot);
}

// Plotly draws in steps: one drawing of a node has to end before the next.
function redraw(plot) {
  plot.drawn = plot.drawn.then(() => {
    if (!plot.node.isConnected) return undefined;
    const {data, layout} = plot.build();
    return Plotly.react(plot.node, data, layout, {
      responsive: true,
      displaylogo: false,
      // a small plot has no room for buttons
      displayModeBar: plot.node.clientWidth < 480 ? false : 'hover',
      modeBarButtonsToRemove: ['lasso2d', 'select2d', 'autoScale2d'],
    });
  });
}

function redrawPlots() {
  drawnPlots.forEach(redraw);
}

// The same for those in `container`; settles when they are drawn.
function redrawWithin(container) {
  const plots = drawnPlots.filter(({node}) => container.contains(node));
  plots.forEach(redraw);
  return Promise.all(plots.map((plot) => plot.drawn));
}

function redrawForPaper(paper) {
  printing = paper;
  redrawPlots();
}

// Settles when everything that was asked for is on the page.
function plotsDrawn() {
  return Promise.all(drawnPlots.map((plot) => plot.drawn));
}

// Clears `container`; its plots are forgotten.
function clearPlots(container) {
  for (let i = drawnPlots.length - 1; i >= 0; --i) {
    const {node, drawn} = drawnPlots[i];
    if (!container.contains(node)) continue;
    drawn.then(() => Plotly.purge(node));
    drawnPlots.splice(i, 1);
  }
  container.replaceChildren();
}

// A titled place for one plot in a grid of them.
function addTile(tiles, title) {
  const node = element('div', {class: 'plot'});
  tiles.append(
      element('div', {class: 'tile'}, element('h3', {}, title), node));
  return node;
}
