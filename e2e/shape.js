// What axe's rules judge a page by: the tree of its elements with their kinds, classes, states and whether they have
// words. Neighbours of one shape count once, so that lists of any length, other words and the other language are the
// same page. The tree falls into parts (panels, forms, tables, rows, lists), so that a part which was sound on one page
// need not be looked at on the next. What a rule asks outside a part is in the shape of the part: the elements around
// it, whether it is shown, whether what it refers to is there, whether an identifier is doubled, what labels a field.
// What is asked of the whole page is the shape of the page: which heading follows which, its landmarks and their names.
(() => {
	const blocks = new Set(('main nav header footer section article aside form fieldset details dialog figure ' +
		'ul ol dl table tr').split(' '))
	const mixed = 'p, div, ul, ol, dl, form, details, table, h2, h3, h4' // what makes a part of a div or an item
	// Rules about these ask for all that is inside, or for the words around it.
	const whole = new Set('p label a button summary thead select svg h1 h2 h3 h4 h5 h6'.split(' '))
	const counted = new Set('ul ol dl table tbody tfoot tr menu'.split(' '))
	const unseen = new Set('script style link noscript template'.split(' '))
	const lands = 'header, footer, main, nav, aside, search, section, form, [role]'
	// Attributes whose values a rule or a style sheet asks for; of the others it counts whether they are empty.
	const exact = new Set(('class style role type scope tabindex rowspan colspan headers lang data-heat autocomplete ' +
		'aria-hidden aria-current aria-expanded aria-sort aria-live aria-haspopup aria-selected aria-checked ' +
		'aria-pressed aria-modal aria-disabled aria-invalid aria-required').split(' '))
	const refers = new Set(('for form list headers aria-labelledby aria-describedby aria-controls aria-owns ' +
		'aria-details aria-errormessage aria-activedescendant aria-flowto').split(' '))
	const has = s => s && s.trim() ? '1' : '0'
	const hash = s => {
		let a = 0xdeadbeef, b = 0x41c6ce57
		for (let i = 0; i < s.length; i++) {
			const c = s.charCodeAt(i)
			a = Math.imul(a ^ c, 2654435761)
			b = Math.imul(b ^ c, 1597334677)
		}
		a = Math.imul(a ^ a >>> 16, 2246822507) ^ Math.imul(b ^ b >>> 13, 3266489909)
		b = Math.imul(b ^ b >>> 16, 2246822507) ^ Math.imul(a ^ a >>> 13, 3266489909)
		return (b >>> 0).toString(36) + (a >>> 0).toString(36)
	}
	const times = new Map(), referred = new Set()
	for (const e of document.querySelectorAll('[id]')) times.set(e.id, (times.get(e.id) || 0) + 1)
	for (const e of document.querySelectorAll('[' + [...refers].join('],[') + ']'))
		for (const n of refers) for (const id of (e.getAttribute(n) || '').split(/\s+/)) if (id) referred.add(id)
	const meant = id => {
		const e = document.getElementById(id)
		return e ? e.localName + has(e.textContent) + (e.hidden ? '-' : '') : 'nothing'
	}
	const own = e => {
		let s = e.localName
		for (const a of e.attributes) {
			const n = a.name, v = a.value
			if (n === 'id') s += ' id' + (times.get(v) > 1 ? ' twice' : '') + (referred.has(v) ? ' meant' : '')
			else if (refers.has(n)) s += ' ' + n + '=' + v.split(/\s+/).map(meant).join('+')
			else if (n === 'lang') s += v === 'en' || v === 'zh-CN' ? ' lang' : ' lang=' + v
			else if (exact.has(n)) s += ' ' + n + '=' + v
			else if (n === 'href' && v.length > 1 && v[0] === '#') s += ' href#' + meant(decodeURIComponent(v.slice(1)))
			else s += ' ' + n + has(v)
		}
		if (e.labels) for (const l of e.labels) s += ' label' + has(l.textContent)
		return e.matches(':target') ? s + ' target' : s
	}
	const parts = [], elements = []
	// of returns the shape of an element within its part. around is what stands above it, part the part it is in.
	const of = (e, around, part, closed) => {
		if (unseen.has(e.localName)) return ''
		const me = own(e)
		const apart = !closed &&
			(blocks.has(e.localName) || (e.localName === 'div' || e.localName === 'li') && e.querySelector(mixed))
		if (apart) {
			elements.push(e)
			parts.push({key: '', in: part})
			part = parts.length - 1
		}
		const kids = [], under = around + '>' + me, shut = closed || whole.has(e.localName)
		for (const c of e.childNodes) {
			const k = c.nodeType === 1 ? of(c, under, part, shut) : c.nodeType === 3 && c.data.trim() ? 'w' : ''
			if (k && !kids.includes(k)) kids.push(k)
		}
		const s = me + '(' + kids.join() + ')'
		if (!apart) return s
		parts[part].key = hash(around + '>>' + s + e.checkVisibility())
		// What is around a part knows whether a key can reach into it; where rules ask what a list, a table or a role
		// holds, its kind and what is in it too. Panels of other kinds in another order make no other page.
		const key = e.querySelector('a[href],button,input,select,textarea,[tabindex]') ? ' key>' : '>'
		return counted.has(e.parentElement.localName) || around.includes(' role=') ?
			'<' + me + '|' + [...e.children].map(c => c.localName).join() + has(e.textContent) + key : '<' + key
	}
	const rest = of(document.body, own(document.documentElement), -1, false)
	const steps = []
	let last = ''
	for (const h of document.querySelectorAll('h1,h2,h3,h4,h5,h6,[role=heading]')) {
		if (!h.checkVisibility()) continue
		const level = h.getAttribute('aria-level') || h.localName
		steps.push(last + '-' + level)
		last = level
	}
	const named = new Map()
	const marks = [...document.querySelectorAll(lands)].filter(e => e.checkVisibility()).map(e => {
		const name = e.getAttribute('aria-label') || (e.getAttribute('aria-labelledby') || '').split(/\s+/)
			.map(id => (document.getElementById(id) || {}).textContent || '').join(' ').trim()
		const kind = e.localName + ' ' + (e.getAttribute('role') || '') +
			(e.parentElement.closest('main,section,article,aside,nav') ? ' in' : '')
		const n = kind + '=' + name
		named.set(n, (named.get(n) || 0) + 1)
		// A section or form without a name is no landmark.
		if (!name && /^(section|form) $/.test(kind.replace(/ in$/, ''))) return ''
		return kind + has(name) + (named.get(n) > 1 ? ' twice' : '')
	})
	const one = s => document.querySelectorAll(s).length
	const view = document.querySelector('meta[name=viewport]')
	const page = [...steps, ...marks, [own(document.documentElement), rest, has(document.title),
		has(document.documentElement.lang),
		view ? view.content : '', one('h1'), one('main'),
		[...document.querySelectorAll('[accesskey]')].map(e => e.accessKey).join(),
		[...document.querySelectorAll('link[rel=stylesheet]')].map(e => e.getAttribute('href')).sort().join(),
		one('meta[http-equiv]')].join('\n')].map(hash)
	window[Symbol.for('parts')] = elements
	// axe would only have these reviewed.
	const doubled = [...times].filter(([id, n]) => n > 1 && referred.has(id)).map(([id]) => id)
	return {page, parts, doubled}
})()
