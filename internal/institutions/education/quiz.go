package education

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/text"
)

const (
	quizMost      = 10_000 // characters
	questionsMost = 50
	optionsMost   = 8
	eachMost      = 100 // points of a question
	pointsMost    = questionsMost * eachMost
)

// Question is one of a quiz: without options it is right or wrong; with an answer of several letters all of them are
// to be chosen, and no other.
type Question struct {
	Ask     string
	Options []string
	Answer  string // "AC"; "对" or "错"
	Points  int64
}

// Quiz is a quiz as it was read.
type Quiz []Question

// Right and Wrong are the answers of a question without options.
const (
	Right = "对"
	Wrong = "错"
)

var (
	optionForm = regexp.MustCompile(`^([A-Ha-h])[.．、:：)）]\s*(.+)$`)
	answerForm = regexp.MustCompile(`(?i)^(?:答案|answer)\s*[:：]\s*(.+)$`)
	pointsForm = regexp.MustCompile(`(?i)^(?:分值|points)\s*[:：]\s*([0-9]+)$`)
	lettered   = regexp.MustCompile(`^[A-H]+$`)
)

var truths = map[string]string{"对": Right, "正确": Right, "√": Right, "TRUE": Right, "错": Wrong, "错误": Wrong,
	"×": Wrong, "FALSE": Wrong}

// ParseQuiz reads a quiz: the question in a line; options in lines of their own, A. to H. in order, or none where the
// question is right or wrong; 答案：AC (or 对, 错); 分值：2 where it counts more than one point. What is wrong is said with
// its line.
func ParseQuiz(s string) (out Quiz, errs text.InputErrors) {
	fail := func(n int, key string) { errs.Add("quiz", "education.quiz."+key, "n", n) }
	var q *Question
	n, asked := 0, 0
	done := func() bool { // the question before stands complete
		if q != nil && q.Answer == "" {
			fail(asked, "no-answer")
		}
		return len(errs) == 0
	}
	for line := range strings.Lines(s) {
		n++
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		option, answer, points := optionForm.FindStringSubmatch(line), answerForm.FindStringSubmatch(line),
			pointsForm.FindStringSubmatch(line)
		switch {
		case q == nil && (option != nil || answer != nil || points != nil):
			fail(n, "no-question")
		case points != nil:
			if q.Points, _ = strconv.ParseInt(points[1], 10, 32); q.Points < 1 || q.Points > eachMost {
				fail(n, "points")
			}
		case answer != nil:
			if q.Answer = q.key(answer[1]); q.Answer == "" {
				fail(n, "answer")
			}
		case option != nil && q.Answer == "":
			if q.Options = append(q.Options, option[2]); len(q.Options) > optionsMost ||
				strings.ToUpper(option[1]) != letter(len(q.Options)-1) {
				fail(n, "order")
			}
		default:
			if done() {
				out = append(out, Question{Ask: line, Points: 1})
				q, asked = &out[len(out)-1], n
			}
			if len(out) > questionsMost {
				fail(n, "many")
			}
		}
		if len(errs) > 0 {
			return nil, errs
		}
	}
	if !done() {
		return nil, errs
	}
	return out, nil
}

func letter(i int) string { return string(rune('A' + i)) }

// key is an answer as it is compared; "" = it is none of the question's.
func (q Question) key(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(q.Options) == 0 {
		return truths[s]
	}
	s = strings.NewReplacer(" ", "", "、", "", ",", "", "，", "").Replace(s)
	if !lettered.MatchString(s) {
		return ""
	}
	all := []byte(s)
	slices.Sort(all)
	all = slices.Compact(all)
	if int(all[len(all)-1]-'A') >= len(q.Options) {
		return ""
	}
	return string(all)
}

// Many says that several options are right.
func (q Question) Many() bool { return len(q.Options) > 0 && len(q.Answer) > 1 }

// Full is what all questions are worth.
func (z Quiz) Full() (n int64) {
	for _, q := range z {
		n += q.Points
	}
	return n
}

// Sheet reads answers as they are given, one a question between blanks, and brings them to the form in which they are
// kept. Every question is answered.
func (z Quiz) Sheet(s string) (string, text.InputErrors) {
	var errs text.InputErrors
	given := strings.Fields(s)
	for i, q := range z {
		if i >= len(given) || given[i] == Unanswered {
			errs.Add("answers", "education.answers.missing", "n", i+1)
			return "", errs
		}
		if given[i] = q.key(given[i]); given[i] == "" || !q.Many() && len(q.Options) > 0 && len(given[i]) > 1 {
			errs.Add("answers", "education.answers.wrong", "n", i+1)
			return "", errs
		}
	}
	if len(given) > len(z) {
		errs.Add("answers", "education.answers.many", "n", len(z))
		return "", errs
	}
	return strings.Join(given, " "), nil
}

// Unanswered stands where a question has no answer.
const Unanswered = "-"

// Mark is how many points answers come to: a question is right or it is not.
func (z Quiz) Mark(sheet string) (n int64) {
	given := strings.Fields(sheet)
	for i, q := range z {
		if i < len(given) && given[i] == q.Answer {
			n += q.Points
		}
	}
	return n
}
