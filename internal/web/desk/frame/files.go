package frame

import (
	"encoding/hex"
	"slices"
	"strings"

	"shuangze/internal/blob"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// filesHead is the head of the sheet of files.
func (d oneData) filesHead() page.List {
	cols := []page.Col{{Label: d.P.T("field.file")}, {Label: d.P.T("files.size"), Num: true}, {Label: "SHA-256"},
		{Label: d.P.T("files.by")}, {Label: d.P.T("files.acts"), Hidden: true}}
	if d.sorted() {
		cols = slices.Insert(cols, 1, page.Col{Label: d.fileKind()})
	}
	return page.List{Caption: d.P.T("field.files"), Cols: cols}
}

// sorted says that a file may be one of several things.
func (d oneData) sorted() bool { return len(d.Attach.Of) > 1 }

func (d oneData) fileKind() string { return d.label(d.Visit, "fileKind") }

func (d oneData) kindOf(e evidence.Evidence) string {
	return d.P.T(d.Word + ".file." + string(e.Phase))
}

func digestOf(e evidence.Evidence) string { return hex.EncodeToString(e.Digest) }

func fileAt(e evidence.Evidence) string { return "/evidence/" + e.ID.String() }

// openAt is where a file's name leads: a PDF is shown, the others come down.
func openAt(e evidence.Evidence) string {
	if e.Type == blob.PDF {
		return fileAt(e) + "?show=1"
	}
	return fileAt(e)
}

// by is who did something and when.
func (d oneData) by(who ref.ID, at when.Instant) string {
	p, _ := d.County.Person(who)
	return strings.TrimSpace(p.Name + " " + d.P.InstantIn(d.Today.Year(), at))
}

// mayDetach says that files can be removed by the visitor now.
func (d oneData) mayDetach() bool {
	return slices.ContainsFunc(d.Acts, func(a noun.Act) bool { return a.Name == noun.DetachAct })
}

// fileNames are the names of the files that came with an act or were removed by it.
func (d oneData) fileNames(e trail.Event) string {
	var names []string
	if n := e.Texts["name"]; n != "" { // of the one removed
		names = append(names, n)
	}
	for _, m := range d.Visit.Desk.Kinds.Made(e) {
		for _, f := range d.Files {
			if f.ID == m.ID {
				names = append(names, f.Name)
			}
		}
	}
	return d.P.List(names)
}

// removed says who took a file away, and why.
func (d oneData) removed(e evidence.Evidence) string {
	return d.P.T("files.removed", "by", d.by(e.RemovedBy, e.RemovedAt), "reason", noun.Shown(d.P, e.Removal))
}
