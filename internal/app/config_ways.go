package app

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"shuangze/internal/hook"
	"shuangze/internal/mail"
)

func (o *Outward) flags(f *flag.FlagSet) {
	f.StringVar(&o.Base, "base", "", "对外的网址，通知里的链接用它，如 https://shuangze.example.cn / "+
		"address of the pages for links in what is sent (SHUANGZE_BASE)")
	f.StringVar(&o.Mail, "mail", "", "邮件服务器 smtps://用户@主机、smtp://（必须 STARTTLS）或 smtp+plain:// / "+
		"mail server: smtps://user@host, smtp:// (STARTTLS demanded) or smtp+plain:// (SHUANGZE_MAIL; "+
		"the password: SHUANGZE_MAIL_PASSWORD)")
	f.StringVar(&o.From, "mail-from", "", "发件人，如 双责 <tz@example.cn> / sender of mail (SHUANGZE_MAIL_FROM)")
	f.StringVar(&o.File, "mail-password-file", "", "存邮件口令的文件 / file that holds the password of the mail server "+
		"(SHUANGZE_MAIL_PASSWORD_FILE)")
	f.StringVar(&o.Admin, "mail-admin", "", "系统管理员的邮箱，送不到的通知告诉它 / e-mail address that is told of what "+
		"cannot be delivered (SHUANGZE_MAIL_ADMIN)")
	f.StringVar(&o.Messenger, "messenger", "", "短信或政务消息接口的模板文件 / template file of short messages or the "+
		"government's messenger (SHUANGZE_MESSENGER)")
	f.StringVar(&o.Calls, "calls", "", "还可以调用哪里：here 本机，inside 内网，可以都写 / where calls may go besides public "+
		"addresses: here (this machine), inside (private networks), or both (SHUANGZE_CALLS)")
}

// wrongWay is one sentence in both languages; what stands in the value is not repeated where
// it may hold a secret.
func wrongWay(key, zh, en string) error {
	return fmt.Errorf("%s 的值不对：%s / %s is wrong: %s", key, zh, key, en)
}

// ways reads what was configured and refuses what cannot work.
func (o Outward) ways(env func(string) string) (w Ways, err error) {
	if o.Base != "" {
		u, err := url.Parse(o.Base)
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" || u.User != nil {
			return w, wrongWay("base", "要写成 https://主机", "write https://host")
		}
		w.Base = strings.TrimSuffix(o.Base, "/")
	}
	for _, word := range strings.FieldsFunc(o.Calls, func(r rune) bool { return r == ' ' || r == ',' }) {
		switch word {
		case "here":
			w.Calls.Here = true
		case "inside":
			w.Calls.Inside = true
		default:
			return w, wrongWay("calls", "可以用 here、inside", "here and inside are allowed")
		}
	}
	if (o.Mail != "" || o.Messenger != "") && w.Base == "" {
		return w, wrongWay("base", "要发通知，先写明对外的网址", "what is sent needs an address for its links")
	}
	if o.Mail != "" {
		if err := o.mail(&w); err != nil {
			return w, err
		}
	}
	if o.Admin != "" && o.Mail == "" {
		return w, wrongWay("mail-admin", "没有配置 mail", "mail is not configured")
	}
	w.Admin = o.Admin
	if o.Messenger != "" {
		t, err := hook.ReadTemplate(o.Messenger, env)
		if err != nil {
			return w, wrongWay("messenger", "模板读不懂（"+err.Error()+"）", err.Error())
		}
		if u, _ := url.Parse(t.Address); u.Scheme == "http" && !(w.Calls.Here &&
			slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname())) {
			return w, wrongWay("messenger", "地址要用 https", "its address must be https")
		}
		w.Messenger = &t
	}
	return w, nil
}

func (o Outward) mail(w *Ways) error {
	password := o.Password
	if o.File != "" {
		b, err := os.ReadFile(o.File)
		if err != nil {
			return wrongWay("mail-password-file", "读不到这个文件", "the file cannot be read")
		}
		password = strings.TrimSpace(string(b))
	}
	if password != "" {
		Hide(password)
	}
	s, err := mail.ParseServer(o.Mail, password, o.From)
	if err != nil {
		return wrongWay("mail", "要写成 smtps://用户@主机:465 这样，并写明 mail-from（"+err.Error()+"）", err.Error())
	}
	if s.User != "" && password == "" {
		return wrongWay("mail", "有用户，没有口令：写在 SHUANGZE_MAIL_PASSWORD 或 mail-password-file",
			"a user without a password: give SHUANGZE_MAIL_PASSWORD or mail-password-file")
	}
	w.Mail = &s
	return nil
}
