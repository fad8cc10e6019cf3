// Package official says what an official document (公文) says: its parts in the order of GB/T 9704-2012 §7, as words.
// Where they stand on a page is decided by whoever lays it out (internal/paper/pdf, internal/paper/docx); both make the
// same pages of the same value. A document holds words that were already looked up: names, days and numbers as printed.
package official

// Form is the layout a document takes.
type Form string

const (
	General Form = ""       // 文件: red mark, number and rule (GB/T 9704 §7)
	Letter  Form = "letter" // 信函格式 (§10.1): the mark 30 mm from the top of the page, two red rules, page 1 unnumbered
	Plain   Form = "plain"  // no head: lists, ledgers, charts; a title and what follows
)

// Document is one official document. Every text may be empty; what is empty leaves no blank.
type Document struct {
	Form Form   `json:"form,omitempty"`
	Lang string `json:"lang,omitempty"` // of the words, "zh" or "en"; "" = zh

	// 版头
	Copy    string   `json:"copy,omitempty"`    // 份号, six digits
	Urgency string   `json:"urgency,omitempty"` // 紧急程度 as printed: 特急, 加急
	Mark    string   `json:"mark,omitempty"`    // 发文机关标志, 中共镇坪县纪律检查委员会文件
	Number  string   `json:"number,omitempty"`  // 文号, 镇纪发〔2025〕3号
	Signers []string `json:"signers,omitempty"` // 签发人 of what goes to a superior; the number then stands left

	// 主体
	Title   []string `json:"title,omitempty"` // each line as the clerk broke it; a line too long is broken again
	To      string   `json:"to,omitempty"`    // 主送机关, without its colon
	Body    []Block  `json:"body,omitempty"`
	Annexed []string `json:"annexed,omitempty"` // 附件说明: the names of what is attached, numbered where there are several
	Organ   string   `json:"organ,omitempty"`   // 发文机关署名
	Date    string   `json:"date,omitempty"`    // 成文日期, 2025年4月8日
	Sealed  bool     `json:"sealed,omitempty"`  // room for a seal: §7.3.5.1
	Note    string   `json:"note,omitempty"`    // 附注, printed in brackets

	Annexes []Annex `json:"annexes,omitempty"` // bound in, each on a page of its own

	// 版记, at the foot of the last page
	Copies  string `json:"copies,omitempty"`  // 抄送机关
	Printer string `json:"printer,omitempty"` // 印发机关
	Printed string `json:"printed,omitempty"` // 印发日期 without 印发

	// What proves the paper.
	Code    string `json:"code,omitempty"`    // verification code as people read it
	Address string `json:"address,omitempty"` // what the QR code holds; "" = no QR
	DayCode string `json:"dayCode,omitempty"` // the journal's head of that day

	// Foot stands small under the number of each page of a Plain document: who took it out and when.
	Foot string `json:"foot,omitempty"`
}

// Block is a paragraph, a table or a chart: the one that is set.
type Block struct {
	Text  string `json:"text,omitempty"` // one paragraph
	Level Level  `json:"level,omitempty"`
	Table *Table `json:"table,omitempty"`
	Chart *Chart `json:"chart,omitempty"`
}

// Level is how deep a paragraph's heading is, by which its face is chosen (§7.3.3).
type Level int8

const (
	Text   Level = iota // 仿宋
	First               // “一、” 黑体
	Second              // “（一）” 楷体
	Third               // “1.” 仿宋
	Fourth              // “（1）” 仿宋
)

// Table is a table that repeats its head on each page. Each row has as many cells as there are columns.
type Table struct {
	Columns []Column   `json:"columns"`
	Rows    [][]string `json:"rows"`
	Wide    bool       `json:"wide,omitempty"` // on pages turned on their side
}

// Column is one column of a table.
type Column struct {
	Label string `json:"label"`
	Width int    `json:"width,omitempty"` // its share among all widths; 0 = by what stands in it
	Right bool   `json:"right,omitempty"` // figures
}

// Chart is one series of figures as bars. In DOCX it is a table.
type Chart struct {
	Unit   string   `json:"unit,omitempty"`
	Note   string   `json:"note,omitempty"`
	Labels []string `json:"labels"`
	Values []int64  `json:"values"` // scaled: 948 of a Scale of 10 is 94.8
	Scale  int64    `json:"scale"`  // a power of ten, at least 1
	// Base is where the scale begins and bars without a From do: 5000 of a Scale of 100 is 50. From is where each bar
	// begins, of steps from one figure to the next. Says stands at each bar in place of its value.
	Base int64    `json:"base,omitempty"`
	From []int64  `json:"from,omitempty"`
	Says []string `json:"says,omitempty"`
}

// Annex is an attachment that is part of the document.
type Annex struct {
	Title []string `json:"title,omitempty"`
	Body  []Block  `json:"body,omitempty"`
}
