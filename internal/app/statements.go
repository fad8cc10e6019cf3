package app

import (
	"context"
	"fmt"
	"io"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/blob"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/text"
	stated "shuangze/internal/web/desk/statements"
	"shuangze/internal/web/desk/votes"
	"shuangze/internal/when"
)

// statements are the commands of the three statements, under the policy of the day on which
// each limit began to run.
func (h *House) statements() statements.Commands {
	packs := h.packs
	by := func(of func(policy.Statement) policy.Limit) func(when.Day) when.Day {
		return func(day when.Day) when.Day { return of(packs.on(day).Statement).From(packs.now.Calendar, day).Due }
	}
	return statements.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Votes: act.NewDoor(h.DB, func(t act.Tx) statements.VoteTx { return t.(*store.Tx) }), Bytes: h.handedIn,
		Duties: h.duties(), Weights: func(day when.Day) statements.Weights { return packs.on(day).Statement.Weights },
		PublishBy: by(func(s policy.Statement) policy.Limit { return s.Publish }),
		ReplyBy:   by(func(s policy.Statement) policy.Limit { return s.Reply }),
		Month:     func(day when.Day) int { return packs.on(day).Statement.Month }}
}

// statementPages are those on which several are called to one meeting, and what is shown beside a statement.
func (h *House) statementPages() stated.Pages {
	return stated.Pages{Read: h.DB, Commands: h.statements()}
}

// votePages are those on which ballots are cast by phone, and what the pages of a vote hand out.
func (h *House) votePages() votes.Pages { return votes.Pages{Read: h.DB, Commands: h.statements()} }

// handedInMost is how long a published file of a vote may be.
const handedInMost = 8 << 20

// handedIn reads a file that was handed in.
func (h *House) handedIn(digest []byte) ([]byte, error) {
	shelf, err := blob.Open(h.FilesDir())
	if err != nil {
		return nil, err
	}
	f, err := shelf.Open(blob.Digest(digest))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, handedInMost+1))
	if len(b) > handedInMost {
		err = text.InputErrors{{Field: "file", Message: text.M("vote.handed.long")}}
	}
	return b, err
}

// voidVotes declares void, in what was just restored, every vote by phone whose slips were out when the backup was
// made: what was cast since then is lost, and who cast it could not find it.
func (h *House) voidVotes(ctx context.Context, out io.Writer) error {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return err
	}
	n := 0
	for _, c := range counties {
		list, err := h.DB.AllOf(ctx, ref.Vote, c.No)
		if err != nil {
			return err
		}
		for _, v := range list {
			if s := v.Head().State; s != statements.Printed && s != statements.Voting {
				continue
			}
			cmd := act.Command{Actor: actor.Machine(c.No, ConsoleAgent()), Doubt: act.StandsStill}
			if err := h.statements().VoidRestored(ctx, cmd, v.Head().ID); err != nil {
				return h.words(err)
			}
			n++
		}
	}
	if n > 0 {
		fmt.Fprintf(out, "备份时票已印出、尚未截止的扫码测评 %d 个，已宣布作废 / "+
			"votes by phone whose slips were out when the backup was made, declared void: %d\n", n, n)
	}
	return nil
}
