package policy

import "shuangze/internal/comment"

// readComments reads for how long a comment can be taken back, and for how long a matter
// that nobody touched stays taken up. A pack from before there were any has those of the
// program.
func (p *Pack) readComments(r *parser) {
	p.Comments = comment.Default
	const name = "往来意见"
	if r.sections[name] == nil {
		return
	}
	got := r.items("comments.txt", name, "撤回分钟", "承办工作日")
	for item, into := range map[string]struct {
		at          *int
		least, most int
	}{"撤回分钟": {&p.Comments.Withdraw, 1, 1440}, "承办工作日": {&p.Comments.Untouched, 1, 60}} {
		if c, ok := got[item]; ok {
			*into.at = c.number("值", into.least, into.most)
		}
	}
}
