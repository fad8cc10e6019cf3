// What axe's rules judge a page by: the tree of its elements with their kinds, classes, states and whether they have words.
// Neighbours of one shape count once, so that lists of any length, other words and the other language are the same page.
// Identifiers are told apart by whether they are alone, because a doubled one is a fault. around is the shape of what stands
// around what a page is about, on every page: its head and its menu.
(() => {
	let seen = new Set()
	const said = a => a === '' ? '0' : '1'
	const of = e => {
		let s = e.localName
		for (const a of e.attributes) {
			const n = a.name
			if (n === 'id') { s += seen.has(a.value) ? ' id twice' : ' id'; seen.add(a.value) }
			else if (['class', 'style', 'role', 'type', 'scope', 'tabindex', 'rowspan', 'colspan'].includes(n) || n.startsWith('data-') && n !== 'data-l') s += ' ' + n + '=' + a.value
			else s += ' ' + n + said(a.value)
		}
		const kids = []
		for (const c of e.childNodes) {
			const k = c.nodeType === 1 ? of(c) : c.nodeType === 3 && c.data.trim() ? 'w' : ''
			if (k && !kids.includes(k)) kids.push(k)
		}
		return s + '(' + kids.join() + ')'
	}
	const whole = of(document.documentElement)
	seen = new Set()
	return {whole, around: [...document.querySelectorAll('.frame > header, .frame > nav')].map(of).join()}
})()
