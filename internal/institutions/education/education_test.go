package education

import (
	"testing"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

const twoQuestions = `第一题
A. 甲
B. 乙
C. 丙
答案：CA
分值：3

第二题
Answer: false
`

func TestQuiz(t *testing.T) {
	z, errs := ParseQuiz(twoQuestions)
	if len(errs) > 0 || len(z) != 2 || z.Full() != 4 || z[0].Answer != "AC" || z[1].Answer != Wrong || !z[0].Many() {
		t.Fatalf("%v, %+v", errs, z)
	}
	for given, want := range map[string]int64{"c、a 错": 4, "A 错": 1, "ABC ×": 1, "AC 对": 3} {
		sheet, errs := z.Sheet(given)
		if n := z.Mark(sheet); len(errs) > 0 || n != want {
			t.Errorf("%q: %d, not %d (%v)", given, n, want, errs)
		}
	}
	for given, key := range map[string]string{"AC": "missing", "- 对": "missing", "D 对": "wrong", "A A": "wrong",
		"A 对 B": "many"} {
		if _, errs := z.Sheet(given); len(errs) != 1 || errs[0].Key != "education.answers."+key {
			t.Errorf("%q: %v", given, errs)
		}
	}
}

func TestQuizSaysItsLine(t *testing.T) {
	for text, want := range map[string]struct {
		key  string
		line int
	}{
		"A. 甲":                {"no-question", 1},
		"题\nA. 甲\nC. 乙":       {"order", 3},
		"题\nA. 甲\n答案：B":       {"answer", 3},
		"题\n答案：也许":            {"answer", 2},
		"题\n答案：对\n分值：0":       {"points", 3},
		"题\nA. 甲\n\n另一题":      {"no-answer", 1},
		"题\n答案：对\n\n末题\nA. 甲": {"no-answer", 4},
	} {
		_, errs := ParseQuiz(text)
		if len(errs) != 1 || errs[0].Key != "education.quiz."+want.key || errs[0].Data["n"] != want.line {
			t.Errorf("%q: %v, not %s in line %d", text, errs, want.key, want.line)
		}
	}
}

// A roll names everybody who is expected and nobody else, whoever is away says why, makes it up once, and the figures
// follow; the quiz is marked at the end, with the average rounded half up.
func TestRoll(t *testing.T) {
	called := func(ref.ID) string { return "某人" }
	e := &Education{People: joined([]ref.ID{7, 8, 9}), Expected: 3, Quiz: twoQuestions, Pass: 3}
	today := when.Date(2026, 5, 6)
	for roll, key := range map[string]string{"7 +\n8 +": "missing", "7 +\n8 -\n9 +": "why",
		"7 +\n8 +\n9 +\n10 +": "stranger",
		"7 + 8":               "line", "x": "line"} {
		_, errs := callRoll([]ref.ID{7, 8, 9}, roll, called)
		if len(errs) != 1 || errs[0].Key != "education.roll."+key {
			t.Errorf("%q: %v", roll, errs)
		}
	}
	if err := e.Hold(Holding{On: today + 1, Roll: "7 +\n8 +\n9 - 病假 两天"}, called, today); err == nil {
		t.Error("held tomorrow")
	}
	if err := e.Hold(Holding{On: today, Roll: "7 +\n8 +\n9 - 病假 两天"}, called, today); err != nil {
		t.Fatal(err)
	}
	if e.Present != 2 || e.Absent != 1 || e.Places()[2].Say != "病假 两天" {
		t.Errorf("%+v", e)
	}
	if e.MakeUp(Making{Person: 8, On: today, How: "自学"}, today) == nil ||
		e.MakeUp(Making{Person: 9, On: today - 1, How: "自学"}, today) == nil {
		t.Error("made up without need, or before it was held")
	}
	if err := e.MakeUp(Making{Person: 9, On: today, How: "自学"}, today); err != nil || e.Absent != 0 || e.MadeUp != 1 {
		t.Errorf("%v, %+v", err, e)
	}
	if err := e.Close("好", map[ref.ID]string{7: "AC 错", 8: "A 错", 9: "B 对"}, today); err != nil {
		t.Fatal(err)
	}
	// 4, 1 and 0 points: 5/3 is 1.67.
	if e.Passed != 1 || e.Average != 167 || !e.Places()[0].Passed || e.Places()[1].Points != 1 || e.Present != 2 {
		t.Errorf("%+v", e)
	}
}

// The page of a person says of each activity whether they came, once the roll was called.
func TestAttended(t *testing.T) {
	e := &Education{People: " 7 8 9 10 "}
	if got := attended(e, 7); got != nil {
		t.Errorf("said before the roll: %v", got)
	}
	e.put([]Place{{Person: 7, Mark: Came}, {Person: 8, Mark: Away, Say: "出差"}, {Person: 9, Mark: Later, On: 20500}})
	for person, want := range map[ref.ID]string{7: "education.attended.came", 8: "education.attended.away",
		9: "education.attended.later", 11: ""} {
		got := attended(e, person)
		if want == "" && got != nil || want != "" && (len(got) != 1 || got[0].Key != want) {
			t.Errorf("%d: %v, want %q", person, got, want)
		}
	}
}
