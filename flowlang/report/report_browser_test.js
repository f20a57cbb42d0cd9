// Makes every choice that the page offers, and marks on the body what was seen.

async function choose(wait) {
  for (const select of document.querySelectorAll('select')) {
    for (const option of select.options) {
      select.value = option.value;
      select.dispatchEvent(new Event('change'));
      if (wait) await plotsDrawn();
      for (const kind of ['points', 'picture', 'bars']) {
        if (document.querySelector('#samples .' + kind)) mark(kind);
      }
      if (document.querySelectorAll('#flow .shapelayer path').length >= 2) {
        mark('plates');
      }
      lookAtFederations();
    }
  }
}

// Of a federation: what the sorted clients and the others say, and the method
// that sends nothing as a line beside those that do.
function lookAtFederations() {
  const says = (text) => [...document.querySelectorAll('#clients .tile p')]
      .some((caption) => caption.textContent.includes(text));
  if (says('worst: client 17, ')) mark('numbers');
  const rows = [...document.querySelectorAll('#clients .xtitle')];
  if (rows.some((title) => title.textContent === 'clients, worst first')) {
    mark('ranks');
  }
  const legends = [...document.querySelectorAll('#communication .legendtext')];
  if (legends.some((text) => text.textContent === 'central')) mark('silent');
}

function mark(name) {
  document.body.dataset[name] = 'seen';
}

async function until(condition) {
  while (!condition()) {
    await new Promise((later) => setTimeout(later, 50));
  }
}

// From the first time to the last, and then to one in between.
async function playFlow() {
  const flow = document.getElementById('flow');
  if (!flow) return;
  const button = flow.querySelector('button');
  const begin = button.textContent;
  const slider = flow.querySelector('input');
  slider.value = 0;
  slider.dispatchEvent(new Event('input'));
  button.click();
  await until(() => button.textContent === begin);
  if (flow.querySelector('output').textContent === 't = 1.00') mark('played');
  slider.value = .5;
  slider.dispatchEvent(new Event('input'));
  await plotsDrawn();
  if (flow.querySelector('.hm')) mark('density');
}

async function changeSection() {
  const tabs = document.querySelectorAll('nav button');
  if (tabs.length === 0) return;
  tabs[1].click();
  await plotsDrawn();
  const subtitle = document.getElementById('subtitle').textContent;
  if (subtitle.startsWith('1 method')) mark('section');
}

async function tryEverything() {
  await until(() => document.body.dataset.ready);
  await choose(false);  // without waiting for the plots
  await choose(true);
  await playFlow();
  redrawForPaper(true);
  redrawForPaper(false);
  for (const box of document.querySelectorAll('[type=checkbox]')) box.click();
  await plotsDrawn();
  await changeSection();
  mark('everything');
}

tryEverything();
