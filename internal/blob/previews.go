package blob

import (
	"container/list"
	"sync"
)

// Previews keeps the previews drawn last, in memory and within a bound, so that a
// picture is unpacked once however often its page is looked at.
type Previews struct {
	mu    sync.Mutex
	of    map[string]*list.Element
	order list.List // the one asked for last first
	bytes int
}

type drawn struct {
	name, kind string
	data       []byte
}

// previewsMost is how many bytes of previews are kept [D].
const previewsMost = 16 << 20

// Kept gives a preview kept under a name.
func (p *Previews) Kept(name string) (data []byte, kind string, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.of[name]
	if e == nil {
		return nil, "", false
	}
	p.order.MoveToFront(e)
	d := e.Value.(drawn)
	return d.data, d.kind, true
}

// Keep keeps one and lets go of those not asked for longest.
func (p *Previews) Keep(name string, data []byte, kind string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.of[name] != nil || len(data) > previewsMost/8 {
		return
	}
	if p.of == nil {
		p.of = map[string]*list.Element{}
	}
	p.of[name] = p.order.PushFront(drawn{name, kind, data})
	for p.bytes += len(data); p.bytes > previewsMost; {
		last := p.order.Back()
		d := p.order.Remove(last).(drawn)
		p.bytes -= len(d.data)
		delete(p.of, d.name)
	}
}
