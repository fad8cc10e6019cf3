package sheet

// The lists that are read, with the words counties write. The codes are those
// of bodies, problem and policy/zhenping; what the house itself writes is handed
// in (Look).
var (
	UnitCategories = []Says{
		{"town", []string{"镇", "乡镇", "乡", "镇街", "镇办", "街道", "镇政府", "乡镇街道"}},
		{"party", []string{"党群部门", "党群", "县委部门", "党委部门", "党群系统", "党委工作部门"}},
		{"npc", []string{"人大政协法检", "法检", "人大政协", "人大", "政协", "两院", "法检两院"}},
		{"government", []string{"政府部门", "政府", "政府工作部门", "县政府部门", "政府组成部门", "行政部门"}},
		{"mass", []string{"群团", "群团组织", "人民团体", "群众团体"}},
		{"institution", []string{"事业国企", "事业单位", "国企", "国有企业", "事业", "企事业单位", "企业"}},
		{"vertical", []string{"垂管", "垂直管理", "垂管单位", "垂直管理单位", "条管", "双管单位", "驻县单位"}},
		{"subordinate", []string{"管辖单位", "下属单位", "二级单位", "所属单位", "下级单位", "直属单位", "基层单位", "站所"}},
		{"village", []string{"村(社区)", "村", "社区", "行政村", "村社区", "村居", "村级组织"}},
	}
	PrincipalOrgans = []Says{
		{"party-committee", []string{"党委", "镇党委", "乡党委", "局党委", "党委会", "中共委员会"}},
		{"party-group", []string{"党组", "局党组", "部门党组", "分党组"}},
		{"agency-committee", []string{"机关党委"}},
		{"agency-branch", []string{"机关党支部", "党支部", "支部", "机关支部"}},
	}
	SupervisoryOrgans = []Says{
		{"discipline-committee", []string{"纪委", "镇纪委", "乡纪委", "局纪委", "机关纪委", "纪律检查委员会"}},
		{"discipline-group", []string{"纪检组", "纪检监察组", "派驻纪检组", "派驻纪检监察组", "派驻纪检机构"}},
	}
	Genders = []Says{{"m", []string{"男", "男性"}}, {"f", []string{"女", "女性"}}}
	Levels  = []Says{
		{"lead", []string{"主管领导", "主要领导", "主要负责人", "第一责任人", "党政主要领导", "一把手"}},
		{"deputy", []string{"分管领导", "分管负责人"}},
		{"member", []string{"班子成员", "领导班子成员", "其他班子成员"}},
		{"staff", []string{"具体工作人员", "工作人员", "具体人员", "具体责任人", "经办人", "一般干部"}},
	}
	Sources = []Says{
		{"studied", []string{"综合研判", "研判", "研判排查"}},
		{"spotcheck", []string{"明察暗访", "暗访", "明查暗访"}},
		{"public-review", []string{"群众评议", "民主评议", "群众测评"}},
		{"daily-check", []string{"日常检查", "日常监督检查", "日常监督", "日常督查", "日常督导"}},
		{"yearend", []string{"年终考核", "年度考核", "年底考核", "年终检查考核", "年终检查"}},
		{"public-report", []string{"群众反映", "群众举报", "信访反映", "群众投诉", "信访举报", "举报投诉", "群众信访", "群众来信来访"}},
	}
	ProblemLevels = []Says{
		{"slight", []string{"轻微", "轻微问题"}},
		{"ordinary", []string{"一般", "一般问题"}},
		{"serious", []string{"严重", "严重问题"}},
	}
	// States of a problem in the county's own ledger; "closed" is history there.
	States = []Says{
		{"closed", []string{"是", "已销号", "销号", "已完成", "完成", "已整改", "整改完成", "已办结", "办结", "已整改到位",
			"整改到位", "√", "已完成整改", "完成整改", "已整改完成",
			"已整改完毕", "整改完毕", "已解决", "已完结", "已办理完毕", "对账销号", "✓", "✔", "☑", "TRUE", "Y", "YES", "关"}},
		{"working", []string{"整改中", "正在整改", "推进中", "进行中", "正在推进", "部分完成", "待销号", "持续整改", "正在整改中", "正在办理", "正在进行",
			"办理中", "整改推进中", "基本完成", "未全部完成"}},
		{"open", []string{"否", "未完成", "未销号", "未整改", "未启动", "未办结", "未整改到位", "未整改完成", "未完", "未整改完毕", "尚未完成", "尚未整改", "未开始", "×",
			"✗", "✘", "☐", "□", "FALSE", "N", "NO", "开"}},
		{"long-term", []string{"长期坚持", "长期整改"}},
	}
	TaskKinds = []Says{
		{"routine", []string{"常规工作", "常规", "常规任务", "日常工作"}},
		{"staged", []string{"阶段性工作", "阶段工作", "阶段性任务", "阶段性"}},
		{"key", []string{"重点工作", "重点", "重点任务"}},
	}
)
