package app

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/blob"
	"shuangze/internal/letter"
	"shuangze/internal/letter/slip"
	"shuangze/internal/notify"
	"shuangze/internal/paper/pdf"
	"shuangze/internal/ref"
	"shuangze/internal/store"
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
		for {
			n, err := v.h.KeepIssued(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if n == 0 {
				break
			}
		}
		l := v.dispatch(id)
		files, err := v.h.DB.EvidenceOf(ctx, id)
		if err != nil || len(files) != 1 || files[0].Phase != letter.Issued || hex.EncodeToString(files[0].Digest) != l.Pdf ||
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
		if err := r.files(ctx, v.h.FilesDir(), false, named); err != nil || r.Total != 0 {
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
		if err := r.files(ctx, v.h.FilesDir(), false, named); err != nil || r.Total != 1 ||
			r.Faults[0].What != "file-changed" {
			t.Errorf("%v %+v", err, r.Faults)
		}
	})
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
