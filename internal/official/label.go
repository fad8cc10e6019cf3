package official

// Labels are the words that the layout itself prints, in the language of the document.
type Labels struct {
	Annex, Annexes string // the head of an annex, 附件; what begins the list of annexes, 附件：
	Signed         string // 签发人：
	Copies         string // 抄送：
	Printed        string // 印发, after the day or before it (PrintedFirst)
	PrintedFirst   bool
	Colon, Stop    string // after the addressee; after the last of the copies
	Open, Close    string // about the note
	Unit           string // 单位：
	Code, DayCode  string // before the verification code and the day's
	Paper          string // what a file calls a document without title, mark and number
}

// Labels are those of the document's language.
func (d *Document) Labels() Labels {
	if d.Lang == "en" {
		return Labels{Annex: "Annex ", Annexes: "Annexes: ", Signed: "Signed: ", Copies: "Copies to: ", Printed: "Printed ",
			PrintedFirst: true, Colon: ":", Stop: ".", Open: "(", Close: ")", Unit: "Unit: ", Code: "Verification code ",
			DayCode: "Day code ", Paper: "Document"}
	}
	return Labels{Annex: "附件", Annexes: "附件：", Signed: "签发人：", Copies: "抄送：", Printed: "印发", Colon: "：", Stop: "。",
		Open: "（", Close: "）", Unit: "单位：", Code: "验证码 ", DayCode: "日码 ", Paper: "公文"}
}
