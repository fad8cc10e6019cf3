// Everything works without this file. It keeps a form from being sent twice,
// counts characters, and lets a button print. It stores nothing.
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
  document.querySelectorAll('[data-print]').forEach(function (b) {
    b.hidden = false;
    b.addEventListener('click', function () { window.print(); });
  });
})();
