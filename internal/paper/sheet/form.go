package sheet

import (
	"slices"

	"shuangze/internal/lang"
	"shuangze/internal/text"
)

// Column is one meaning a form knows, with every heading that is read for it.
// The first two are those we write ourselves, the catalogue's in Chinese and in
// English; the others are those that counties write.
type Column struct {
	Key      string
	Titles   []string
	Required bool // a table without it is not this form
	Spare    bool // understood, and nothing in the register holds it: whoever imports is told
}

// Form is a kind of table: what it is for and which columns it may have.
type Form struct {
	Kind    string // "units", "people", "problems", "tasks", "survey"
	Columns []Column
	Called  text.Message                  // the form's name, of a noun on the frame
	Says    func(key string) text.Message // its headings; nil = the catalogue's of sheets
}

// Name is the form's name for a reader.
func (f Form) Name() text.Message {
	if f.Called.Key != "" {
		return f.Called
	}
	return text.M("sheet.kind." + f.Kind)
}

// Heading is the heading we write for a key, for a reader.
func (f Form) Heading(key string) text.Message {
	switch {
	case key == Counter && f.Says != nil:
		return text.M("sheet.column.number")
	case key == Counter:
		return text.M("sheet.column." + f.Kind + ".number")
	case f.Says != nil:
		return f.Says(key)
	}
	return text.M("sheet.column." + f.Kind + "." + key)
}

// Title is the heading we write for a key, in a language.
func (f Form) Title(p *lang.Phraser, key string) string {
	if !f.Has(key) {
		return key
	}
	return p.Message(f.Heading(key))
}

// worded puts the catalogue's headings before those of counties, so that what is
// written and what is read cannot drift apart.
func worded(f Form) Form {
	for i, c := range f.Columns {
		f.Columns[i].Titles = append([]string{f.Title(in(lang.Chinese), c.Key), f.Title(in(lang.English), c.Key)},
			c.Titles...)
	}
	return f
}

// in is the phraser of a language.
func in(l lang.Lang) *lang.Phraser { return lang.MustLoad().In(l) }

// spare says whether nothing holds what stands under the key.
func (f Form) spare(key string) bool {
	for _, c := range f.Columns {
		if c.Key == key {
			return c.Spare
		}
	}
	return true
}

// Has says whether the form knows the key.
func (f Form) Has(key string) bool {
	return slices.ContainsFunc(f.Columns, func(c Column) bool { return c.Key == key })
}

func col(key string, titles ...string) Column { return Column{Key: key, Titles: titles} }
func must(key string, titles ...string) Column {
	return Column{Key: key, Titles: titles, Required: true}
}
func spare(c Column) Column { c.Spare = true; return c }

// Counter is the key of the running number of a row. No field has this name: what a
// noun calls its number is another column.
const Counter = "#"

// number is the running number of a row. It is never read, only recognised.
func number() Column { return col(Counter, "编号", "顺序号", "No", "号") }
func note() Column   { return col("note", "备注说明", "说明", "附注", "其他说明") }

// Forms are the tables this house imports. The headings are those of the county
// papers we have seen and their usual variants; brackets, blanks and signs in a
// heading do not count.
func Forms() []Form { return []Form{Units(), People(), Problems(), Tasks(), Survey()} }

// Units is the register of units: 责任主体登记表.
func Units() Form {
	return worded(Form{Kind: "units", Columns: []Column{
		number(),
		must("name", "单位", "单位全称", "机构名称", "部门名称", "部门", "名称", "责任主体名称", "责任主体", "单位名", "镇和部门", "部门单位", "单位部门",
			"填报单位名称", "乡镇部门", "镇部门", "镇和部门单位"),
		col("category", "类别", "单位类型", "单位性质", "机构类别", "机构类型", "类型", "性质", "系统类别", "所属序列", "分类"),
		col("parent", "主管单位", "主管部门", "上级部门", "隶属单位", "隶属关系", "上级主管单位", "上级主管部门", "所属单位", "归口单位", "所属主管部门", "管辖单位的上级", "上级"),
		col("principal", "主体责任组织", "党委党组", "党组织", "党组织设置", "党委党组设置", "党的组织", "主体责任主体", "党组织类型", "党组织形式",
			"党委或党组", "设党委党组情况", "党委", "党组"),
		col("supervisory", "监督责任组织", "纪委纪检组", "纪检机构", "纪检组织", "纪检监察机构", "纪检机构设置", "监督责任主体", "纪检监察组织", "纪委或纪检组",
			"派驻机构", "纪委", "纪检组", "纪检监察组"),
		col("since", "设立时间", "成立时间", "设立日期", "成立日期", "批准设立时间", "设置时间", "组建时间", "机构成立时间", "生效日期", "启用日期"),
		col("code", "机构代码", "单位编码", "统一社会信用代码", "代码"),
		spare(col("short", "简称")),
		spare(note()),
	}})
}

// People is the roll of responsible persons: 干部名册.
func People() Form {
	return worded(Form{Kind: "people", Columns: []Column{
		number(),
		must("name", "干部姓名", "责任人姓名", "名字", "人员姓名", "领导姓名"),
		col("gender"),
		must("born", "出生日期", "生日", "出生时间", "出生", "出生年月日"),
		must("unit", "单位", "单位名称", "所在单位", "部门", "所在部门", "工作部门", "任职单位", "现工作单位", "部门单位", "所属单位", "单位部门", "乡镇",
			"镇", "镇街", "乡镇街道", "乡镇部门", "镇部门"),
		col("post", "现任职务", "行政职务", "工作职务", "担任职务", "岗位", "职务名称", "单位及职务", "工作单位及职务", "现职务"),
		col("level", "责任级别", "责任类别", "层级", "责任人类别", "责任人层级", "责任层次", "人员类别"),
		col("portfolio", "分工", "工作分工", "分管领域", "分管范围", "负责工作", "主要分工", "分管或负责工作", "分管业务"),
		col("since", "任职时间", "任职日期", "任现职日期", "现职任职时间", "任现职务时间", "到任时间", "任职起始时间", "任现职年月"),
		col("party", "党内任职", "党组织职务", "党委职务", "党内分工"),
		spare(col("phone", "手机", "手机号", "手机号码", "电话", "联系方式")),
		note(),
	}})
}

// Problems is the problem list with its ledger: 问题清单及整改台账.
func Problems() Form {
	return worded(Form{Kind: "problems", Columns: []Column{
		number(),
		must("unit", "单位", "单位名称", "整改单位", "整改责任单位", "存在问题单位", "被检查单位", "问题单位", "主体单位", "责任主体", "涉及单位", "责任部门",
			"牵头单位", "乡镇", "部门", "乡镇部门", "镇部门"),
		col("source", "来源", "线索来源", "发现途径", "问题渠道", "发现渠道", "来源渠道", "来源类别", "来源及类型", "问题来源渠道", "发现方式"),
		must("facts", "存在问题", "问题", "具体问题", "问题描述", "主要问题", "问题表现", "存在的问题", "存在的主要问题", "问题清单", "反馈问题", "发现问题", "发现的问题",
			"问题事实", "问题具体内容", "问题情况", "具体问题表现", "问题简述"),
		col("level", "问题等级", "级别", "问题级别", "严重程度", "问题程度", "程度", "问题性质", "问题分级"),
		col("category", "问题类型", "问题分类", "类别", "类型"),
		col("rule", "违反的规定", "违反条款", "定性依据", "问题依据", "依据"),
		col("cause", "产生原因", "问题原因", "原因", "问题成因"),
		must("measures", "措施", "采取的整改措施", "具体整改措施", "整改举措", "整改具体措施", "措施清单", "整改任务及措施", "整改方案"),
		must("due", "完成时限", "整改期限", "办结时限", "整改完成时限", "时限", "期限", "计划完成时间", "完成期限", "整改完成期限", "整改截止时间", "完成日期",
			"计划完成日期", "限期", "整改时间", "要求完成时间"),
		col("leader", "分管领导", "牵头领导", "包抓领导", "责任县领导", "整改责任领导", "包联领导", "负责领导", "主要责任人", "责任领导姓名"),
		col("handler", "责任人", "承办人", "经办人", "整改责任人", "具体负责人", "具体人员", "直接责任人", "具体承办人", "落实人", "负责人", "责任人员", "经办人员"),
		col("progress", "整改进展", "进展情况", "整改落实情况", "完成情况", "整改完成情况", "整改成效", "目前进展", "落实情况", "整改结果", "办理情况"),
		col("state", "销号情况", "销号", "是否完成", "是否整改到位", "整改状态", "状态", "销号状态", "完成状态", "动态跟踪", "完成与否", "办结情况",
			"是否到位", "是否办结", "是否整改完成", "销号与否"),
		col("closed", "销号日期", "实际完成时间", "实际完成日期", "整改完成时间", "办结时间", "办结日期"),
		col("found", "发现日期", "检查时间", "检查日期", "交办时间", "交办日期", "反馈时间", "登记时间", "登记日期"),
		note(),
	}})
}

// Tasks is the year's task list: 任务清单.
func Tasks() Form {
	return worded(Form{Kind: "tasks", Columns: []Column{
		number(),
		col("kind", "任务类别", "任务类型", "类别", "工作类型", "任务分类", "类型", "项目类别", "工作项目"),
		must("task", "工作任务", "任务", "重点任务", "工作内容", "具体任务", "任务事项", "主要任务", "任务名称", "目标任务", "工作要求及任务", "工作事项",
			"任务清单", "重点工作任务", "具体工作任务", "任务描述"),
		must("units", "牵头单位", "责任部门", "承办单位", "主办单位", "牵头部门", "主责单位", "责任主体", "落实单位", "牵头责任单位", "单位"),
		col("assisting", "协办单位", "配合部门", "协助单位", "参与单位", "协同单位", "配合责任单位", "协办部门"),
		col("lead", "牵头领导", "责任领导", "负责人", "分管领导", "牵头人", "具体责任人", "责任人员"),
		must("limit", "时限", "完成时间", "时间要求", "工作时限", "时限要求", "完成期限", "期限", "时间节点", "进度要求", "办结时限",
			"完成日期", "时间安排", "起止时间", "计划完成时间"),
		col("proof", "佐证", "印证材料", "证明材料", "支撑材料", "佐证资料", "需提供材料", "备查资料", "成果形式", "完成标志", "材料清单", "印证资料"),
		col("points", "分数", "考核分值", "标准分", "赋分", "权重", "得分标准", "计分"),
		col("basis", "文件依据", "来源文件", "任务来源", "政策依据"),
		note(),
	}})
}

// Survey is the count of a satisfaction survey: 满意度测评汇总.
func Survey() Form {
	return worded(Form{Kind: "survey", Columns: []Column{
		number(),
		must("unit", "单位名称", "被测评单位", "测评单位", "被评单位", "测评对象", "部门", "被测评对象", "评议对象", "被评议单位"),
		must("issued", "发放数", "发出", "发放份数", "发放问卷", "发放票数", "发出票数", "应测评人数", "发放问卷数", "发票数", "发放测评表", "发出问卷"),
		must("returned", "收回数", "回收", "回收数", "回收份数", "收回份数", "收回票数", "回收问卷", "收回问卷", "回收票数", "实收", "回收问卷数", "收回问卷数", "收回测评表"),
		must("valid", "有效数", "有效票", "有效份数", "有效问卷", "有效票数", "有效问卷数", "有效测评表"),
		must("satisfied", "满意数", "满意票", "满意票数", "满意份数", "满意人数", "非常满意", "很满意"),
		must("basic", "基本满意数", "基本满意票", "基本满意票数", "基本满意份数", "比较满意", "较满意"),
		must("dissatisfied", "不满意数", "不满意票", "不满意票数", "不满意份数"),
		col("unknown", "不清楚", "不了解数", "不了解票", "不了解票数", "弃权", "说不清", "不了解份数"),
		col("rate", "满意度", "得分", "满意度得分"),
		note(),
	}})
}
