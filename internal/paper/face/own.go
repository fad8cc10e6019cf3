package face

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

const (
	mostBytes = 64 << 20 // of a file
	mostFiles = 64       // of the folder that are looked at
)

// Refused is a file of the county's folder that is not used.
type Refused struct {
	File string
	Why  Why
}

// Why is the reason; each has a sentence in the catalogue (font.refused.*).
type Why string

const (
	NoFont     Why = "no-font"    // neither TrueType, OpenType nor a collection
	Broken     Why = "broken"     // it breaks off, or lacks what a document needs
	TooLarge   Why = "too-large"  // over 64 MB
	Restricted Why = "restricted" // its maker forbids to embed it (fsType)
	Uncut      Why = "uncut"      // its maker forbids to embed a part of it
	NoRole     Why = "no-role"    // it is none of the faces of documents, by its family
	TooMany    Why = "too-many"   // after the first 64 files
	Unread     Why = "unread"     // the system does not let it be read
)

// wanted are the families of each role as they are sold and shipped, the better first, without blanks, lines and
// capitals; what follows (GB2312, GBK, 简体, a number) does not matter.
var wanted = map[Role][]string{
	Fang:  {"仿宋", "fangsong", "方正仿宋", "fzfangsong", "fzfs", "华文仿宋", "stfangsong"},
	Title: {"方正小标宋", "fzxiaobiaosong", "fzxbs", "小标宋", "华文中宋", "stzhongsong"},
	Kai:   {"楷体", "kaiti", "simkai", "方正楷体", "fzkai", "fzkt", "华文楷体", "stkaiti"},
	Hei:   {"黑体", "simhei", "方正黑体", "fzhei", "fzht", "华文黑体", "stheiti"},
	Song:  {"宋体", "simsun", "方正书宋", "fzshusong", "fzss", "华文宋体", "stsong"},
}

// roleOf finds the role of a font by one of its names; a lower rank is the better face.
func roleOf(families []string) (role Role, family string, rank int) {
	rank = -1
	for _, name := range families {
		plain := strings.NewReplacer(" ", "", "_", "", "-", "").Replace(strings.ToLower(name))
		for _, r := range roles {
			for i, stem := range wanted[r] {
				if strings.HasPrefix(plain, stem) && (rank < 0 || i < rank) {
					role, family, rank = r, name, i
				}
			}
		}
	}
	return role, family, rank
}

// Open lays the faces of a folder over the bundled ones. A folder that is missing, or "", leaves those alone.
func Open(folder string) (*Set, []Refused, error) {
	files, err := filesOf(folder)
	if err != nil || len(files) == 0 {
		return Bundled(), nil, err
	}
	type ranked struct {
		face *Face
		rank int
	}
	found := map[Role][]ranked{}
	var refused []Refused
	for i, f := range files {
		if i >= mostFiles {
			refused = append(refused, Refused{f.name, TooMany})
			continue
		}
		x, role, rank, why := look(folder, f)
		if why != "" {
			refused = append(refused, Refused{f.name, why})
			continue
		}
		found[role] = append(found[role], ranked{x, rank})
	}
	own := map[Role][]*Face{}
	for role, list := range found {
		slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
		for _, x := range list {
			own[role] = append(own[role], x.face)
		}
	}
	var base [len(roles)]*Face
	for i, role := range roles {
		base[i] = Bundled().Of(role)[0]
	}
	return laid(base, own), refused, nil
}

// file is one of the folder, with what tells that it was changed.
type file struct {
	name    string
	size    int64
	changed int64
}

// filesOf are the files of a folder by name, without hidden ones and folders.
func filesOf(folder string) ([]file, error) {
	if folder == "" {
		return nil, nil
	}
	list, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the folder of fonts: %w", err)
	}
	var out []file
	for _, e := range list {
		info, err := os.Stat(filepath.Join(folder, e.Name()))
		if strings.HasPrefix(e.Name(), ".") || err == nil && !info.Mode().IsRegular() {
			continue
		}
		f := file{name: e.Name()}
		if err == nil {
			f.size, f.changed = info.Size(), info.ModTime().UnixNano()
		}
		out = append(out, f)
	}
	return out, nil
}

// look reads a file once to learn what it is; its bytes are let go.
func look(folder string, f file) (x *Face, role Role, rank int, why Why) {
	if f.size > mostBytes {
		return nil, "", 0, TooLarge
	}
	path := filepath.Join(folder, f.name)
	b, err := readFile(path)
	if err != nil {
		return nil, "", 0, Unread
	}
	at, known, err := offsets(b)
	switch {
	case !known:
		return nil, "", 0, NoFont
	case err != nil:
		return nil, "", 0, Broken
	}
	index, family, rights := 0, "", uint16(0)
	rank = -1
	for i, first := range at { // of a collection the font with the best role
		t, err := tablesAt(b, first)
		if err != nil {
			return nil, "", 0, Broken
		}
		if r, name, n := roleOf(t.families()); n >= 0 && (rank < 0 || n < rank) {
			role, family, rank, index, rights = r, name, n, i, t.rights()
		}
	}
	switch {
	case rank < 0:
		return nil, "", 0, NoRole
	case rights&(fsRestricted|fsBitmaps) != 0:
		return nil, "", 0, Restricted
	case rights&fsWhole != 0:
		return nil, "", 0, Uncut
	}
	one, err := single(b, at[index])
	if err != nil {
		return nil, "", 0, Broken
	}
	has, err := readable(one)
	if err != nil {
		return nil, "", 0, Broken
	}
	x = &Face{Family: family, File: f.name, Index: index, Size: f.size, Own: true, Licence: licenceOf(rights), has: has}
	x.data.Make = func() ([]byte, error) { return reread(path, index) }
	return x, role, rank, ""
}

// licenceOf says what its maker allows.
func licenceOf(rights uint16) Licence {
	switch {
	case rights&fsEdit != 0:
		return Editing
	case rights&fsPrint != 0:
		return Printing
	}
	return Installing
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > mostBytes || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", info.Name(), fs.ErrInvalid)
	}
	b := make([]byte, info.Size())
	_, err = io.ReadFull(f, b)
	return b, err
}

// reread reads a face that was looked at before; the file may have gone or changed since.
func reread(path string, index int) ([]byte, error) {
	b, err := readFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the font %s: %w", filepath.Base(path), err)
	}
	at, _, err := offsets(b)
	if err != nil || index >= len(at) {
		return nil, fmt.Errorf("read the font %s: it was changed", filepath.Base(path))
	}
	return single(b, at[index])
}

// Whys are all reasons.
func Whys() []Why {
	return []Why{NoFont, Broken, TooLarge, Restricted, Uncut, NoRole, TooMany, Unread}
}

// Folder is a county's folder of fonts as it stands: what was put there is used without a restart.
type Folder struct {
	path string

	mu      sync.Mutex
	seen    []file // as they were when last read; nil = never
	set     *Set
	refused []Refused
}

// NewFolder keeps a folder, which may be missing yet. Nothing is read before Now.
func NewFolder(path string) *Folder { return &Folder{path: path} }

// Now is what the folder gives today. The files are read anew only when one came, went or was changed; whoever asks
// meanwhile waits. A folder that cannot be listed leaves what was known before, or the bundled faces, with the error.
func (f *Folder) Now() (*Set, []Refused, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	files, err := filesOf(f.path)
	if err == nil && (f.set == nil || !slices.Equal(files, f.seen)) {
		f.set, f.refused, err = Open(f.path)
		f.seen = files
	}
	if f.set == nil {
		return Bundled(), nil, err
	}
	return f.set, f.refused, err
}
