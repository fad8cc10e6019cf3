package app

import (
	"context"
	"errors"

	"shuangze/internal/account"
	"shuangze/internal/actor"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/accounts"
	"shuangze/internal/web/desk/bodies"
	burdenroom "shuangze/internal/web/desk/burden"
	"shuangze/internal/web/desk/dues"
	evenroom "shuangze/internal/web/desk/evenness"
	"shuangze/internal/web/desk/exchange"
	"shuangze/internal/web/desk/fonts"
	"shuangze/internal/web/desk/home"
	"shuangze/internal/web/desk/inbox"
	"shuangze/internal/web/desk/lists"
	"shuangze/internal/web/desk/proofs"
	listsroom "shuangze/internal/web/desk/standing"
	"shuangze/internal/web/desk/versions"
	"shuangze/internal/web/desk/views"
)

// routes is every page of the officials' desk.
func (h *House) routes(o ServeOptions) []desk.Route {
	var all []desk.Route
	all = append(all, home.Routes()...)
	all = append(all, lists.OrderRoutes()...)
	all = append(all, lists.ProblemRoutes()...)
	all = append(all, lists.VerifyRoutes()...)
	all = append(all, bodies.Routes()...)
	all = append(all, listsroom.Pages{Board: h.Board}.Routes()...)
	load := burdenroom.Pages{Board: h.Burden, Nouns: h.Nouns}
	all = append(all, load.Routes()...)
	all = append(all, dues.Pages{Feed: h.feed}.Routes()...)
	all = append(all, views.Routes()...)
	all = append(all, inbox.Pages{Box: h.box()}.Routes()...)
	all = append(all, h.talkPages().Routes()...)
	all = append(all, versions.Routes()...)
	all = append(all, fonts.Pages{Folder: h.Faces}.Routes()...)
	all = append(all, h.wayPages().Routes()...)
	nouns := h.nounPages()
	for _, n := range nouns {
		all = append(all, n.Routes()...)
	}
	all = append(all, h.paperPages().Routes()...)
	all = append(all, h.letterPages().Routes()...)
	all = append(all, h.reportPages().Routes()...)
	all = append(all, h.dossierPages().Routes()...)
	all = append(all, h.liaisonPages().Routes()...)
	all = append(all, h.riskPages().Routes()...)
	reached := h.educationPages()
	all = append(all, reached.Routes()...)
	all = append(all, h.affairPages().Routes()...)
	all = append(all, h.votePages().Routes()...)
	all = append(all, h.statementPages().Routes()...)
	written := h.recordPages()
	all = append(all, written.Routes()...)
	burdens := exchange.Room{Path: "/burden", Name: "burden", Title: "burden.title", May: "burden.list",
		Print: load.Print, Taken: load.Taken}
	ledgers := exchange.Room{Path: "/ledgers/{id}", Name: "ledgers", Title: "ledger.list", May: "ledger.list",
		Print: written.Print, Taken: written.Taken}
	coverage := exchange.Room{Path: "/coverage", Name: "coverage", Title: "coverage.title", May: "coverage.see",
		Print: reached.Print, Taken: reached.Taken}
	circulated := h.circularPages()
	all = append(all, circulated.Routes()...)
	pointed := exchange.Room{Path: "/circular-points", Name: "circular-points", Title: "circular.sums",
		May: "mention.list", Print: circulated.Print, Taken: circulated.Taken}
	scores := h.scorePages()
	all = append(all, scores.Routes()...)
	scored := exchange.Room{Path: "/scores", Name: "scores", Title: "score.list", May: "score.list",
		Print: scores.Print, Taken: scores.Taken}
	even := evenroom.Pages{Board: h.evenness()}
	all = append(all, even.Routes()...)
	compared := exchange.Room{Path: "/evenness", Name: "evenness", Title: "even.list", May: "evenness.list",
		Print: even.Print, Taken: even.Taken}
	incentive := h.incentivePages()
	all = append(all, incentive.Routes()...)
	nominees := exchange.Room{Path: "/eligible", Name: "eligible", Title: "eligible.list", May: "eligible.list",
		Print: incentive.Print, Taken: incentive.Taken}
	following := exchange.Room{Path: "/following", Name: "following", Title: "following.list", May: "consequence.list",
		Print: incentive.FollowingPrint, Taken: incentive.FollowingTaken}
	simulated := exchange.Room{Path: "/policy/versions/{id}/simulated", Name: "simulation", Title: "score.sim",
		May: "score.list", Print: versions.Print, Taken: versions.Taken}
	all = append(all, exchange.Pages{Intake: h.Intake(), Nouns: nouns, Rooms: []exchange.Room{ledgers,
		burdens, coverage, pointed, scored, simulated, compared, nominees, following}}.Routes()...)
	all = append(all, h.accountPages(o).Routes()...)
	all = append(all, proofs.Pages{Read: h.DB, Receipt: h.Receipt}.Routes()...)
	return append(all, o.pages...)
}

func (h *House) accountPages(o ServeOptions) accounts.Pages {
	return accounts.Pages{Accounts: h.Accounts, Time: h.Time, Demo: o.Accounts}
}

// identify finds out who a session's token belongs to. A session that ended or
// never was is nobody, not an error.
func (h *House) identify(ctx context.Context, token string) (actor.Actor, account.Account, bool, error) {
	a, acc, _, err := h.Doors.Actor(ctx, token)
	var refused *text.Refusal
	if errors.As(err, &refused) {
		return actor.Actor{}, account.Account{}, false, nil
	}
	return a, acc, err == nil, err
}

// bearer finds out who a personal access token belongs to, as identify does.
func (h *House) bearer(ctx context.Context, token string) (actor.Actor, bool, error) {
	a, _, _, err := h.Doors.ActorByToken(ctx, token)
	var refused *text.Refusal
	if errors.As(err, &refused) {
		return actor.Actor{}, false, nil
	}
	return a, err == nil, err
}

// feed finds out for whom a calendar is read by its secret, as identify does.
func (h *House) feed(ctx context.Context, secret string) (actor.Actor, account.Account, account.Feed, bool, error) {
	a, acc, f, err := h.Doors.ActorByFeed(ctx, secret)
	var refused *text.Refusal
	if errors.As(err, &refused) {
		return actor.Actor{}, account.Account{}, account.Feed{}, false, nil
	}
	return a, acc, f, err == nil, err
}
