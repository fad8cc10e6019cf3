package app

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"strings"

	"shuangze/internal/paper/pdf"
)

// Signing is what issued documents are signed with. It stands in files of the server and neither in the database nor in
// the journal, which name the certificate alone.
type Signing struct {
	Key  string // --sign-key, SHUANGZE_SIGN_KEY, sign-key: PEM, or PKCS#12 with its certificates
	Cert string // --sign-cert, SHUANGZE_SIGN_CERT, sign-cert: PEM; "" = in the file of the key
	File string // --sign-password-file, SHUANGZE_SIGN_PASSWORD_FILE, sign-password-file: of the PKCS#12
}

func (g *Signing) flags(f *flag.FlagSet) {
	f.StringVar(&g.Key, "sign-key", "", "给公文加电子签名的私钥文件，PEM 或 PKCS#12 / file of the private key that signs "+
		"issued documents, PEM or PKCS#12 (SHUANGZE_SIGN_KEY)")
	f.StringVar(&g.Cert, "sign-cert", "", "它的证书，PEM；PKCS#12 里已有的不用写 / its certificates, PEM; not with PKCS#12 "+
		"(SHUANGZE_SIGN_CERT)")
	f.StringVar(&g.File, "sign-password-file", "", "存 PKCS#12 口令的文件 / file that holds the password of the PKCS#12 "+
		"(SHUANGZE_SIGN_PASSWORD_FILE; or the password itself: SHUANGZE_SIGN_PASSWORD)")
}

// key reads what was configured and refuses what cannot sign; nil when nothing was.
func (g Signing) key(env func(string) string) (*pdf.Key, error) {
	if g.Key == "" {
		if g.Cert != "" || g.File != "" {
			return nil, wrongWay("sign-key", "没有写私钥的文件", "the file of the private key is missing")
		}
		return nil, nil
	}
	data, err := os.ReadFile(g.Key)
	if err != nil {
		return nil, wrongWay("sign-key", "读不到这个文件", "the file cannot be read")
	}
	if g.Cert != "" {
		certs, err := os.ReadFile(g.Cert)
		if err != nil {
			return nil, wrongWay("sign-cert", "读不到这个文件", "the file cannot be read")
		}
		data = append(append(data, '\n'), certs...)
	}
	var k *pdf.Key
	if bytes.Contains(data, []byte("-----BEGIN ")) {
		k, err = pdf.ParsePEM(data)
	} else {
		password := env("SHUANGZE_SIGN_PASSWORD")
		if g.File != "" {
			b, err := os.ReadFile(g.File)
			if err != nil {
				return nil, wrongWay("sign-password-file", "读不到这个文件", "the file cannot be read")
			}
			password = strings.TrimSpace(string(b))
		}
		if password != "" {
			Hide(password)
		}
		k, err = pdf.ParsePKCS12(data, password)
	}
	switch {
	case errors.Is(err, pdf.ErrWrongPassword):
		return nil, wrongWay("sign-key", "口令打不开这个文件：写在 SHUANGZE_SIGN_PASSWORD 或 sign-password-file",
			"the password does not open it: give SHUANGZE_SIGN_PASSWORD or sign-password-file")
	case errors.Is(err, pdf.ErrNoCertificate):
		return nil, wrongWay("sign-cert", "没有这把私钥的证书", "there is no certificate of this private key")
	case err != nil:
		return nil, wrongWay("sign-key", "要有一把没有另加口令的 RSA 或 ECDSA 私钥", "it must hold a private key, RSA or ECDSA, "+
			"without a password of its own")
	case Now().Time().After(k.Chain[0].NotAfter):
		return nil, wrongWay("sign-cert", "证书已于 "+k.Chain[0].NotAfter.Format("2006-01-02")+" 到期，请换新的",
			"the certificate expired on "+k.Chain[0].NotAfter.Format("2006-01-02")+", renew it")
	}
	return k, nil
}
