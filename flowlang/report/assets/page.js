// Draws the page. `data-ready` on the body says that every panel is there.

const SHOWS = [
  showVerdicts, showSummary, showMetrics, showClients, showCosts,
  showCommunication, showSamples, showFlow, showLosses, showStages,
  showTimings, showProvenance,
];

// A section with its runs under the names that it has for them.
function sectionOf(data, index) {
  const section = data.sections[index];
  return {
    ...section,
    runs: section.runs.map(({run, label}) => ({...data.runs[run], label})),
  };
}

function showSection(data, index) {
  const section = sectionOf(data, index);
  const seeds = unique(section.runs.map((run) => run.seed)).length;
  document.getElementById('subtitle').textContent =
      [[section.labels.length, 'method'], [section.runs.length, 'run'],
       [seeds, 'seed']]
          .map(([n, name]) => `${n} ${name}${n === 1 ? '' : 's'}`)
          .join(' · ');
  clearPlots(document.getElementById('panels'));
  SHOWS.forEach((show) => show(section));
}

// A tab for each section, where there are several.
function addTabs(data) {
  if (data.sections.length < 2) return;
  const tabs = element('nav', {'aria-label': 'suites'});
  data.sections.forEach((section, index) => {
    const tab = element('button', {type: 'button'},
                        section.name || 'all together');
    tab.addEventListener('click', () => {
      for (const other of tabs.children) other.removeAttribute('aria-current');
      tab.setAttribute('aria-current', 'true');
      showSection(data, index);
    });
    tabs.append(tab);
  });
  tabs.firstChild.setAttribute('aria-current', 'true');
  document.querySelector('header').append(tabs);
}

async function showPage() {
  if (!('DecompressionStream' in window)) {
    document.getElementById('panels').append(element(
        'p', {}, 'This page needs a browser of 2023 or later: it is packed in ' +
            'a way that this one cannot unpack.'));
    return;
  }
  await loadPlotly();
  const data = JSON.parse(await inflated('data'));
  addTabs(data);
  showSection(data, 0);
  darkScheme.addEventListener('change', redrawPlots);
  window.addEventListener('beforeprint', () => redrawForPaper(true));
  window.addEventListener('afterprint', () => redrawForPaper(false));
  await plotsDrawn();
  document.body.dataset.ready = 'true';
}

showPage();
