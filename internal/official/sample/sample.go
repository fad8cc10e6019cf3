// Package sample has official documents that tests lay out.
package sample

import (
	_ "embed"
	"fmt"
	"strings"

	"shuangze/internal/official"
)

//go:embed circular.txt
var circularText string

// Circular is a circular of several pages with everything a document may have.
func Circular() official.Document {
	return official.Document{Mark: "中共镇坪县纪律检查委员会文件", Number: "镇纪发〔2025〕3号",
		Title: []string{"中共镇坪县纪律检查委员会关于2025年", "第一季度落实“两个责任”情况的通报"},
		To:    "各镇党委、纪委，县直各部门党委（党组）、纪检组，县委各部门", Body: official.Paragraphs(circularText),
		Annexed: []string{"2025年第一季度督办事项销号台账", "按期完成率图"},
		Organ:   "中共镇坪县纪律检查委员会", Date: "2025年4月8日", Sealed: true, Note: "此件发至各镇和县直各单位",
		Annexes: []official.Annex{
			{Title: []string{"2025年第一季度督办事项销号台账"}, Body: []official.Block{{Table: Ledger(24)}}},
			{Title: []string{"按期完成率图"}, Body: []official.Block{{Chart: &official.Chart{Unit: "%",
				Note: "数据截至2025年3月31日", Scale: 10,
				Labels: []string{"城关镇", "曾家镇", "牛头店镇", "钟宝镇", "上竹镇", "华坪镇", "曙坪镇"},
				Values: []int64{960, 910, 885, 1000, 930, 790, 948}}}}}},
		Copies:  "县委书记、副书记、常委，县人大常委会主任，县长，县政协主席，县监委委员，市纪委监委党风政风监督室，县委督查室",
		Printer: "中共镇坪县纪律检查委员会办公室", Printed: "2025年4月8日",
		Code: "7KQ2-M9XD-4TVA-88RC-2Q7P", Address: "https://example.org/verify/7KQ2M9XD4TVA88RC2Q7P",
		DayCode: "2025-04-08 9F3A-77C1"}
}

// Ledger is a table of n rows.
func Ledger(n int) *official.Table {
	t := &official.Table{Columns: []official.Column{{Label: "序号", Right: true}, {Label: "编号"}, {Label: "督办事项"},
		{Label: "责任单位"},
		{Label: "责任人"}, {Label: "完成时限"}, {Label: "状态"}, {Label: "得分", Right: true}}}
	for i := range n {
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), fmt.Sprintf("DB2025-%04d", i+1),
			"钟宝镇“非粮化”整治推进不力问题整改，须于3月底前完成复垦并逐户公示",
			"钟宝镇党委", "张喆", "2025年3月31日", []string{"整改中", "逾期", "已销号"}[i%3], fmt.Sprintf("%d.%d", 99-i/2, i%2*5)})
	}
	return t
}

// Letter is one in the 信函格式.
func Letter() official.Document {
	d := Circular()
	d.Form, d.Mark, d.Number = official.Letter, "镇坪县人民政府办公室", "镇政办函〔2025〕12号"
	d.Title, d.Sealed, d.Annexes, d.Annexed, d.Copy, d.Urgency = []string{"关于商请协助核查有关问题线索的函"}, false, nil, nil,
		"000012", "加急"
	d.Body = append(d.Body[:4:4], official.Block{Text: "专此函达，请予支持。"})
	return d
}

// List is a Plain document: wide and narrow tables, a row longer than a page, a chart of 66 bars.
func List() official.Document {
	t := Ledger(40)
	t.Wide = true
	t.Rows[3][2] = strings.Repeat("因涉及多个部门，情况复杂，需要逐一核对。\n", 40)
	labels, values := []string{}, []int64{}
	for i := range 66 {
		labels, values = append(labels, fmt.Sprintf("第%d单位", i+1)), append(values, int64(1000-i*13))
	}
	return official.Document{Form: official.Plain, Title: []string{"镇坪县2025年督办事项销号台账"},
		Body: []official.Block{{Table: t}, {Text: "一、说明", Level: official.First}, {Table: Ledger(3)},
			{Chart: &official.Chart{Unit: "分", Labels: labels, Values: values, Scale: 10}}},
		Foot: "张三 2025年4月8日 09:00 导出，共40条　日码 9F3A-77C1", Code: "7KQ2-M9XD", Address: "https://example.org/v/1"}
}

// Upward goes to a superior: three signers, a mark and a title that are too long for a line.
func Upward() official.Document {
	d := Circular()
	d.Mark, d.Signers = "中共镇坪县委落实党风廉政建设党委主体责任领导小组办公室请示专用文件", []string{"张喆", "李大堃", "王翀"}
	d.Copy, d.Urgency, d.Sealed, d.Annexes, d.Annexed = "000001", "特急", false, nil,
		[]string{"关于进一步压实管党治党政治责任的若干规定和全县党风廉政建设责任清单的说明"}
	d.Title = []string{"中共镇坪县委落实党风廉政建设党委主体责任领导小组办公室关于报请审定二〇二五年度考核方案的请示"}
	return d
}

// English has the words of the layout in English.
func English() official.Document {
	return official.Document{Form: official.Plain, Lang: "en",
		Title: []string{"Orders of the first quarter of 2025"}, To: "All towns and departments",
		Body: []official.Block{{Text: "One hundred and twenty-eight orders were issued between 1 January and 31 March; " +
			"three hundred and eleven tasks were done in time (94.8%). " +
			"The office of the leading group, 县委落实监督责任办公室, looked at sixty-six units."}, {Table: Ledger(2)}},
		Annexed: []string{"A ledger", "A chart"}, Organ: "The office", Date: "8 April 2025",
		Copies: "the county committee", Printer: "The office", Printed: "8 April 2025",
		Annexes: []official.Annex{{Title: []string{"A ledger"}, Body: []official.Block{{Table: Ledger(2)}}},
			{Title: []string{"A chart"}, Body: []official.Block{{Text: "none"}}}}}
}

// All are the documents above by name.
func All() map[string]official.Document {
	return map[string]official.Document{"circular": Circular(), "letter": Letter(), "list": List(), "upward": Upward(),
		"english": English()}
}
