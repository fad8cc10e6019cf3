// Forms that say so (data-keep) are kept in this browser while they are typed, with
// their files, and sent by fetch: at once, or when there is a line and their account is
// signed in, one after the other, each with its own key, so that the server does it
// once. What one account kept is never shown to another. After seven days it is gone.
// Without this file such forms are sent as any other (decision 0019).
(function () {
  'use strict';
  const me = document.currentScript.dataset, days = 7, shells = 'shuangze-shells';
  const form = document.querySelector('form[data-keep]'), box = document.querySelector('[data-waits]');
  const owner = me.account || (form && form.elements['of-account'].value) || '';
  const here = location.pathname + location.search.replace(/[?&](did|entry)=[^&]*/g, '');
  const word = (name, x) => box.getAttribute('data-' + name).replace('#', x);
  if (!window.indexedDB || !window.fetch) return;

  // forms: what was typed, by an id; files: those of a form, by the same id.
  const base = new Promise((yes, no) => {
    const asked = indexedDB.open('shuangze', 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('forms', {keyPath: 'id'});
      asked.result.createObjectStore('files');
    };
    asked.onsuccess = () => yes(asked.result);
    asked.onerror = () => no(asked.error);
  });
  async function within(mode, work) {
    const t = (await base).transaction(['forms', 'files'], mode, {durability: 'strict'});
    const asked = work(t.objectStore('forms'), t.objectStore('files'));
    return new Promise((yes, no) => {
      t.oncomplete = () => yes(asked && asked.result);
      t.onabort = t.onerror = () => no(t.error);
    });
  }
  const put = (e, files) => within('readwrite', (a, b) => { a.put(e); if (files) b.put(files, e.id); });
  const drop = (id) => within('readwrite', (a, b) => { a.delete(id); b.delete(id); });
  const over = (e) => (e.first || e.at) + days * 864e5;
  async function all() {
    const list = await within('readonly', (a) => a.getAll());
    for (const e of list) if (over(e) < Date.now()) await drop(e.id);
    return list.filter((e) => over(e) >= Date.now()).sort((a, b) => a.at - b.at);
  }

  // What is wrong, with the field in front; English has a space behind its colon.
  const whole = (x) => [x.called, x.say].filter(Boolean).join(document.documentElement.lang.startsWith('zh') ? '' : ' ');
  function clock(ms) {
    const d = new Date(ms), lang = document.documentElement.lang;
    const time = d.toLocaleTimeString(lang, {hour: '2-digit', minute: '2-digit', hour12: false});
    return d.toDateString() === new Date().toDateString() ? time : day(ms) + ' ' + time;
  }
  const day = (ms) => new Date(ms).toLocaleDateString(document.documentElement.lang, {month: 'long', day: 'numeric'});

  // One sending at a time in this browser, however many pages are open.
  let sending = false;
  async function alone(work) {
    if (navigator.locks) return navigator.locks.request('shuangze-waits', work);
    if (sending) return 'line';
    sending = true;
    try { return await work(); } finally { sending = false; }
  }

  // One form is sent. What comes back: its answer when it was done, else why not.
  async function send(e) {
    if (!await within('readonly', (a) => a.get(e.id))) return {done: e.action.replace(/\/do\/.*/, '')}; // another page did
    const body = new FormData();
    e.fields.forEach(([name, value]) => body.append(name, value));
    (await within('readonly', (a, b) => b.get(e.id)) || []).forEach((f) => body.append(f.field, f.body, f.name));
    let answer, r;
    try {
      r = await fetch(e.action, {method: 'POST', body, redirect: 'manual', headers: {'Shuangze-Waits': e.owner}});
      answer = r.type === 'opaqueredirect' ? null : await r.json().catch(() => null);
    } catch (none) {
      return 'line';
    }
    if (r.type === 'opaqueredirect' || r.status === 401) return 'sign-in';
    if (r.ok && answer && answer.done) {
      await drop(e.id);
      return answer;
    }
    if (!answer || !answer.say || r.status >= 500 || r.status === 429) return 'line';
    e.refused = answer.say;
    if (answer.key) e.fields.forEach((f) => { if (f[0] === 'key') f[1] = answer.key; });
    await put(e);
    return 'refused';
  }
  const done = [];
  let why = navigator.onLine ? '' : 'line';
  async function sendAll() {
    if (!owner) return show();
    await alone(async () => {
      for (const e of await all()) {
        if (e.owner !== owner || !e.queued || e.refused) continue;
        const a = await send(e);
        if (a.done) {
          done.push({title: e.title, href: a.done});
          const queued = form && form.querySelector('[data-kept]');
          if (queued && box && queued.textContent === word('queued')) queued.textContent = '';
        }
        else if (a !== 'refused') { why = a; break; }
      }
    });
    return show();
  }

  // The list of what waits.
  function button(say, does) {
    const b = document.createElement('button');
    b.type = 'button';
    b.className = 'btn sm';
    b.textContent = say;
    b.addEventListener('click', () => does(b));
    return b;
  }
  let cleared = false;
  function sure(does) { // what is lost is lost: asked twice
    return (b) => {
      if (b.textContent === word('sure')) return does();
      b.removeAttribute('aria-label');
      b.textContent = word('sure');
    };
  }
  async function show() {
    if (!box) return;
    const list = await all(), own = list.filter((e) => e.owner === owner && owner);
    const queued = own.filter((e) => e.queued), ul = box.querySelector('ul'), says = [];
    const drafts = own.filter((e) => !e.queued && !(form && e.address === here));
    if (queued.length) says.push(word('count', queued.length));
    if (queued.some((e) => !e.refused)) says.push(word(why || 'sending'));
    if (queued.some((e) => e.refused)) says.push(word('refused'));
    if (drafts.length) says.push(word('drafts', drafts.length));
    if (list.length > own.length) says.push(word(owner ? 'others' : 'gone', list.length - own.length));
    box.querySelector('p').textContent = says.join(' ');
    ul.replaceChildren(...queued.concat(drafts).map((e) => {
      const li = document.createElement('li'), title = document.createElement('b'), say = document.createElement('span');
      title.textContent = e.title;
      say.textContent = ' ' + clock(e.at) + ' · ' + word('until', day(over(e))) + ' ';
      li.append(title, say);
      (e.refused || []).forEach((x) => {
        const p = document.createElement('p');
        p.className = 'error';
        p.textContent = whole(x);
        li.append(p);
      });
      const name = (b) => { b.setAttribute('aria-label', b.textContent + '：' + e.title); return b; };
      li.append(name(button(word('open'), async () => {
        e.queued = false;
        e.opened = Date.now();
        await put(e);
        location.href = e.address;
      })), ' ', name(button(word('drop'), sure(() => drop(e.id).then(show)))));
      return li;
    }), ...done.map((x) => {
      const li = document.createElement('li'), a = document.createElement('a');
      a.href = x.href;
      a.textContent = word('sent', x.title);
      li.append(a);
      return li;
    }));
    const near = form && form.querySelector('[data-clear]'); // not above what is being typed
    document.querySelectorAll('[data-clear]').forEach((b) => { b.hidden = !own.length || near && b !== near; });
    box.hidden = !says.length && !done.length;
  }

  // Without a line the form opens from what is put aside here, for one account.
  async function aside() {
    if (me.account && !(localStorage.getItem(shells) || '').startsWith(owner + ' ')) await forget();
    if (!me.shells || !navigator.serviceWorker || !window.caches) return;
    await navigator.serviceWorker.register(me.worker);
    const mark = [owner, document.documentElement.lang, document.querySelector('link[rel=stylesheet]').href,
      document.querySelector('script[data-account]').src, new Date().toDateString()].join(' ');
    if (localStorage.getItem(shells) === mark) return;
    await caches.delete(shells);
    const cache = await caches.open(shells);
    for (const path of me.shells.split(' ')) {
      const r = await fetch(path + '?shell=1', {redirect: 'manual'});
      if (!r.ok) return;
      const page = new DOMParser().parseFromString(await r.clone().text(), 'text/html');
      await cache.addAll(Array.from(page.querySelectorAll('link[href^="/static/"],script[src]'),
        (x) => x.getAttribute('href') || x.getAttribute('src')));
      await cache.put(path, r);
    }
    localStorage.setItem(shells, mark);
  }
  async function forget() {
    localStorage.removeItem(shells);
    if (window.caches) await caches.delete(shells);
  }
  // Who signs out leaves nothing but what still waits.
  document.querySelectorAll('form[action="/sign-out"]').forEach((f) => f.addEventListener('submit', () => {
    localStorage.setItem('shuangze-left', '1');
  }));

  // The form itself.
  async function keep() {
    const out = form.querySelector('[data-kept]'), say = (s) => { if (out) out.textContent = s; };
    const key = form.elements.key || form.appendChild(Object.assign(document.createElement('input'), {type: 'hidden', name: 'key'}));
    const random = () => Array.from(crypto.getRandomValues(new Uint8Array(24)),
      (n) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[n % 32]).join('');
    const hands = key.value.slice(24); // for whom the form was opened
    let now, later, filling = false, busy = false;
    function fresh() {
      if (!key.value || now) key.value = random() + hands;
      now = {id: owner + ' ' + key.value, owner, address: here, action: form.getAttribute('action')};
    }
    function today() { // a form put aside yesterday
      if (me.account) return;
      const day = new Date(Date.now() + 8 * 36e5).toISOString().slice(0, 10); // the county's, wherever the device is
      form.querySelectorAll('input[type=date]').forEach((x) => { if (x.value) x.value = day; });
      new URLSearchParams(location.search).forEach((value, name) => {
        const x = form.elements[name];
        if (x && x.options && Array.from(x.options).some((o) => o.value === value)) x.value = value;
      });
    }
    const chosen = () => Array.from(form.querySelectorAll('input[type=file]')).flatMap((x) =>
      Array.from(x.files, (f) => ({field: x.name, name: f.name, body: f})));
    async function save(files) {
      clearTimeout(later);
      later = 0;
      if (cleared) return false; // what was typed last is not put back behind it
      now.fields = Array.from(new FormData(form)).filter(([n, v]) => typeof v === 'string' &&
        (form.elements[n] || {}).type !== 'password');
      now.at = Date.now();
      now.title = ((form.elements[form.dataset.keep] || {}).value || '').trim() || document.title;
      try {
        await put(now, files && chosen());
        say(word('kept', clock(now.at)));
        form.querySelectorAll('[data-clear]').forEach((b) => { b.hidden = false; });
        return true;
      } catch (full) {
        say(word('full'));
        return false;
      }
    }
    function fill(e, files) {
      const left = {};
      e.fields.forEach(([n, v]) => (left[n] = left[n] || []).push(v));
      filling = true;
      Array.from(form.elements).forEach((x) => {
        if (!x.name || x.type === 'file' || x.name === 'of-account') return;
        const values = left[x.name] || [];
        if (x.type === 'checkbox' || x.type === 'radio') x.checked = values.includes(x.value);
        else if (values.length) {
          x.value = values.shift();
          if (x.options && x.selectedIndex < 0) x.selectedIndex = 0; // no longer offered
          x.dispatchEvent(new Event('input', {bubbles: true}));
          const folded = x.type !== 'hidden' && x.value && x.closest('details');
          if (folded) folded.open = true;
        }
      });
      form.querySelectorAll('input[type=file]').forEach((x) => {
        const list = new DataTransfer();
        files.filter((f) => f.field === x.name).forEach((f) => list.items.add(new File([f.body], f.name, {type: f.body.type})));
        x.files = list.files;
      });
      // What was never done may be done by other hands now; what may have been keeps its key.
      if (!e.first || e.refused) key.value = key.value.slice(0, 24) + hands;
      filling = false;
      now = e;
    }
    function wrong(list) {
      form.querySelectorAll('.errors,.field>.error').forEach((x) => x.remove());
      form.querySelectorAll('.wrong').forEach((x) => {
        x.classList.remove('wrong');
        x.querySelectorAll('[aria-invalid]').forEach((y) => y.removeAttribute('aria-invalid'));
      });
      if (!list || !list.length) return;
      const sum = document.createElement('div'), h = document.createElement('h2'), ul = document.createElement('ul');
      sum.className = 'errors';
      sum.tabIndex = -1;
      sum.setAttribute('role', 'alert');
      h.textContent = word('errors', list.length);
      list.forEach((x) => {
        const li = document.createElement('li'), at = x.field && document.getElementById('f-' + x.field);
        ul.append(li);
        if (!at) { li.textContent = whole(x); return; }
        const a = document.createElement('a'), p = document.createElement('p'), field = at.closest('.field');
        a.href = '#' + at.id;
        a.textContent = whole(x);
        p.textContent = x.say;
        li.append(a);
        p.className = 'error';
        p.id = at.id + '-error';
        at.setAttribute('aria-invalid', 'true');
        at.setAttribute('aria-describedby', [at.getAttribute('aria-describedby'), p.id].filter(Boolean).join(' '));
        field.classList.add('wrong');
        field.querySelector('label,legend').after(p);
      });
      sum.append(h, ul);
      form.prepend(sum);
      sum.focus();
    }
    today();
    fresh();
    const draft = (await all()).filter((e) => e.owner === owner && !e.queued && e.address === here)
      .sort((a, b) => (b.opened || b.at) - (a.opened || a.at))[0];
    if (draft) {
      fill(draft, await within('readonly', (a, b) => b.get(draft.id)) || []);
      say(word('back', clock(draft.at)));
      wrong(draft.refused);
    }
    ['input', 'change'].forEach((kind) => form.addEventListener(kind, (e) => {
      if (filling || busy) return;
      clearTimeout(later);
      later = 0;
      if (e.target.type === 'file') save(true);
      else later = setTimeout(save, 300);
    }));
    document.addEventListener('visibilitychange', () => { if (later && document.hidden && !busy) save(); });
    form.addEventListener('submit', async (e) => {
      e.preventDefault();
      if (busy) return;
      busy = true;
      wrong();
      now.queued = true;
      now.first = now.first || Date.now();
      delete now.refused;
      if (!await save(true)) { // it cannot be kept: sent as without script
        form.submit();
        return;
      }
      say(word('sending'));
      const a = await alone(() => send(now));
      if (a.done) { location.href = a.done; return; }
      form.removeAttribute('data-sent');
      form.removeAttribute('aria-busy');
      if (a === 'refused') {
        now.queued = false;
        await put(now);
        key.value = now.fields.find((f) => f[0] === 'key')[1];
        say('');
        wrong(now.refused);
      } else {
        why = a;
        form.reset();
        today();
        fresh();
        filling = true; // what is left to write is counted anew
        form.querySelectorAll('[data-limit]').forEach((x) => x.dispatchEvent(new Event('input', {bubbles: true})));
        filling = false;
        say(word('queued'));
        await show();
        box.scrollIntoView({block: 'center'});
      }
      busy = false;
    });
  }

  async function start() {
    if (!me.account && !form && localStorage.getItem('shuangze-left')) await forget();
    localStorage.removeItem('shuangze-left');
    if (box) {
      document.querySelectorAll('[data-clear]').forEach((b) => b.addEventListener('click', () => sure(async () => {
        cleared = true;
        for (const x of await all()) if (x.owner === owner) await drop(x.id);
        await forget();
        location.reload();
      })(b)));
    }
    if (form && owner && box) await keep();
    await sendAll();
    await aside();
  }
  window.addEventListener('online', () => { why = ''; sendAll(); });
  // A line comes back without a word, too.
  setInterval(() => { if (why === 'line' && navigator.onLine && !document.hidden) sendAll(); }, 20000);
  window.addEventListener('offline', () => { why = 'line'; show(); });
  window.addEventListener('pageshow', (e) => { if (e.persisted) sendAll(); });
  start().catch(() => {});
})();
