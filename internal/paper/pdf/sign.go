package pdf

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/carlos7ags/folio/sign"
	"software.sslmate.com/src/go-pkcs12"
)

// Key is what an office signs with: a private key, RSA or ECDSA, and its certificate with those that vouch for it.
type Key struct {
	Private crypto.Signer
	Chain   []*x509.Certificate // the office's own first
	Name    string              // as readers show it; "" = the certificate's
	Reason  string
	At      time.Time // of signing, as the file says; the zero value is now
}

// Why a file holds no key to sign with.
var (
	ErrNoKey         = errors.New("the file has no private key, RSA or ECDSA, without a password of its own")
	ErrNoCertificate = errors.New("the file has no certificate of its private key")
	ErrWrongPassword = errors.New("the password does not open the file")
)

// ParsePEM reads a private key and certificates in any order from PEM.
func ParsePEM(data []byte) (*Key, error) {
	var (
		private any
		certs   []*x509.Certificate
	)
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "CERTIFICATE":
			cert, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, fmt.Errorf("certificate: %w", err)
			}
			certs = append(certs, cert)
		case "PRIVATE KEY":
			private, _ = x509.ParsePKCS8PrivateKey(block.Bytes)
		case "RSA PRIVATE KEY":
			private, _ = x509.ParsePKCS1PrivateKey(block.Bytes)
		case "EC PRIVATE KEY":
			private, _ = x509.ParseECPrivateKey(block.Bytes)
		}
	}
	return key(private, certs)
}

// ParsePKCS12 reads the same from a .p12 or .pfx file with its password.
func ParsePKCS12(data []byte, password string) (*Key, error) {
	private, cert, others, err := pkcs12.DecodeChain(data, password)
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		return nil, ErrWrongPassword
	}
	if err != nil {
		return nil, fmt.Errorf("PKCS#12: %w", err)
	}
	return key(private, append([]*x509.Certificate{cert}, others...))
}

// key puts the certificate of the private key first.
func key(private any, certs []*x509.Certificate) (*Key, error) {
	k := &Key{}
	switch p := private.(type) {
	case *rsa.PrivateKey:
		k.Private = p
	case *ecdsa.PrivateKey:
		k.Private = p
	default:
		return nil, ErrNoKey
	}
	type equals interface{ Equal(crypto.PublicKey) bool }
	public := k.Private.Public().(equals) // both kinds have it
	for _, cert := range certs {
		if public.Equal(cert.PublicKey) && len(k.Chain) == 0 {
			k.Chain = append(k.Chain, cert)
		}
	}
	if len(k.Chain) == 0 {
		return nil, ErrNoCertificate
	}
	for _, cert := range certs {
		if cert != k.Chain[0] {
			k.Chain = append(k.Chain, cert)
		}
	}
	return k, nil
}

// steady signs with nothing left to chance: the same file, key and moment give the same signature (ECDSA by RFC 6979).
type steady struct {
	*sign.LocalSigner
	private crypto.Signer
}

func (s steady) Sign(digest []byte) ([]byte, error) {
	return s.private.Sign(nil, digest, s.Algorithm().HashFunc())
}

// Certificate names the certificate in a line: whose it is, who gave it, and its number.
func (k *Key) Certificate() string {
	c := k.Chain[0]
	return fmt.Sprintf("%s · %s · %X", c.Subject.CommonName, c.Issuer.CommonName, c.SerialNumber)
}

// Sign adds a signature of the office (PAdES B-B) behind what the file has; nothing of it is changed, and a second
// signature leaves the first one valid. There is no time stamp of somebody else in it.
func Sign(file []byte, k *Key) ([]byte, error) {
	signer, err := sign.NewLocalSigner(k.Private, k.Chain)
	if err != nil {
		return nil, fmt.Errorf("sign PDF: %w", err)
	}
	name := k.Name
	if name == "" {
		name = k.Chain[0].Subject.CommonName
	}
	out, err := sign.SignPDF(file, sign.Options{Signer: steady{signer, k.Private}, Level: sign.LevelBB, Name: name,
		Reason: k.Reason, SigningTime: k.At})
	if err != nil {
		return nil, fmt.Errorf("sign PDF: %w", err)
	}
	return out, nil
}

// Signature is what a file says of one of its signatures, without asking whether its certificate can be trusted.
type Signature struct {
	By    string // as the certificate names them
	At    time.Time
	Whole bool // nothing it covers was changed
	Last  bool // it covers the whole file: nothing was added after it
}

// Signatures are those of a file, in no order.
func Signatures(file []byte) ([]Signature, error) {
	report, err := sign.Verify(file, sign.VerifyOptions{})
	if err != nil {
		return nil, fmt.Errorf("signatures of a PDF: %w", err)
	}
	var out []Signature
	for _, s := range report.Signatures {
		one := Signature{At: s.SigningTime, Whole: s.DigestValid && s.SignatureValid, Last: s.ByteRangeCoversFile}
		if s.SignerCertificate != nil {
			one.By = s.SignerCertificate.Subject.CommonName
		}
		out = append(out, one)
	}
	return out, nil
}
