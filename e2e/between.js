// What cannot be read on this page at this width, in words; an empty list when all can.
(() => {
	const wrong = [], wide = document.documentElement.clientWidth, box = e => e.getBoundingClientRect()
	const shown = e => e.getClientRects().length > 0 && getComputedStyle(e).visibility === 'visible' && !e.closest('.vh,.skip')
	const name = e => e.localName + (e.className ? '.' + [...e.classList].join('.') : '') + ' “' + e.textContent.trim().slice(0, 20) + '”'
	if (document.documentElement.scrollWidth > wide) wrong.push('the page is ' + document.documentElement.scrollWidth + ' wide')
	for (const e of document.querySelectorAll('body *')) {
		if (shown(e) && box(e).right > wide + 1) { wrong.push(name(e) + ' ends at ' + Math.round(box(e).right)); break }
	}
	for (const e of document.querySelectorAll('.scroll,.tabs ul,th')) {
		if (shown(e) && e.scrollWidth > e.clientWidth + 1) wrong.push(name(e) + ' holds ' + e.scrollWidth + ' in ' + e.clientWidth)
	}
	for (const e of document.querySelectorAll('.list td:not(.n):not(.do)')) {
		const s = getComputedStyle(e), room = e.clientWidth - parseFloat(s.paddingLeft) - parseFloat(s.paddingRight)
		if (shown(e) && e.textContent.trim() && room < 4 * parseFloat(s.fontSize)) { wrong.push(name(e) + ' has ' + Math.round(room) + ' px'); break }
	}
	// The bar is one line: its parts stand in it and beside each other.
	const bar = document.querySelector('.bar'), parts = [...bar.querySelectorAll('.brand,.search,.tongue,.who,.menu-open')].filter(shown)
	if (box(bar).height !== 60) wrong.push('the bar is ' + box(bar).height + ' high')
	for (const [i, e] of parts.entries()) {
		const b = box(e), next = parts[i + 1]
		if (b.top < box(bar).top - 1 || b.bottom > box(bar).bottom + 1) wrong.push(name(e) + ' leaves the bar')
		if (next && b.right > box(next).left + 1) wrong.push(name(e) + ' lies over ' + name(next))
	}
	for (const e of bar.querySelectorAll('.brand-name,.who-name')) {
		if (box(e).width < 24 || box(e).bottom > box(bar).bottom || box(e).top < box(bar).top) wrong.push(name(e) + ' is cut off')
	}
	const head = document.querySelector('.heat thead')
	if (head) {
		scrollTo({top: box(head).bottom + scrollY + 200, behavior: 'instant'})
		const gap = box(head).top - box(bar).bottom
		if (gap > 0 || gap < -2) wrong.push('the heading stands ' + gap + ' px from the bar')
		const x = box(head).left + box(head).width / 2
		for (let y = box(bar).bottom + 0.5; y < box(head).bottom - 1; y += 2) {
			const e = document.elementFromPoint(x, y)
			if (!head.contains(e)) { wrong.push('behind the heading shows ' + name(e)); break }
		}
		scrollTo({top: 0, behavior: 'instant'})
	}
	return wrong
})()
