// Everything works without this file. It keeps a form from being sent twice,
// counts characters, lists a unit's people as soon as the unit is chosen, copies a
// row of a list as text, chooses all rows, and lets a button print. It stores
// nothing.
(function () {
  'use strict';
  document.addEventListener('submit', function (e) {
    var f = e.target;
    if ((f.getAttribute('method') || '').toLowerCase() !== 'post') return;
    if (f.hasAttribute('data-sent')) { e.preventDefault(); return; }
    f.setAttribute('data-sent', '');
    f.setAttribute('aria-busy', 'true');
  });
  window.addEventListener('pageshow', function () {
    document.querySelectorAll('form[data-sent]').forEach(function (f) {
      f.removeAttribute('data-sent');
      f.removeAttribute('aria-busy');
    });
  });
  document.querySelectorAll('[data-limit]').forEach(function (t) {
    var out = document.getElementById(t.id + '-left');
    if (!out) return;
    var limit = Number(t.getAttribute('data-limit'));
    function count() {
      var left = limit - Array.from(t.value).length;
      out.textContent = out.getAttribute(left < 0 ? 'data-over' : 'data-left').replace('#', Math.abs(left));
      out.classList.toggle('over', left < 0);
    }
    t.addEventListener('input', count);
    count();
  });
  // The button beside it asks for the same list and stays for when this fails.
  document.querySelectorAll('button[name=then][value=people]').forEach(function (b) {
    var f = b.form, unit = f.elements.unit, asked = 0;
    if (!unit) return;
    unit.addEventListener('change', function () {
      var mine = ++asked, sent = new URLSearchParams(new FormData(f));
      sent.set('then', 'people');
      fetch(f.action, {method: 'POST', body: sent}).then(function (r) { return r.ok ? r.text() : ''; }).then(function (html) {
        if (!html || mine !== asked) return; // another unit was chosen meanwhile
        var answer = new DOMParser().parseFromString(html, 'text/html');
        ['leader', 'handler'].forEach(function (name) {
          var now = f.elements[name], next = answer.querySelector('[name=' + name + ']');
          if (!now || !next) return;
          // Copies: moved one by one, each would be the chosen one of those left
          // behind, and the last would arrive chosen. A unit chooses nobody.
          now.replaceChildren.apply(now, Array.from(next.children, function (o) { return o.cloneNode(true); }));
          now.selectedIndex = 0;
        });
      }).catch(function () {});
    });
  });
  // A row as text: each cell under its column's name, to be pasted into a letter.
  document.querySelectorAll('table.list[data-copy] td.lead').forEach(function (cell) {
    var b = document.createElement('button'), table = cell.closest('table'), said = table.getAttribute('data-copy');
    if (!navigator.clipboard) return;
    b.type = 'button';
    b.className = 'copy';
    b.textContent = said;
    b.addEventListener('click', function () {
      var heads = Array.from(table.tHead.rows[0].cells, function (h) { return (h.firstElementChild || h).firstChild; });
      var text = Array.from(cell.parentNode.cells, function (c, i) {
        var copy = c.cloneNode(true);
        copy.querySelectorAll('button,input').forEach(function (x) { x.remove(); });
        var words = copy.textContent.replace(/\s+/g, ' ').trim();
        return words && heads[i] ? heads[i].textContent.trim() + '：' + words : '';
      }).filter(Boolean).join('\n');
      navigator.clipboard.writeText(text).then(function () {
        b.textContent = table.getAttribute('data-copied');
        setTimeout(function () { b.textContent = said; }, 2000);
      }).catch(function () {});
    });
    cell.append(' ', b);
  });
  // How many rows are chosen, and all of them at once.
  document.querySelectorAll('form.many').forEach(function (f) {
    var all = f.querySelector('[data-all]'), out = f.querySelector('[data-many]'), say = out.textContent;
    var boxes = Array.from(f.elements).filter(function (b) { return b.name === 'id'; }); // f.id is one of them
    function count() {
      var n = boxes.filter(function (b) { return b.checked; }).length;
      out.textContent = n ? out.getAttribute('data-many').replace('#', n) : say;
      all.checked = n > 0 && n === boxes.length;
      all.indeterminate = n > 0 && n < boxes.length;
    }
    all.parentNode.hidden = false;
    all.addEventListener('change', function () {
      boxes.forEach(function (b) { b.checked = all.checked; });
      count();
    });
    boxes.forEach(function (b) { b.addEventListener('change', count); });
    count();
  });
  // Typing @ and a name, its pinyin or initials offers those who may be called: the
  // choices of the list beside it. What is chosen is written as text.
  document.querySelectorAll('[data-mentions]').forEach(function (box) {
    var area = box.querySelector('textarea'), from = box.querySelector('select'), at = -1, now = 0;
    if (!area || !from) { return; }
    var list = document.createElement('ul');
    list.className = 'names'; list.hidden = true; list.id = area.id + '-names'; list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', from.labels[0].textContent.trim());
    area.after(list);
    area.setAttribute('aria-controls', list.id); area.setAttribute('aria-autocomplete', 'list');
    function close() { list.hidden = true; area.removeAttribute('aria-activedescendant'); }
    function mark(n) {
      now = (n + list.children.length) % list.children.length;
      Array.from(list.children, function (li, i) { li.setAttribute('aria-selected', i === now); });
      area.setAttribute('aria-activedescendant', list.children[now].id);
    }
    function choose(li) {
      area.setRangeText('@' + li.dataset.called + ' ', at, area.selectionStart, 'end');
      close(); area.focus(); area.dispatchEvent(new Event('input', {bubbles: true}));
    }
    function look() {
      var typed = /@([^\s@]{0,20})$/.exec(area.value.slice(0, area.selectionStart));
      close();
      if (!typed) { return; }
      at = area.selectionStart - typed[0].length;
      var key = typed[1].toLowerCase();
      var found = Array.from(from.options).filter(function (o) {
        return o.dataset.called && (o.dataset.called.indexOf(key) === 0 || key && o.dataset.sound.split(' ').some(function (s) {
          return s.indexOf(key) === 0;
        }));
      }).slice(0, 8);
      list.replaceChildren.apply(list, found.map(function (o, i) {
        var li = document.createElement('li');
        li.id = list.id + i; li.textContent = o.textContent; li.dataset.called = o.dataset.called; li.setAttribute('role', 'option');
        li.addEventListener('mousedown', function (e) { e.preventDefault(); choose(li); });
        return li;
      }));
      if (found.length) { list.hidden = false; mark(0); }
    }
    area.addEventListener('input', look);
    area.addEventListener('blur', close);
    area.addEventListener('keydown', function (e) {
      if (list.hidden || e.isComposing) { return; }
      var step = {ArrowDown: 1, ArrowUp: -1}[e.key];
      if (step) { mark(now + step); } else if (e.key === 'Enter' || e.key === 'Tab') { choose(list.children[now]); } else if (e.key === 'Escape') { close(); } else { return; }
      e.preventDefault();
    });
  });

  document.querySelectorAll('[data-print]').forEach(function (b) {
    b.hidden = false;
    b.addEventListener('click', function () { window.print(); });
  });
})();
