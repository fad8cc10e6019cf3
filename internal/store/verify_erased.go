package store

import (
	"maps"
	"slices"

	"shuangze/internal/erasure"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
)

// erased is what entries say was erased by law, met before the entries that held it, since
// they are read backwards.
type erased struct {
	openings map[int64]map[string]int64 // entry → path → the entry that says so
	files    map[ref.ID]int64           // row of evidence → likewise
}

// erasing notes what an entry says is gone. Of its own and later entries it can say nothing.
func (r *replay) erasing(id int64, e *journal.Entry) {
	_, g, ok := erasure.Read(e)
	if !ok {
		return
	}
	if r.erased.openings == nil {
		r.erased = erased{map[int64]map[string]int64{}, map[ref.ID]int64{}}
	}
	for _, o := range g.Openings {
		of := entryID(id>>40+1, o.Entry)
		if of >= id {
			r.out.add(r.fault(id, "erased-stray", "erased of entry %d, which is not earlier", o.Entry))
			continue
		}
		if r.erased.openings[of] == nil {
			r.erased.openings[of] = map[string]int64{}
		}
		if by, twice := r.erased.openings[of][o.Path]; twice {
			r.out.add(r.fault(by, "erased-stray", "the opening at %s of entry %d had been erased before", o.Path, o.Entry))
		}
		r.erased.openings[of][o.Path] = id
	}
	for _, f := range g.Files {
		r.erased.files[f] = id
	}
}

// lawful says whether an entry erased the opening of a commitment; kept says that it stands
// there all the same, which is a fault.
func (r *replay) lawful(id int64, path func() string, kept bool) bool {
	all := r.erased.openings[id]
	if all == nil {
		return false
	}
	p := path()
	by, ok := all[p]
	if !ok {
		return false
	}
	delete(all, p) // a commitment is met once
	if kept {
		r.out.add(r.fault(by, "erased-kept", "the opening at %s of entry %d was erased by law and stands there",
			p, id&(1<<40-1)))
		return false
	}
	r.out.Lawful++
	return true
}

// unmet reports what was said to be erased and never stood there.
func (r *replay) unmet() {
	for _, id := range slices.Sorted(maps.Keys(r.erased.openings)) {
		for _, path := range slices.Sorted(maps.Keys(r.erased.openings[id])) {
			r.out.add(r.fault(r.erased.openings[id][path], "erased-stray", "entry %d has no commitment at %s",
				id&(1<<40-1), path))
		}
	}
}
