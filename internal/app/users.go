package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lang"
	"shuangze/internal/store"
	"shuangze/internal/text"
)

// UserTask is what the console asks of accounts.
type UserTask struct {
	What     string // list, add, reset-password, close, grant
	Login    string
	Name     string
	Person   string // name of the person whose account it is
	Role     string // system-admin, security-admin, audit-admin
	Password string // "" makes one and prints it once
}

// Users does it, as the console.
func Users(ctx context.Context, h *House, t UserTask, out io.Writer) error {
	if t.What != "list" {
		if err := h.Continues(ctx); err != nil {
			return err
		}
	}
	c, err := h.Found(ctx, ConsoleAgent())
	if err != nil {
		return err
	}
	if err := h.users(ctx, c, t, out); err != nil {
		return h.words(err)
	}
	if t.What == "list" {
		return nil
	}
	return h.Checkpoints(ctx) // nobody else may be there to sign what the console did
}

func (h *House) users(ctx context.Context, c store.County, t UserTask, out io.Writer) error {
	cmd := act.Command{Actor: actor.Machine(c.No, ConsoleAgent())}
	if t.What == "list" {
		var list []account.Account
		for f := (account.Filter{Limit: 200}); ; {
			some, err := h.Doors.Accounts(ctx, c.No, f)
			if err != nil {
				return err
			}
			list = append(list, some...)
			if len(some) < f.Limit {
				break
			}
			f.After = some[len(some)-1].Login
		}
		county, err := h.DB.County(ctx, c.No, h.Clock().Day())
		if err != nil {
			return err
		}
		for _, a := range list {
			name, state := a.Name, ""
			if p, ok := county.Person(a.Person); ok {
				name = p.Name
			}
			if a.Closed {
				state = "closed"
			}
			fmt.Fprintf(out, "%-20s %-12s %-16s %s\n", a.Login, name, a.Admin, state)
		}
		return nil
	}
	fresh := ""
	if t.Password == "" && (t.What == "add" || t.What == "reset-password") {
		fresh = rand.Text()
		t.Password = fresh
	}
	if t.What == "add" {
		n := account.New{Login: t.Login, Name: t.Name, Password: t.Password}
		if t.Person != "" {
			county, err := h.DB.County(ctx, c.No, h.Clock().Day())
			if err != nil {
				return err
			}
			id, one := county.Match(t.Person, "", 0).One()
			if !one {
				return fmt.Errorf("没有或者不止一个人叫 %q / there is no such person as %q, or more than one", t.Person, t.Person)
			}
			n.Person, n.Name = id, ""
		}
		r, err := h.Accounts.Create(ctx, cmd, n)
		if err != nil {
			return err
		}
		if t.Role != "" {
			if _, err := h.Accounts.Grant(ctx, cmd, r.Object.ID, actor.Role(t.Role)); err != nil {
				return err
			}
		}
		done(out, t.Login, fresh)
		return nil
	}
	a, ok, err := h.Doors.ByLogin(ctx, account.Normal(t.Login))
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("没有 %q 这个账号 / there is no account %q", t.Login, t.Login)
	}
	switch t.What {
	case "reset-password":
		_, err = h.Accounts.SetPassword(ctx, cmd, a.ID, t.Password)
	case "close":
		_, err = h.Accounts.Close(ctx, cmd, a.ID)
	case "grant":
		_, err = h.Accounts.Grant(ctx, cmd, a.ID, actor.Role(t.Role))
	}
	if err == nil {
		done(out, t.Login, fresh)
	}
	return err
}

func done(out io.Writer, login, fresh string) {
	fmt.Fprintf(out, "%s:已完成 / done\n", login)
	if fresh != "" {
		fmt.Fprintf(out, "初始口令（只显示这一次，首次登录须更改）/ first password, shown once, to be changed at the first sign-in: %s\n", fresh)
	}
}

// words phrases what the desks refuse, for the console.
func (h *House) words(err error) error {
	say := h.Words.In(lang.Chinese)
	english := h.Words.In(lang.English)
	var in text.InputErrors
	if errors.As(err, &in) && len(in) > 0 {
		return errors.New(say.Message(in[0].Message) + " / " + english.Message(in[0].Message))
	}
	var no *text.Refusal
	if errors.As(err, &no) {
		return errors.New(say.Message(no.Message) + " / " + english.Message(no.Message))
	}
	return err
}
