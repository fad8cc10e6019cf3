package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/trail"
)

// The console takes out the tables that the pages do, in the language asked for
// and the format of the file's name, records it, keeps what is there, and what
// it wrote comes in again.
func TestCommandExportsTables(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	bring := []string{"import", "--data", data, "--skip-bad"}
	for _, name := range sampleFiles()[:3] {
		whole, err := filepath.Abs(name)
		if err != nil {
			t.Fatal(err)
		}
		bring = append(bring, whole)
	}
	want(t, 0, nil, bring...)
	heads := map[string]map[string]string{
		"zh": {
			"units":            "单位名称",
			"people":           "责任层级",
			"problems":         "整改措施",
			"orders":           "配合单位",
			"overview":         "单位",
			"powers":           "权力边界",
			"responsibilities": "责任事项",
			"scheduled":        "原定到期日",
			"documents":        "发文机关",
			"signoffs":         "签字文件",
			"draws":            "抽中",
			"rechecks":         "复查人",
			"tasks":            "佐证材料要求",
			"records":          "履责形式",
			"cases":            "决定机关",
			"measures":         "作出机关",
			"consequences":     "落实单位",
			"honours":          "公示期满",
			"comparisons":      "比较事由",
			"clearances":       "核查事由",
			"dossiers":         "档案管理人",
			"declarations":     "收入档案日期",
			"dossieraccesses":  "查阅截止",
			"opinions":         "来函文号",
			"candidates":       "系统建议意见",
			"links":            "联系领导",
			"visits":           "走访日期",
			"pledges":          "完成标准",
			"screenings":       "征求意见条数",
			"concerns":         "症结",
			"risks":            "风险类别",
			"riskchecks":       "检查情况",
			"educations":       "参加范围",
			"attempts":         "答题人",
			"affairs":          "公开依据",
			"disclosures":      "公开内容",
			"rounds":           "年度计划文号",
			"appraisals":       "自评截止",
			"scoresheets":      "折算得分",
			"marks":            "允许差异",
			"tallies":          "收回票数",
			"objections":       "答复理由",
			"nominees":         "关注分",
			"reports":          "报告年度",
			"specials":         "报告内容",
			"dispatches":       "发文机关",
			"slips":            "送达日期",
			"circulars":        "通报范围",
			"mentions":         "被通报单位",
		},
		"en": {
			"units":            "Unit name",
			"people":           "Level of responsibility",
			"problems":         "Measures",
			"orders":           "Assisting units",
			"overview":         "Unit",
			"powers":           "Limit",
			"responsibilities": "Supervised by",
			"scheduled":        "First due day",
			"documents":        "Issued by",
			"signoffs":         "Kind of paper",
			"draws":            "Struck off",
			"rechecks":         "Looks again",
			"tasks":            "Proof required",
			"records":          "Participants",
			"links":            "Linked by",
			"visits":           "What was checked",
			"pledges":          "Kept when",
			"cases":            "Decided by",
			"measures":         "Deciding organ",
			"consequences":     "Carried out by",
			"honours":          "Public until",
			"comparisons":      "Purpose of the comparison",
			"clearances":       "Purpose of the check",
			"dossiers":         "Kept by",
			"declarations":     "Filed on",
			"dossieraccesses":  "Open until",
			"opinions":         "Number of the letter",
			"candidates":       "Proposed answer",
			"screenings":       "Opinions",
			"concerns":         "Cause",
			"risks":            "Kind of risk",
			"riskchecks":       "Checkers",
			"educations":       "Who is expected",
			"attempts":         "Who answered",
			"affairs":          "Basis",
			"disclosures":      "What is made known",
			"rounds":           "The year’s plan",
			"appraisals":       "Self-assessments by",
			"scoresheets":      "Normalised",
			"marks":            "May differ by",
			"tallies":          "Ballots returned",
			"objections":       "Reasons of the answer",
			"nominees":         "Points",
			"reports":          "Year reported on",
			"specials":         "What is reported",
			"dispatches":       "Issuing organ",
			"slips":            "Sent on",
			"circulars":        "Reach",
			"mentions":         "Unit named",
		},
	}
	files := 0
	h, err := Open(t.Context(), Config{Dir: data})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	counties, err := h.DB.Counties(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for l, columns := range heads {
		var back []string
		for i, kind := range TableKinds {
			for _, f := range []string{"xlsx", "csv"} {
				to, again := filepath.Join(dir, kind+"-"+l+"."+f), kind == "units" || kind == "people" || kind == "problems"
				if again && (f == "csv" || long()) {
					want(t, 0, []string{to}, "export", kind, "--data", data, "--to", to, "--lang", l)
				} else if f == "xlsx" && i%4 != 0 && !again {
					continue // written by what wrote the others
				} else if o := (TableOptions{Kind: kind, To: to, Lang: l}); i%8 != 0 && !long() {
					f, err := o.as() // what it does once the house is open
					if err == nil {
						_, err = h.takeTable(t.Context(), counties[0], o, f)
					}
					if err != nil {
						t.Fatal(to, err)
					}
				} else { // the program says what it was asked by the same options for each table
					var said strings.Builder
					err := ExportTable(t.Context(), &Settings{Data: data}, o, &said)
					if err != nil || !strings.Contains(said.String(), to) {
						t.Fatalf("%s: %v %q", to, err, said.String())
					}
				}
				body, err := os.ReadFile(to)
				if err != nil {
					t.Fatal(err)
				}
				files++
				if first, _, _ := strings.Cut(string(body), "\n"); f == "csv" && !strings.Contains(first, columns[kind]) {
					t.Errorf("%s begins with %s", to, first)
				} else if f == "xlsx" && !strings.HasPrefix(first, "PK") {
					t.Errorf("%s is no workbook", to)
				}
				if again {
					back = append(back, to)
				}
			}
		}
		s := want(t, 0, nil, append([]string{"import", "--data", data, "--lang", l}, back...)...)
		if n := strings.Count(s.out, map[string]string{"zh": "新增 0，变更 0", "en": "0 errors; 0 new, 0 changed"}[l]); n != len(
			back) {
			t.Errorf("%d of %d files changed nothing:\n%s", n, len(back), s)
		}
	}
	// The name does not say the format, and what is there stays.
	odd := filepath.Join(dir, "units.txt")
	want(t, 1, []string{"--format"}, "export", "units", "--data", data, "--to", odd)
	want(t, 0, nil, "export", "units", "--data", data, "--to", odd, "--format", "csv")
	files++
	want(t, 1, []string{"--overwrite", "已经存在"}, "export", "people", "--data", data, "--to", odd, "--format", "csv")
	if b, _ := os.ReadFile(odd); !strings.Contains(string(b), "单位名称") {
		t.Error("the file that was there was touched")
	}
	want(t, 0, nil, "export", "people", "--data", data, "--to", odd, "--format", "csv", "--overwrite")
	files++
	want(t, 1, []string{"zh and en"}, "export", "units", "--data", data, "--to", filepath.Join(dir, "x.csv"),
		"--lang", "fr")
	want(t, 1, []string{"xlsx, csv, pdf and docx"}, "export", "units", "--data", data, "--to", filepath.Join(dir, "x.csv"),
		"--format", "doc")
	want(t, 1, []string{"lies in the data folder"}, "export", "units", "--data", data,
		"--to", filepath.Join(data, "x.csv"))
	want(t, 1, []string{"no database"}, "export", "units", "--data", filepath.Join(dir, "none"),
		"--to", filepath.Join(dir, "x.csv"))
	for _, wrong := range [][]string{{"export", "units"}, {"export", "nonsense", "--to", "x.csv"},
		{"export", "units", "people", "--to", "x.csv"}, {"export", "units", "--to", "x.csv", "--receipt", "3"},
		{"export", "--to", "x", "--lang", "en"}} {
		s := shuangze(t, wrong...)
		if says := strings.TrimSuffix(s.err, "\n"); s.code != 2 || strings.Contains(says, "\n") ||
			!strings.Contains(says, " / ") || !strings.Contains(says, "--help") {
			t.Errorf("%q: %s", wrong, s)
		}
	}
	want(t, 0, nil, "verify", "--data", data)
	name, err := h.DB.JournalName(t.Context(), 1, act.Access)
	if err != nil {
		t.Fatal(err)
	}
	list, _, err := h.DB.Log(t.Context(), name, trail.LogFilter{Kind: "list.exported", Limit: 200})
	if err != nil || len(list) != files {
		t.Errorf("%d exports are recorded, %d files were written (%v)", len(list), files, err)
	}
}
