package app

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"shuangze/internal/letter"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
)

// wordsOf are the words of a document for word processors.
func wordsOf(t *testing.T, b []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatalf("%v: %.200s", err, b)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	x, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(x)
}

// What goes out is taken as PDF and for word processors by whoever may see it, with the words that were kept, and twice
// the same bytes; a list and the responsibility chart likewise.
func TestPapersAsFiles(t *testing.T) {
	v := visit(t)
	id := v.dispatched(1, letter.Archived, "")
	signed := v.dispatch(id)
	about, found := v.sentLetter()
	if !found {
		t.Fatal("no letter about an order of 曙坪镇 went out")
	}
	dispatch, sent := "/dispatches/"+id.String()+"/as/", "/letters/"+about.ID.String()+"/as/"
	for _, x := range []struct {
		path  string
		words []string
	}{
		{dispatch, []string{"关于检查的通知1", "请按期报送。", signed.Document, signed.Paper().Code}},
		{sent, []string{about.Paper.Title, about.Document(), about.Official().Code}},
		{"/county/as/", []string{"责任图", "曙坪镇"}},
	} {
		for _, kind := range []string{"pdf", "docx"} {
			w := v.ask("shuping-lly", "GET", x.path+kind)
			if w.Code != 200 || !strings.Contains(w.Header().Get("Content-Disposition"), "."+kind) {
				t.Fatalf("%s%s: %d, %s\n%.300s", x.path, kind, w.Code, w.Header().Get("Content-Disposition"), w.Body)
			}
			if kind == "pdf" {
				if !bytes.HasPrefix(w.Body.Bytes(), []byte("%PDF-")) {
					t.Errorf("%spdf is no PDF: %.20q", x.path, w.Body)
				}
			} else {
				for _, want := range x.words {
					if got := wordsOf(t, w.Body.Bytes()); !strings.Contains(got, want) {
						t.Errorf("%sdocx does not say %q", x.path, want)
					}
				}
			}
			again := v.ask("shuping-lly", "GET", x.path+kind)
			if x.path != "/county/as/" && !bytes.Equal(again.Body.Bytes(), w.Body.Bytes()) {
				t.Errorf("%s%s is another file the second time", x.path, kind)
			}
		}
	}
	for path, login := range map[string]string{dispatch + "doc": "shuping-lly", dispatch + "pdf": "jiandu-jb",
		sent + "pdf": "caizheng-jb"} {
		if w := v.ask(login, "GET", path); w.Code != 404 {
			t.Errorf("%s as %s answers %d", path, login, w.Code)
		}
	}
	for _, at := range []string{"/orders", "/problems", "/tasks", "/overview"} {
		v.sees(v.ask("zhuti-jb", "GET", at), 200, at+".pdf", at+".docx")
	}
	list := wordsOf(t, v.ask("zhuti-jb", "GET", "/orders.docx?tab=open").Body.Bytes())
	if !strings.Contains(list, "督办清单") || !strings.Contains(list, "DB2026-") || !strings.Contains(list, "<w:tblHeader/>") {
		t.Error("the list of orders has no title, no number or no head that repeats")
	}
}

// sentLetter is a letter about an order of 曙坪镇 that went out with its words.
func (v *visitors) sentLetter() (order.Letter, bool) {
	v.Helper()
	ctx := context.Background()
	unit := v.unit("曙坪镇")
	var out order.Letter
	of := order.Filter{Unit: unit}.ToEnd()
	err := v.h.DB.EachOrder(ctx, everything("order.see"), of, func(o order.Order) error {
		all, err := v.h.DB.Letters(ctx, o.ID)
		for _, l := range all {
			if l.State == order.Sent && l.Paper.Kept() && l.Code != "" {
				out = l
			}
		}
		return err
	})
	if err != nil {
		v.Fatal(err)
	}
	return out, out.ID != 0
}

// Units that a document goes to read what was signed and when it went out, not what was said before: not on its page,
// not by the API, not in the list that they take out, and not by searching for it.
func TestWhatOnlyThoseInsideRead(t *testing.T) {
	v := visit(t)
	id := v.dispatched(1, letter.Checking, "")
	const secret, back = "此意见只供内部参考", "退回时写的内部理由"
	if _, no := v.does("shuping-jw", ref.Dispatch, "return", id, &letter.Said{Text: back}); no != "" {
		t.Fatal(no)
	}
	for _, s := range dispatchSteps {
		in := s.in
		if s.act == letter.PassAct {
			in = &letter.Said{Text: secret}
		}
		if _, no := v.does(s.login, ref.Dispatch, s.act, id, in); no != "" {
			t.Fatal(s.act, no)
		}
	}
	page := "/dispatches/" + id.String()
	if w := v.ask("shuping-lly", "GET", page); !strings.Contains(w.Body.String(), secret) ||
		!strings.Contains(w.Body.String(), back) {
		t.Error("the organ's own clerk does not read what was said before the signing")
	}
	for _, path := range []string{page, page + "/paper", "/dispatches.csv", "/dispatches.docx"} {
		w := v.ask("caizheng-jb", "GET", path)
		if said := w.Body.String(); w.Code != 200 || strings.Contains(said, back) || strings.Contains(said, secret) {
			t.Errorf("%s tells an addressee (%d)", path, w.Code)
		}
	}
	for _, path := range []string{"/dispatches?q=" + secret, "/search?q=" + secret} {
		if w := v.ask("caizheng-jb", "GET", path); w.Code != 200 || strings.Contains(w.Body.String(), "关于检查的通知1") {
			t.Errorf("%s finds the document for an addressee (%d)", path, w.Code)
		}
	}
	if w := v.ask("caizheng-jb", "GET", page); !strings.Contains(w.Body.String(), "关于检查的通知1") {
		t.Error("the addressee does not see the document at all")
	}
}
