// Answers for the forms that waits.js put aside, when there is no line, and for the
// files of their look. Every other page goes to the server as if this were not here:
// nothing that was asked for is kept.
'use strict';
const store = 'shuangze-shells', days = 7;
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (e) => e.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (e) => {
  const at = new URL(e.request.url);
  if (e.request.method !== 'GET' || at.origin !== self.location.origin) return;
  if (at.pathname.startsWith('/static/')) {
    e.respondWith(caches.match(e.request).then((kept) => kept || fetch(e.request)));
  } else if (e.request.mode === 'navigate' && at.pathname.endsWith('/new')) {
    e.respondWith(fetch(e.request).catch((none) => shell(at.pathname).then((kept) => {
      if (!kept) throw none;
      return kept;
    })));
  }
});
async function shell(path) {
  const cache = await caches.open(store), kept = await cache.match(path);
  if (kept && Date.now() - Date.parse(kept.headers.get('Date')) > days * 864e5) {
    await caches.delete(store);
    return;
  }
  return kept;
}
