package app

import (
	"bytes"
	"cmp"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/blob"
	"shuangze/internal/issued"
	"shuangze/internal/letter"
	"shuangze/internal/letter/slip"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/notify"
	"shuangze/internal/paper/pdf"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// signingFiles are a private key and its certificate, which ends after some years, in two files.
func signingFiles(t *testing.T, years int) (key, cert string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(0x2F), Subject: pkix.Name{CommonName: "中共曙坪镇委员会"},
		NotBefore: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), KeyUsage: x509.KeyUsageDigitalSignature}
	c.NotAfter = c.NotBefore.AddDate(years, 0, 0)
	der, err := x509.CreateCertificate(rand.Reader, c, c, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write := func(kind string, b []byte) string {
		name := filepath.Join(t.TempDir(), "file.pem")
		if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	return write("PRIVATE KEY", secret), write("CERTIFICATE", der)
}

// keepOnly keeps the files of these objects: making those of the whole demonstration takes twelve seconds, and
// TestKeptFilesByProgram does it.
func (v *visitors) keepOnly(ids ...ref.ID) {
	v.Helper()
	by := actor.Machine(1, "tick")
	open, err := v.h.unkept(v.Context(), by, 10_000)
	if err != nil {
		v.Fatal(err)
	}
	open = slices.DeleteFunc(open, func(w issued.Waiting) bool { return !slices.Contains(ids, w.Of.ID) })
	if _, err := v.h.keepThose(v.Context(), by, open); err != nil || len(open) < len(ids) {
		v.Fatal(len(open), err)
	}
}

// What is taken of a sealed document is one file for ever: before it is kept, after a kill between the bytes and the
// row, and without the key by which it was signed. Altered bytes are handed to nobody, and verify finds them.
func TestIssuedIsKept(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		key, cert := signingFiles(t, 30)
		k, err := Signing{Key: key, Cert: cert}.key(os.Getenv)
		if err != nil {
			t.Fatal(err)
		}
		v.h.Print.Key = k
		id := v.dispatched(1, letter.Sealed, "")
		at := fmt.Sprintf("/dispatches/%d", id)
		v.sees(v.ask("shuping-lly", "GET", at), 200, "现在取得的就是将要保存的")
		first := v.ask("shuping-lly", "GET", at+"/as/pdf").Body.Bytes()
		shelf, err := blob.Open(v.h.FilesDir())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := shelf.Put(ctx, bytes.NewReader(first), 1<<30); err != nil { // killed here
			t.Fatal(err)
		}
		v.keepOnly(id)
		l := v.dispatch(id)
		files, err := v.h.DB.EvidenceOf(ctx, id)
		if err != nil || len(files) != 1 || files[0].Phase != issued.Phase || hex.EncodeToString(files[0].Digest) != l.Pdf ||
			l.Certificate != "中共曙坪镇委员会 · 中共曙坪镇委员会 · 2F" {
			t.Fatalf("%v %+v %q", err, files, l.Certificate)
		}
		signatures, err := pdf.Signatures(first)
		if err != nil || len(signatures) != 1 || !signatures[0].Whole || !signatures[0].Last {
			t.Errorf("%v %+v", err, signatures)
		}
		v.h.Print.Key = nil // another key, program or typeface
		if got := v.ask("shuping-lly", "GET", at+"/as/pdf").Body.Bytes(); !bytes.Equal(got, first) {
			t.Errorf("%d bytes are kept, %d were taken before", len(got), len(first))
		}
		v.sees(v.ask("shuping-lly", "GET", at), 200, l.Pdf, l.Certificate)
		if _, err := v.h.lives()[0].Keep(ctx, act.Command{Actor: v.actor("shuping-lly")}, id, files[0], ""); err == nil {
			t.Error("kept by a person, and twice")
		}

		named := []store.NamedFile{{Digest: [32]byte(files[0].Digest)}}
		r := &VerifyReport{}
		if err := r.files(ctx, v.h.FilesDir(), false, named, nil); err != nil || r.Total != 0 {
			t.Errorf("%v %+v", err, r.Faults)
		}
		name := filepath.Join(v.h.FilesDir(), l.Pdf[:2], l.Pdf)
		if err := os.Chmod(name, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, bytes.Replace(first, []byte("/Page"), []byte("/Pagf"), 1), 0o600); err != nil {
			t.Fatal(err)
		}
		if w := v.ask("shuping-lly", "GET", at+"/as/pdf"); w.Code != 409 {
			t.Errorf("altered bytes answer %d", w.Code)
		}
		if err := r.files(ctx, v.h.FilesDir(), false, named, nil); err != nil || r.Total != 1 ||
			r.Faults[0].What != "file-changed" {
			t.Errorf("%v %+v", err, r.Faults)
		}
	})
}

// A letter of an order that was sent and a version that was signed are one file for ever, as a sealed document is: kept
// once, the same before and after by page and API, and altered bytes are handed to nobody. What was not sent, or not
// signed, has none.
func TestLettersAndSignedPapersAreKept(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		l, ok := v.sentLetter()
		if !ok {
			t.Fatal("no letter was sent")
		}
		secret, cert := signingFiles(t, 30)
		k, err := Signing{Key: secret, Cert: cert}.key(os.Getenv)
		if err != nil {
			t.Fatal(err)
		}
		x := v.entitled("责任分工")
		papers := map[string]string{"letter": fmt.Sprintf("/letters/%d", l.ID),
			"paper": fmt.Sprintf("/signoffs/%d/versions/%d", x.ID, x.Endorsed)}
		kept := func(kind string) issued.File {
			t.Helper()
			if kind == "letter" {
				now, _, err := v.h.DB.Letter(ctx, l.ID)
				if err != nil {
					t.Fatal(err)
				}
				return now.File
			}
			past, err := v.h.papers().Past(ctx, x.ID)
			if err != nil {
				t.Fatal(err)
			}
			s, _ := past.SignedBy(x.Endorsed)
			return s.File
		}
		first := map[string][]byte{}
		for kind, at := range papers {
			w := v.ask("shuping-lly", "GET", at+"/as/pdf")
			v.sees(w, 200)
			if first[kind] = w.Body.Bytes(); !bytes.HasPrefix(first[kind], []byte("%PDF-")) || kept(kind).Kept() != nil {
				t.Errorf("%s: %.20q %v", kind, first[kind], kept(kind))
			}
		}
		v.sees(v.ask("shuping-lly", "GET", papers["paper"]), 200, "现在取得的就是将要保存的", "/as/pdf")
		v.sees(v.ask("caizheng", "GET", papers["paper"]+"/as/pdf"), 404)
		waiting := v.entitled("专项报告")
		v.sees(v.ask("shuping-lly", "GET", fmt.Sprintf("/signoffs/%d/versions/1/as/pdf", waiting.ID)), 404)
		v.keepOnly(l.ID, x.ID)
		by := act.Command{Actor: actor.Machine(1, "tick")}
		e := evidence.Evidence{Name: "x.pdf", Digest: make([]byte, 32)}
		if _, err := v.h.Orders.KeepLetter(ctx, by, l.ID, e, ""); key(err) != "order.letter-kept-already" {
			t.Error("a letter is kept twice", err)
		}
		if _, err := v.h.papers().Keep(ctx, by, x.ID, x.Endorsed, e, ""); key(err) != "signoff.kept-already" {
			t.Error("a version is kept twice", err)
		}
		by.Actor = v.actor("shuping")
		if _, err := v.h.papers().Keep(ctx, by, x.ID, x.Endorsed, e, ""); err == nil {
			t.Error("kept by a person")
		}
		for kind, at := range papers {
			f := kept(kind)
			if sum := sha256.Sum256(first[kind]); f.Pdf != hex.EncodeToString(sum[:]) {
				t.Errorf("%s: another file is kept than was taken before", kind)
			}
			v.sees(v.ask("shuping-lly", "GET", at), 200, f.Pdf, "没有电子签名")
			v.h.Print.Key = k // made anew it would be another file
			if got := v.ask("shuping-lly", "GET", at+"/as/pdf").Body.Bytes(); !bytes.Equal(got, first[kind]) {
				t.Errorf("%s: %d bytes are kept, %d were taken before", kind, len(got), len(first[kind]))
			}
			name := filepath.Join(v.h.FilesDir(), f.Pdf[:2], f.Pdf)
			if err := os.Chmod(name, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, bytes.Replace(first[kind], []byte("/Page"), []byte("/Pagf"), 1), 0o600); err != nil {
				t.Fatal(err)
			}
			if w := v.ask("shuping-lly", "GET", at+"/as/pdf"); w.Code != 409 {
				t.Errorf("%s: altered bytes answer %d", kind, w.Code)
			}
			r := &VerifyReport{}
			named := []store.NamedFile{{Digest: [32]byte(f.Kept())}}
			if err := r.files(ctx, v.h.FilesDir(), false, named, nil); err != nil || r.Total != 1 ||
				r.Faults[0].What != "file-changed" {
				t.Errorf("%s: %v %+v", kind, err, r.Faults)
			}
		}
	})
}

// Programs take the bytes that are kept, and of a paper the version that was signed last where they name none.
func TestKeptFilesByProgram(t *testing.T) {
	t.Parallel()
	p, ctx := programsOf(t), context.Background()
	l, _ := p.sentLetter()
	x := p.entitled("责任分工")
	for range 2 { // before it is kept, and after
		for page, program := range map[string]string{fmt.Sprintf("/letters/%d/as/pdf", l.ID): "",
			fmt.Sprintf("/signoffs/%d/versions/%d/as/pdf", x.ID, x.Endorsed): fmt.Sprintf("/signoffs/%d/as/pdf", x.ID)} {
			shown := p.ask("shuping-lly", "GET", page).Body.Bytes()
			w := p.call(p.all["shuping-lly"], "GET", cmp.Or(program, page), nil)
			if w.Code != 200 || !bytes.Equal(w.Body.Bytes(), shown) {
				t.Errorf("%s: %d, %d bytes, the page sends %d", page, w.Code, w.Body.Len(), len(shown))
			}
		}
		for n, err := 1, error(nil); n > 0; {
			if n, err = p.h.KeepIssued(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	p.sees(p.call(p.all["shuping-lly"], "GET", fmt.Sprintf("/signoffs/%d/as/docx?number=99", x.ID), nil), 404)
}

// Who owes a receipt is reminded first, then the sender, who may ask again; the page says what is missing.
func TestReceiptsAreAskedFor(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		id := v.dispatched(1, letter.Sent, "")
		at, owed := fmt.Sprintf("/dispatches/%d", id), v.slipOf(id, "财政局")
		told := func(login string, of ref.Ref) (out []string) {
			t.Helper()
			if err := v.h.TellDue(ctx, v.takes("notify-due")); err != nil {
				t.Fatal(err)
			}
			for _, m := range v.inbox(login) {
				if m.Of == of && m.Group == notify.Falls {
					out = append(out, m.Said)
				}
			}
			return out
		}
		slipRef, paper := ref.Ref{Kind: ref.Slip, ID: owed}, ref.Ref{Kind: ref.Dispatch, ID: id}
		if got := told("caizheng-jb", slipRef); !slices.Equal(got, []string{"due.near"}) {
			t.Errorf("the unit is told %v", got)
		}
		if got := told("shuping-lly", paper); len(got) != 0 {
			t.Errorf("the sender is told %v on the first day", got)
		}
		v.sees(v.ask("shuping-lly", "GET", at), 200, "签收：0 / 2", "未签收：财政局、民政局")
		if w := v.ask("caizheng-jb", "GET", at); strings.Contains(w.Body.String(), "未签收：") {
			t.Error("a unit reads which others have not received it")
		}
		before := v.dispatch(id).Due
		v.h.Clock = func() when.Instant { return (before + 1).Start() + 9*3600_000 }
		if got := told("shuping-lly", paper); !slices.Equal(got, []string{"due.over"}) {
			t.Errorf("the sender is told %v", got)
		}
		if _, no := v.does("shuping-lly", ref.Dispatch, letter.UrgeAct, id, nil); no != "" {
			t.Error(no)
		}
		if _, no := v.does("caizheng-jb", ref.Slip, "receive", owed, nil); no != "" {
			t.Error(no)
		}
		x, _, err := v.h.DB.One(ctx, ref.Slip, owed)
		if l := v.dispatch(id); err != nil || l.Missing != 1 || l.Received != 1 || x.(*slip.Slip).Urged == 0 {
			t.Errorf("%v: %d missing, %d received", err, l.Missing, l.Received)
		}
		v.sees(v.ask("shuping-lly", "GET", at), 200, "签收：1 / 2", "未签收：民政局")
	})
}

// What cannot sign is refused at the start, in a sentence.
func TestSignKeysAreRead(t *testing.T) {
	key, cert := signingFiles(t, 30)
	_, other := signingFiles(t, 30)
	old, past := signingFiles(t, 3)
	for name, x := range map[string]struct {
		Signing
		says string
	}{
		"nothing":     {Signing{}, ""},
		"both":        {Signing{Key: key, Cert: cert}, ""},
		"cert alone":  {Signing{Cert: cert}, "sign-key is wrong: the file of the private key is missing"},
		"no file":     {Signing{Key: key + "x"}, "sign-key is wrong: the file cannot be read"},
		"no cert":     {Signing{Key: key}, "sign-cert is wrong: there is no certificate"},
		"another's":   {Signing{Key: key, Cert: other}, "sign-cert is wrong: there is no certificate"},
		"no key":      {Signing{Key: cert}, "sign-key is wrong: it must hold"},
		"has expired": {Signing{Key: old, Cert: past}, "sign-cert is wrong: the certificate expired on 2023-01-01"},
	} {
		k, err := x.key(os.Getenv)
		if (x.says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), x.says) ||
			(k != nil) != (name == "both") {
			t.Errorf("%s: %v %v", name, k != nil, err)
		}
	}
}

// key is the key of a refusal, "" of none.
func key(err error) string {
	var no *text.Refusal
	errors.As(err, &no)
	if no == nil {
		return ""
	}
	return no.Key
}
