// While the text of a policy pack is written, the server reads what was changed, once the hands rest, and says how the
// text stands. A fault leads to its place in the text, a fact is put in where the cursor was. Nothing is stored; without
// this file the buttons do the same.
(function () {
  'use strict';
  const box = document.getElementById('review');
  if (!box) return;
  const form = box.closest('form'), same = box.dataset.same.split(' '), base = form.elements['base-id'];
  const areas = Array.from(form.querySelectorAll('input[name=file]'), (i) => document.getElementById('f-' + i.value));
  const state = box.querySelector('[data-state]');
  let timer = 0, asked = null, last = null;

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(send, ms);
  }
  async function send() {
    if (asked) asked.abort();
    const mine = asked = new AbortController(), body = new URLSearchParams();
    if (base) body.set('base-id', base.value);
    areas.forEach((a) => {
      if (base && same.includes(a.name) && a.value === a.defaultValue) return;
      body.append('file', a.name);
      body.append(a.name, a.value);
    });
    state.textContent = box.dataset.busy;
    let full = false;
    try {
      const r = await fetch(box.dataset.check, {method: 'POST', body, signal: mine.signal});
      full = r.status === 503;
      const answer = new DOMParser().parseFromString(r.ok ? await r.text() : '', 'text/html');
      if (mine !== asked) return; // more was typed meanwhile
      state.textContent = answer.querySelector('[data-state]').textContent;
      ['review-says', 'tree'].forEach((id) => {
        const now = document.getElementById(id), next = answer.getElementById(id);
        // What says the same stays, so that a press on it is never lost between its two halves.
        if (now && next && now.innerHTML !== next.innerHTML) now.replaceChildren(...next.childNodes);
      });
    } catch (none) {
      if (mine.signal.aborted) return;
      state.textContent = box.dataset.away;
      if (full) later(5000);
    }
  }
  areas.forEach((a) => a.addEventListener('input', () => later(700)));

  // Where characters stand in a text: a line, and characters of it, both from 1.
  function place(text, line, from) {
    const before = text.split('\n').slice(0, line - 1).reduce((n, s) => n + s.length + 1, 0);
    return before + Array.from((text.split('\n')[line - 1] || '')).slice(0, from - 1).join('').length;
  }
  function show(area, from, to) {
    for (let d = area.closest('details'); d; d = d.parentElement.closest('details')) d.open = true;
    // How high the text before it is tells a copy of the area, which nobody sees.
    const copy = area.cloneNode();
    copy.removeAttribute('id');
    copy.removeAttribute('name');
    Object.assign(copy.style, {position: 'absolute', visibility: 'hidden', minHeight: '0', height: '0', width: area.offsetWidth + 'px'});
    area.after(copy);
    copy.value = area.value.slice(0, from);
    const high = copy.scrollHeight;
    copy.remove();
    area.focus();
    area.setSelectionRange(from, to);
    area.scrollTop = Math.max(0, high - area.clientHeight / 2);
    area.scrollIntoView({block: 'nearest'});
  }
  document.addEventListener('click', (e) => {
    const a = e.target.closest('a[href^="#f-"]'), area = a && document.getElementById(a.getAttribute('href').slice(1));
    if (!area || !areas.includes(area)) return;
    const said = /\.txt:(\d+)/.exec(a.textContent), line = Number(a.dataset.line || (said && said[1]));
    if (!line) return;
    e.preventDefault();
    const from = Number(a.dataset.from), to = Number(a.dataset.to);
    const end = place(area.value, line + 1, 1) - 1;
    show(area, place(area.value, line, from || 1), from ? place(area.value, line, to) : end);
  });

  // Facts go where the cursor was: into the text, or into the formula among the fields.
  form.addEventListener('focusin', (e) => {
    if (e.target.id === 'f-i-formula' || areas.includes(e.target)) last = e.target;
  });
  function put(fact) {
    const to = last || document.getElementById('f-i-formula');
    if (!fact || !to) return;
    for (let d = to.closest('details'); d; d = d.parentElement.closest('details')) d.open = true;
    to.setRangeText('「' + fact + '」', to.selectionStart, to.selectionEnd, 'end');
    to.focus();
    to.dispatchEvent(new Event('input', {bubbles: true}));
  }
  form.querySelectorAll('[data-fact]').forEach((name) => {
    const b = document.createElement('button');
    b.type = 'button';
    b.className = 'quiet';
    b.textContent = name.dataset.fact;
    b.addEventListener('click', () => put(name.dataset.fact));
    name.replaceChildren(b);
  });
  form.querySelectorAll('button[value=row-fact]').forEach((b) => b.addEventListener('click', (e) => {
    e.preventDefault();
    put(form.elements.fact.value.trim());
    form.elements.fact.value = '';
  }));
})();
