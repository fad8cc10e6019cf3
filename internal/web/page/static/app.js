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
  document.querySelectorAll('[data-print]').forEach(function (b) {
    b.hidden = false;
    b.addEventListener('click', function () { window.print(); });
  });
})();
