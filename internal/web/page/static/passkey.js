// A button that asks the browser for a passkey and sends the form around it with
// the answer. Where the browser knows none, the button stays hidden.
(function () {
  'use strict';
  if (!window.PublicKeyCredential || !navigator.credentials || !window.fetch) return;
  function bytes(s) {
    return Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), function (c) { return c.charCodeAt(0); });
  }
  function text(buffer) {
    return btoa(String.fromCharCode.apply(null, new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }
  // The bytes of what is asked travel as text.
  function read(asked) {
    var k = asked.publicKey;
    k.challenge = bytes(k.challenge);
    if (k.user) k.user.id = bytes(k.user.id);
    (k.excludeCredentials || []).concat(k.allowCredentials || []).forEach(function (c) { c.id = bytes(c.id); });
    return {publicKey: k};
  }
  function write(made) {
    var r = made.response, out = {clientDataJSON: text(r.clientDataJSON)};
    ['attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach(function (name) {
      if (r[name]) out[name] = text(r[name]);
    });
    if (r.getTransports) out.transports = r.getTransports();
    return JSON.stringify({id: made.id, rawId: text(made.rawId), type: made.type, response: out, clientExtensionResults: {}});
  }
  function asked(box) {
    if (box.dataset.asked) return Promise.resolve(JSON.parse(box.dataset.asked));
    var body = new URLSearchParams({purpose: box.dataset.purpose});
    return fetch(box.dataset.ask, {method: 'POST', body: body}).then(function (r) {
      if (!r.ok || r.redirected) throw new Error('unasked');
      return r.json();
    }).catch(function () { throw new Error('unasked'); });
  }
  document.querySelectorAll('[data-passkey]').forEach(function (box) {
    var form = box.closest('form'), button = box.querySelector('button'), out = box.querySelector('[role=alert]');
    box.hidden = false;
    button.addEventListener('click', function () {
      button.disabled = true;
      out.hidden = true;
      asked(box).then(function (a) { return navigator.credentials[box.dataset.passkey](read(a)); }).then(function (made) {
        box.querySelector('input[name=passkey]').value = write(made);
        form.requestSubmit();
      }).catch(function (e) {
        out.textContent = box.dataset[e.message === 'unasked' ? 'unasked' : e.name === 'InvalidStateError' ? 'known' : 'failed'];
        out.hidden = false;
      }).finally(function () { button.disabled = false; });
    });
  });
})();
