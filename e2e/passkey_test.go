package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"shuangze/internal/lang"
)

// device gives the page's browser a device that keeps passkeys and recognises its owner.
func (p *Page) device() {
	p.t.Helper()
	p.must("a device for passkeys", call(p.ctx, webauthn.Enable, webauthn.EnableParams{}),
		call(p.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
			Options: &webauthn.VirtualAuthenticatorOptions{Protocol: webauthn.AuthenticatorProtocolCtap2,
				Ctap2version: webauthn.Ctap2versionCtap21, Transport: webauthn.AuthenticatorTransportInternal,
				HasResidentKey: true, HasUserVerification: true, IsUserVerified: true,
				AutomaticPresenceSimulation: true}}))
}

// A passkey is added, signs in and confirms that it is gone on purpose: in a browser with a device, at a name; at a
// number the page says why not, and without JavaScript nothing dead is shown.
func TestPasskeyJourney(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name, language string
		width          int
	}{
		{"zh-desk", "zh-CN", Desk},
		{"en-phone", "en", Phone},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			county := Demo(t)
			number := county.URL
			county.URL = strings.Replace(number, "127.0.0.1", "localhost", 1)
			l := &life{t: t, county: county, name: "passkey-" + v.name, language: v.language, width: v.width,
				js: true, tab: true,
				say: lang.MustLoad().Wanted(v.language)}
			say := l.say
			p := Drawn(t, v.width, true).At(county.URL)
			p.Speak(v.language)
			p.device()
			p.SignIn("zhuti-jb")
			p.Goto("/account")
			p.Press(say.T("account.passkey.add"))
			l.look(p, "new")
			p.Press(say.T("account.passkey.next")) // nothing filled in
			p.MustSee(say.T("account.passkey-name-required"))
			p.Fill("name", "办公室电脑")
			p.Fill("old", "wrong password")
			p.Press(say.T("account.passkey.next"))
			p.MustSee(say.T("account.password-wrong"))
			l.look(p, "new-wrong")
			p.Fill("old", signIn.demo)
			p.Press(say.T("account.passkey.next"))
			l.look(p, "make")
			p.Press(say.T("account.passkey.make"))
			p.MustSee(say.T("did.account.passkey-added"), "办公室电脑", say.T("account.passkey.unused"))
			l.look(p, "added")

			p.must("signing out", call(p.ctx, network.ClearBrowserCookies, cdp.Empty{}))
			p.Goto("/sign-in")
			p.MustSee(say.T("sign-in.passkey"))
			l.look(p, "sign-in")
			p.Press(say.T("sign-in.passkey"))
			p.Goto("/account")
			p.MustSee("办公室电脑")
			p.MustNotSee(say.T("account.passkey.unused"))

			p.Press(say.T("account.passkey.remove"))
			l.look(p, "remove")
			p.Press(say.T("page.confirm.passkey"))
			p.MustSee(say.T("did.account.passkey-removed"))
			p.MustNotSee("办公室电脑")

			p.must("signing out", call(p.ctx, network.ClearBrowserCookies, cdp.Empty{}))
			p.Goto("/sign-in")
			p.Press(say.T("sign-in.passkey")) // the device still has it, the house does not
			p.MustSee(say.T("account.passkey-refused"))

			at := Drawn(t, v.width, true).At(number)
			at.Speak(v.language)
			at.SignIn("zhuti-jb")
			at.Goto("/account")
			at.MustSee(say.T("account.passkey.no-address"))
			l.look(at, "number")
			silent := Drawn(t, v.width, false).At(county.URL)
			silent.Speak(v.language)
			silent.Goto("/sign-in")
			silent.MustNotSee(say.T("sign-in.passkey"))
		})
	}
}

// Who has a device without a passkey of this house, or gives up, reads what to do instead.
func TestPasskeyGivenUp(t *testing.T) {
	t.Parallel()
	p := Drawn(t, Desk, true).At(strings.Replace(Shared(t).URL, "127.0.0.1", "localhost", 1))
	say := lang.MustLoad().Wanted("zh-CN")
	p.device()
	p.Goto("/sign-in")
	p.must("pressing", p.within(func(ctx context.Context) error {
		return chromedp.Do(ctx, chromedp.Click(chromedp.Search("//button[@id='f-passkey']"), chromedp.NodeVisible))
	}))
	p.MustSee(say.T("page.passkey.failed"))
	p.Axe()
}
