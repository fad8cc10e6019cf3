package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"shuangze/internal/blob"
	"shuangze/internal/web/api"
)

// smallDisk is a folder on a disk of so many bytes, and what fills the rest of
// it and frees it again.
func smallDisk(t *testing.T, size int) (dir string, fill, free func()) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d,mode=0700", size)); err != nil {
		t.Skip("no disk of a given size here: ", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	ballast := filepath.Join(dir, "ballast")
	return dir, func() {
			f, err := os.Create(ballast)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			for {
				if _, err := f.Write(make([]byte, 4096)); err != nil {
					return
				}
			}
		}, func() {
			if err := os.Remove(ballast); err != nil {
				t.Fatal(err)
			}
		}
}

// On a full disk a command, an upload, a backup, an export and the console
// answer with a sentence in both languages, leave nothing half done, and all
// goes on when there is room again.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	disk, fill, free := smallDisk(t, 64<<20)
	h := demoHouse(t, yesterday())
	ctx := context.Background()
	data, tarball := filepath.Join(disk, "data"), filepath.Join(t.TempDir(), "b.tar")
	if err := Backup(ctx, &Settings{Data: h.Dir}, tarball, io.Discard); err != nil {
		t.Fatal(err)
	}
	want(t, 0, nil, "restore", "--from", tarball, "--data", data)
	if err := os.WriteFile(filepath.Join(data, filepath.Base(demoMark(Config{Dir: data}))),
		[]byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	url, stop := serving(t, "demo", "--data", data)
	jb := signIn(t, url, "zhuti-jb")
	p := program{t, url, jb.token("order:write", "county:read", "person:read")}
	before := get[orderPage](p, "/orders?limit=1").Count
	order := get[orderPage](p, "/orders?limit=1").Items[0]
	var unit api.UnitWhole
	for _, u := range get[api.CountyTree](p, "/county").Units {
		if unit = get[api.UnitWhole](p, "/units/"+u.ID.String()); u.Name == "曙坪镇" {
			break
		}
	}
	fill()

	upload := func(path, language string) (int, string) {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		part, err := w.CreateFormFile("file", "佐证.txt")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(part, strings.Repeat(fmt.Sprint(rand.Int64()), 20_000))
		w.Close()
		r, err := http.NewRequest("POST", url+path, &b)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", w.FormDataContentType())
		r.Header.Set("Accept-Language", language)
		r.Header.Set("Authorization", "Bearer "+p.token)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(body)
	}
	for language, words := range map[string]string{"zh-CN": "服务器磁盘已满", "en": "disk is full"} {
		if code, body := upload(api.Prefix+"/orders/"+fmt.Sprint(order.ID)+"/evidence",
			language); code != http.StatusInsufficientStorage || !strings.Contains(body, words) {
			t.Errorf("an upload: %d %s", code, body)
		}
	}
	made, refused := 0, false
	for range 400 { // the database's log has room left over
		r, body := p.send("POST", "/orders", map[string]any{"side": "principal", "subject": "低保动态管理不及时",
			"content": strings.Repeat("三季度未按月核查。", 100), "quality": "逐户核查",
			"source": "decision", "urgency": "ordinary", "unit": unit.ID, "leader": unit.Posts[0].Person,
			"handler": unit.Posts[1].Person, "measures": []any{map[string]any{"text": "核查"}},
			"due": (Now().Day() + 30).String()})
		if r.StatusCode == http.StatusCreated {
			made++
			continue
		}
		refused = r.StatusCode == http.StatusInsufficientStorage && (strings.Contains(string(body), "服务器磁盘已满") ||
			strings.Contains(string(body), "disk is full"))
		if !refused {
			t.Errorf("a command: %d %s", r.StatusCode, body)
		}
		break
	}
	if !refused {
		t.Error("no command was refused for want of room")
	}

	for _, args := range [][]string{{"backup", "--data", data, "--to", filepath.Join(disk, "x.tar")},
		{"export", "--data", data, "--to", filepath.Join(disk, "x.bundle")},
		{"restore", "--from", tarball, "--data", filepath.Join(disk, "new")}} {
		s := want(t, 1, []string{"磁盘已满", "disk is full"}, args...)
		// the log may say it too
		if lines := strings.Split(strings.TrimSpace(s.err), "\n"); !strings.Contains(lines[len(lines)-1], "磁盘已满") ||
			len(lines) > 2 {
			t.Errorf("not one sentence: %s", s)
		}
	}
	list, err := os.ReadDir(disk)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		if x.Name() == "new" {
			if left, _ := os.ReadDir(filepath.Join(disk, "new")); len(left) > 0 {
				t.Errorf("a restore left %v", left)
			}
		} else if x.Name() != "data" && x.Name() != "ballast" {
			t.Errorf("left behind: %s", x.Name())
		}
	}
	if left, _ := os.ReadDir(filepath.Join(data, "files", "tmp")); len(left) > 0 {
		t.Errorf("half uploads are left: %v", left)
	}
	free()
	if n := get[orderPage](p, "/orders?limit=1").Count; n != before+made {
		t.Errorf("%d orders, before %d, %d were acknowledged", n, before, made)
	}
	if code, body := upload(api.Prefix+"/orders/"+fmt.Sprint(order.ID)+"/evidence", "en"); code >= 500 {
		t.Errorf("with room again: %d %s", code, body)
	}
	stop()
	want(t, 0, []string{"OK"}, "verify", "--data", data)
}

// A file that cannot be stored leaves nothing.
func TestFullShelf(t *testing.T) {
	disk, fill, free := smallDisk(t, 1<<20)
	shelf, err := blob.Open(filepath.Join(disk, "files"))
	if err != nil {
		t.Fatal(err)
	}
	fill()
	kept := files{shelf}
	for name, f := range map[string]func() error{
		"evidence": func() error {
			_, err := kept.Put(context.Background(), strings.NewReader(strings.Repeat("证", 9000)), "a.txt", 1<<20)
			return err
		},
		"a table": func() error {
			_, err := kept.Keep(context.Background(), strings.NewReader(strings.Repeat("x", 9000)), 1<<20)
			return err
		},
	} {
		if err := f(); err == nil || err.Error() != "refused: fault.disk-full" {
			t.Errorf("%s: %v", name, err)
		}
	}
	free()
	left := 0
	filepath.WalkDir(filepath.Join(disk, "files"), func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			left++
		}
		return nil
	})
	if left > 0 {
		t.Errorf("%d files are left", left)
	}
}
