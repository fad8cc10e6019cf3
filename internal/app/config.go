package app

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/paper/pdf"
)

// Settings is where the program finds its things, as a person writes them:
// flags go before the environment, the environment before the file, the file
// before the defaults.
type Settings struct {
	Data     string // --data, SHUANGZE_DATA, data
	Database string // --database, SHUANGZE_DATABASE, database
	Addr     string // --addr, SHUANGZE_ADDR, addr
	File     string // --config
	Policy   string // --policy, SHUANGZE_POLICY, policy: a folder; "" = the shipped pack
	Seals    string // --seal-keys, SHUANGZE_SEAL_KEYS, seal-keys: a file; "" = seal/seal.keys in the data folder
	Fonts    string // --fonts, SHUANGZE_FONTS, fonts: a folder; "" = fonts in the data folder
	Leap     int    // --clock-days, SHUANGZE_CLOCK_DAYS, clock-days: see Config
	Proxied  bool   // --behind-proxy, SHUANGZE_BEHIND_PROXY=yes, behind-proxy = yes: see ServeOptions
	Out      Outward
	Sign     Signing
	usual    string // the data folder when nothing names one
	listens  bool
	ways     Ways
	key      *pdf.Key
}

// Outward is how the program reaches people and other systems outside. Passwords stand in
// the environment or in files of their own, never on the command line.
type Outward struct {
	Base      string // --base, SHUANGZE_BASE, base: address of the pages for links
	Mail      string // --mail, SHUANGZE_MAIL, mail: see mail.ParseServer
	From      string // --mail-from, SHUANGZE_MAIL_FROM, mail-from
	Password  string // SHUANGZE_MAIL_PASSWORD; or what stands in the file
	File      string // --mail-password-file, SHUANGZE_MAIL_PASSWORD_FILE, mail-password-file
	Admin     string // --mail-admin, SHUANGZE_MAIL_ADMIN, mail-admin
	Messenger string // --messenger, SHUANGZE_MESSENGER, messenger: a template's file
	Calls     string // --calls, SHUANGZE_CALLS, calls: "", here, inside, "here inside"
}

// Flags declares the settings on a command's flags. Only servers listen.
func (s *Settings) Flags(f *flag.FlagSet, data string, listens bool) {
	s.usual, s.listens = data, listens
	f.StringVar(&s.Data, "data", "", "数据目录，默认 "+data+" / data folder, default "+data+" (SHUANGZE_DATA)")
	f.StringVar(&s.Database, "database", "",
		"PostgreSQL 地址 postgres://… / database address instead of the folder's SQLite (SHUANGZE_DATABASE)")
	f.StringVar(&s.File, "config", "",
		"配置文件，每行 键 = 值 / configuration file, key = value "+
			"("+strings.Join(settingKeys, ", ")+")")
	f.StringVar(&s.Policy, "policy", "",
		"政策包目录，默认用程序自带的 / folder of the policy pack, default the shipped one (SHUANGZE_POLICY)")
	f.StringVar(&s.Seals, "seal-keys", "", "密封栏密钥的文件，默认在数据目录的 seal/seal.keys / "+
		"file of the keys of sealed columns, default seal/seal.keys in the data folder (SHUANGZE_SEAL_KEYS)")
	f.StringVar(&s.Fonts, "fonts", "", "公文字体的目录，默认数据目录的 fonts / "+
		"folder of the typefaces of documents, default fonts in the data folder (SHUANGZE_FONTS)")
	f.IntVar(&s.Leap, "clock-days", 0,
		"时钟与最后一条记录最多相差几天，超过的要确认，默认 35 / days the clock may stand from the last entry before it must be confirmed, default 35 (SHUANGZE_CLOCK_DAYS)")
	if listens {
		s.Out.flags(f)
		s.Sign.flags(f)
		f.StringVar(&s.Addr, "addr", "", "监听地址，默认 127.0.0.1:8080 / address to listen on (SHUANGZE_ADDR)")
		f.BoolVar(&s.Proxied, "behind-proxy", false,
			"前面有 HTTPS 反向代理：Cookie 只走 HTTPS，来访地址取自 X-Forwarded-For / behind an HTTPS proxy: cookies over HTTPS only, callers' addresses from X-Forwarded-For (SHUANGZE_BEHIND_PROXY=yes)")
	}
}

// Resolve fills what no flag gave and refuses what cannot be.
func (s *Settings) Resolve(env func(string) string) error {
	file := map[string]string{}
	if s.File != "" {
		var err error
		if file, err = readSettings(s.File); err != nil {
			return err
		}
	}
	o := &s.Out
	for _, x := range []setting{
		{&s.Data, "data", "SHUANGZE_DATA", s.usual},
		{&s.Database, "database", "SHUANGZE_DATABASE", ""},
		{&s.Addr, "addr", "SHUANGZE_ADDR", "127.0.0.1:8080"},
		{&s.Policy, "policy", "SHUANGZE_POLICY", ""},
		{&s.Seals, "seal-keys", "SHUANGZE_SEAL_KEYS", ""},
		{&s.Fonts, "fonts", "SHUANGZE_FONTS", ""},
		{&o.Base, "base", "SHUANGZE_BASE", ""},
		{&o.Mail, "mail", "SHUANGZE_MAIL", ""},
		{&o.From, "mail-from", "SHUANGZE_MAIL_FROM", ""},
		{&o.File, "mail-password-file", "SHUANGZE_MAIL_PASSWORD_FILE", ""},
		{&o.Admin, "mail-admin", "SHUANGZE_MAIL_ADMIN", ""},
		{&o.Messenger, "messenger", "SHUANGZE_MESSENGER", ""},
		{&o.Calls, "calls", "SHUANGZE_CALLS", ""},
		{&s.Sign.Key, "sign-key", "SHUANGZE_SIGN_KEY", ""},
		{&s.Sign.Cert, "sign-cert", "SHUANGZE_SIGN_CERT", ""},
		{&s.Sign.File, "sign-password-file", "SHUANGZE_SIGN_PASSWORD_FILE", ""},
	} {
		for _, v := range []string{env(x.env), file[x.key], x.deft} {
			if *x.value == "" {
				*x.value = v
			}
		}
	}
	if s.Leap == 0 {
		for _, v := range []string{env("SHUANGZE_CLOCK_DAYS"), file["clock-days"]} {
			if v != "" && s.Leap == 0 {
				n, err := strconv.Atoi(v)
				if err != nil || n == 0 {
					n = -1 // check says what is allowed
				}
				s.Leap = n
			}
		}
	}
	proxied := env("SHUANGZE_BEHIND_PROXY")
	if proxied == "" {
		proxied = file["behind-proxy"]
	}
	switch proxied {
	case "", "no":
	case "yes":
		s.Proxied = true
	default:
		return fmt.Errorf("behind-proxy 的值 %q 不对:可以用 yes、no / behind-proxy %q is wrong: yes and no are allowed",
			proxied, proxied)
	}
	if p := PasswordOf(s.Database); p != "" {
		Hide(p)
	}
	o.Password = env("SHUANGZE_MAIL_PASSWORD")
	if err := s.check(); err != nil || !s.listens {
		return err
	}
	var err error
	if s.ways, err = o.ways(env); err != nil {
		return err
	}
	s.key, err = s.Sign.key(env)
	return err
}

// setting is where a value is found when no flag gives it.
type setting struct {
	value          *string
	key, env, deft string
}

// check says in one sentence what is wrong and what is allowed.
func (s *Settings) check() error {
	if s.Database != "" && !strings.HasPrefix(s.Database, "postgres://") &&
		!strings.HasPrefix(s.Database, "postgresql://") {
		return fmt.Errorf("database 的值不对:要以 postgres:// 开头 / database is wrong: it must begin with postgres://")
	}
	// What is wrong with it is not said: the words would quote it.
	if _, err := url.Parse(s.Database); err != nil {
		return errors.New("database 的值读不懂：要写成 postgres://用户:口令@主机:端口/库，口令里的特殊字符写成 %XX / " +
			"database cannot be read: write postgres://USER:PASSWORD@HOST:PORT/NAME, with special characters of the password as %XX")
	}
	if s.Leap < 0 || s.Leap > leapMost {
		return fmt.Errorf("clock-days 的值不对：可以用 1 到 %d / clock-days is wrong: 1 to %d are allowed", leapMost, leapMost)
	}
	_, port, err := net.SplitHostPort(s.Addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf("addr 的值 %q 不对：要写成 主机:端口，如 127.0.0.1:8080，端口不大于 65535 / addr %q is wrong: write host:port, such as 127.0.0.1:8080, with a port of at most 65535", s.Addr, s.Addr)
	}
	if info, err := os.Stat(s.Data); err == nil && !info.IsDir() {
		return fmt.Errorf("data 的值 %q 不对:要是一个目录 / data %q is wrong: it must be a folder", s.Data, s.Data)
	}
	if info, err := os.Stat(s.Seals); s.Seals != "" && err == nil && info.IsDir() {
		return fmt.Errorf("seal-keys 的值 %q 不对：要是一个文件 / seal-keys %q is wrong: it must be a file", s.Seals, s.Seals)
	}
	if info, err := os.Stat(s.Fonts); s.Fonts != "" && (err != nil || !info.IsDir()) {
		return fmt.Errorf("fonts 的值 %q 不对：要是字体所在的目录 / fonts %q is wrong: it must be the folder of the typefaces",
			s.Fonts, s.Fonts)
	}
	if s.Policy != "" {
		if info, err := os.Stat(s.Policy); err != nil || !info.IsDir() {
			return fmt.Errorf("policy 的值 %q 不对:要是政策包所在的目录 / policy %q is wrong: it must be the folder of a policy pack",
				s.Policy, s.Policy)
		}
	}
	return nil
}

// Config is what Open asks for.
func (s *Settings) Config() Config {
	c := Config{Dir: s.Data, Database: s.Database, Seals: s.Seals, Fonts: s.Fonts, Leap: s.Leap, Ways: s.ways, Key: s.key}
	if s.Policy != "" {
		c.Policy = os.DirFS(s.Policy)
	}
	return c
}

var settingKeys = []string{"data", "database", "addr", "policy", "behind-proxy", "clock-days", "seal-keys", "fonts",
	"base", "mail", "mail-from", "mail-password-file", "mail-admin", "messenger", "calls",
	"sign-key", "sign-cert", "sign-password-file"}

// leapMost is the most days that clock-days may say: beyond ten years nothing
// would be doubted.
const leapMost = 3650

// readSettings reads key = value lines; # begins a comment.
func readSettings(name string) (map[string]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("config 的值 %q 不对:读不到这个文件 / config %q is wrong: the file cannot be read (%v)", name, name, err)
	}
	defer f.Close()
	out := map[string]string{}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		key = strings.TrimSpace(key)
		switch {
		case !ok:
			return nil, fmt.Errorf("%s 第 %d 行不对:要写成 键 = 值 / %s line %d is wrong: write key = value", name, n, name, n)
		case !slices.Contains(settingKeys, key):
			return nil, fmt.Errorf("%s 第 %d 行的键 %q 不认识:可以用 %s / %s line %d: unknown key %q; allowed are %s", name, n, key,
				strings.Join(settingKeys, "、"), name, n, key, strings.Join(settingKeys, ", "))
		}
		out[key] = strings.TrimSpace(value)
	}
	return out, lines.Err()
}
