package api

import (
	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/comment"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

type commentQuery struct {
	Kind   string `query:"kind" maxLength:"40" doc:"Of the matter: order, problem, task …"`
	Object ref.ID `query:"object" doc:"The matter."`
	Before ref.ID `query:"before" doc:"Only those before this one: next of a page."`
	Limit  int    `query:"limit" doc:"1 to 100; 30 when left out."`
}

// Comments are a page of what is said about a matter, the latest first; only what one may
// read.
type Comments struct {
	Items []Comment `json:"items"`
	Next  ref.ID    `json:"next,omitempty" doc:"Before which the earlier ones are; left out on the last page."`
}

// Comment is what somebody said about a matter. It decides nothing.
type Comment struct {
	ID       ref.ID   `json:"id"`
	By       ref.ID   `json:"by" doc:"The person who wrote it."`
	For      ref.ID   `json:"for" doc:"For whom a deputy wrote it; 0: for themselves."`
	Post     ref.ID   `json:"post" doc:"The appointment acted in."`
	At       instant  `json:"at"`
	Words    string   `json:"words" doc:"Empty once it was taken back."`
	Within   bool     `json:"within" doc:"For the office’s side only."`
	Answers  ref.ID   `json:"answers" doc:"The comment that it answers; 0: none."`
	Mentions []ref.ID `json:"mentions" doc:"The people it is addressed to."`
	State    string   `json:"state" doc:"said, or withdrawn by its author."`
}

// CommentInput is what is said about a matter.
type CommentInput struct {
	Kind     string   `json:"kind" maxLength:"40" doc:"Of the matter: order, problem, task …"`
	Object   ref.ID   `json:"object" doc:"The matter."`
	Words    string   `json:"words" maxLength:"1000"`
	Within   bool     `json:"within,omitempty" doc:"For the office’s side only; an office may."`
	Answers  ref.ID   `json:"answers,omitempty" doc:"The comment that it answers."`
	Mentions []ref.ID `json:"mentions,omitempty" doc:"At most 5 people, each of whom may read it."`
}

// matter is what an input is about; a kind that there is none of, or that nobody talks about, is an input error for
// whoever may do something of the sort at all.
func (c *call) matter(may access.Verb, kind string, id ref.ID) (ref.Ref, error) {
	of := ref.Ref{Kind: ref.Kind(kind), ID: id}
	if !c.face.Kinds.Of(of.Kind).Talks && access.Anywhere(c.actor, may) && len(c.actor.Grants) > 0 {
		return of, text.InputErrors{{Field: "kind", Message: text.M("input.choose")}}
	}
	return of, nil
}

func getComments(c *call, q commentQuery) (out Comments, err error) {
	out.Items = []Comment{}
	of := ref.Ref{Kind: ref.Kind(q.Kind), ID: q.Object}
	see, found, o, err := c.face.Kinds.Object(c.r.Context(), c.asking(), of)
	if err != nil {
		return out, err
	}
	if err := c.see(see, found && c.face.Kinds.Of(of.Kind).Talks, o); err != nil {
		return out, err
	}
	if err := access.May(c.actor, "comment.see", o); err != nil {
		return out, err
	}
	limit := q.Limit
	if limit <= 0 {
		limit = 30
	}
	limit = min(limit, 100)
	list, err := c.face.Said.CommentsOn(c.r.Context(), of.ID, comment.Within(c.actor, o), q.Before, limit+1)
	for i, x := range list {
		if i == limit {
			out.Next = list[i-1].ID
			break
		}
		out.Items = append(out.Items, commentOf(x))
	}
	return out, err
}

// lineOfMatter is a line of a list, as access asks of what it stands for.
type lineOfMatter interface {
	Object(county int32) access.Object
}

// commentsOf is how many comments who asks reads about each line of a list.
func commentsOf[L lineOfMatter](c *call, lines []L) (map[ref.ID]int, error) {
	matters := make([]access.Object, len(lines))
	for i, l := range lines {
		matters[i] = l.Object(c.actor.Jurisdiction)
	}
	return comment.Counted(c.r.Context(), c.face.Said, c.actor, matters)
}

// said is how many comments who asks reads about each object of a list.
func (c *call) said(n *noun.Noun, list []noun.Value) (map[ref.ID]int, error) {
	if n.Mute {
		return nil, nil
	}
	matters := make([]access.Object, len(list))
	for i, v := range list {
		matters[i] = n.Object(v)
	}
	return comment.Counted(c.r.Context(), c.face.Said, c.actor, matters)
}

func commentOf(x *comment.Comment) Comment {
	return Comment{ID: x.ID, By: x.MadeBy, For: x.MadeFor, Post: x.Post, At: instant(x.MadeAt), Words: x.Words,
		Within: x.Within, Answers: x.ReplyTo, Mentions: append([]ref.ID{}, x.Mentioned()...), State: x.State}
}

func getComment(c *call, _ none) (out Comment, err error) {
	list, err := c.face.Said.Comments(c.r.Context(), []ref.ID{c.id()})
	if err != nil {
		return out, err
	}
	if len(list) == 0 {
		return out, missing()
	}
	see, found, o, err := c.face.Kinds.Object(c.r.Context(), c.asking(), list[0].Matter())
	if err == nil {
		err = c.see(see, found, o)
	}
	if err == nil {
		err = c.see("comment.see", true, comment.Object(o, list[0].Within))
	}
	if err != nil {
		return out, err
	}
	return commentOf(list[0]), nil
}

func commentOperations() []operation {
	return []operation{
		get("listComments", "/comments", "comment.see", "comments", "What is said about a matter, the latest first",
			getComments),
		get("getComment", "/comments/{id}", "comment.see", "comments", "One comment", getComment),
		made("addComment", "/comments", "comment.add", "comments",
			"Say something about a matter; it decides nothing and is never changed",
			func(c *call, b CommentInput) (act.Receipt, error) {
				of, err := c.matter("comment.add", b.Kind, b.Object)
				if err != nil {
					return act.Receipt{}, err
				}
				return c.face.Comments.With(c.face.Kinds).Add(c.r.Context(), c.command(), of,
					comment.Input{Words: b.Words, Within: b.Within, ReplyTo: b.Answers, Mentions: b.Mentions})
			}),
		do("withdrawComment", "POST", "/comments/{id}/withdraw", "comment.withdraw", "comments",
			"Take one’s own comment back, within the county’s minutes; that there was one stays",
			func(c *call, _ none) (act.Receipt, error) {
				return c.face.Comments.With(c.face.Kinds).Withdraw(c.r.Context(), c.command(), c.id())
			}),
	}
}
