package pdf

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"shuangze/internal/official/sample"
)

// certified is a key with a certificate of its own.
func certified(t testing.TB, private crypto.Signer) *x509.Certificate {
	t.Helper()
	c := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "中共镇坪县委办公室"},
		NotBefore: options.At.AddDate(-1, 0, 0),
		NotAfter:  options.At.AddDate(10, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature}
	der, err := x509.CreateCertificate(rand.Reader, c, c, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	out, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func asPEM(t testing.TB, private crypto.Signer, certs ...*x509.Certificate) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	var out []byte
	for _, c := range certs {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return append(out, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})...)
}

func TestSign(t *testing.T) {
	one, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	two, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	paper := made(t, sample.Circular())
	for name, private := range map[string]crypto.Signer{"RSA": one, "ECDSA": two} {
		cert := certified(t, private)
		k, err := ParsePEM(asPEM(t, private, certified(t, one), cert))
		if err != nil {
			t.Fatal(err)
		}
		if name == "ECDSA" && !k.Chain[0].Equal(cert) {
			t.Error("the certificate of another key comes first")
		}
		k.At = options.At.Add(time.Hour)
		signed, err := Sign(paper, k)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(signed, paper) {
			t.Error("signing changed what was there")
		}
		again, err := Sign(signed, k)
		if err != nil {
			t.Fatal(err)
		}
		whole(t, signed, true)
		whole(t, again, true, true)
		if added, err := Signatures(append(slices.Clone(signed), "\n% more\n"...)); err != nil || added[0].Last {
			t.Errorf("what was added after the signature is not noticed: %+v, %v", added, err)
		}
		for _, at := range []int{2000, len(paper) / 2, len(paper) - 2000} {
			forged := slices.Clone(signed)
			forged[at] ^= 1
			whole(t, forged, false)
		}
	}
}

// whole checks each signature of a file, by our own reading and by poppler's where that is installed.
func whole(t *testing.T, file []byte, want ...bool) {
	t.Helper()
	all, err := Signatures(file)
	var got []bool
	last := 0
	for i, s := range all {
		got = append(got, s.Whole)
		if s.Last {
			last++
		}
		if s.By != "中共镇坪县委办公室" || !s.At.Equal(options.At.Add(time.Hour)) {
			t.Errorf("signature %d of %d is %+v", i+1, len(all), s)
		}
	}
	if last != 1 {
		t.Errorf("%d signatures cover the whole file", last)
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("the signatures are %v, %v wanted (%v)", got, want, err)
	}
	if _, err := exec.LookPath("pdfsig"); err != nil {
		return
	}
	out, _ := exec.Command("pdfsig", "-nocert", stored(t, file)).CombinedOutput()
	if n := strings.Count(string(out), "Signature is Valid."); n != len(slices.DeleteFunc(slices.Clone(want),
		func(ok bool) bool { return !ok })) {
		t.Errorf("poppler finds %d valid signatures of %v:\n%s", n, want, out)
	}
}

func TestKeys(t *testing.T) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert := certified(t, private)
	file, err := pkcs12.Modern.Encode(private, cert, nil, "开门")
	if err != nil {
		t.Fatal(err)
	}
	k, err := ParsePKCS12(file, "开门")
	if err != nil || !k.Chain[0].Equal(cert) {
		t.Fatalf("a PKCS#12 file is not read: %v", err)
	}
	if _, err := ParsePKCS12(file, "wrong"); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("a wrong password gives %v", err)
	}
	if _, err := ParsePKCS12([]byte("no"), ""); err == nil {
		t.Error("anything is a PKCS#12 file")
	}
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParsePEM(asPEM(t, other, cert)); !errors.Is(err, ErrNoCertificate) {
		t.Errorf("a key without its certificate gives %v", err)
	}
	if _, err := ParsePEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})); !errors.Is(err,
		ErrNoKey) {
		t.Errorf("a certificate alone gives %v", err)
	}
	if _, err := Sign([]byte("no PDF"), k); err == nil {
		t.Error("anything is signed as a PDF")
	}
}
