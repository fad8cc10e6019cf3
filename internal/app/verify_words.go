package app

import (
	"fmt"
	"io"
	"strings"
)

// verifyWords are the sentences of a report; %s and %d are filled in the same
// order in both languages.
type verifyWords struct {
	of, journal, outside, agree, erased, differ, files, filesLost, noFiles, noKey, noKept, standby,
	first, fault, more, ok, vouched string
	entry func(f VerifyFault) string
	note  map[string]string
	sort  map[string]string
}

var englishVerify = verifyWords{
	of:        "verify: %s\n",
	journal:   "%s: %d entries, root %s, code %s, %d checkpoints",
	outside:   ", %d kept outside",
	agree:     "state: %d rows of %d tables agree, %d openings open, %d replaced secrets forgotten\n",
	erased:    "erased by law: %d openings, %d files\n",
	differ:    "state: %d rows of %d tables compared, %d faults, %d in derived tables (rebuild makes those anew)\n",
	files:     "files: %d named by evidence agree, %d bytes\n",
	filesLost: "files: %d named by evidence read, %d pieces of evidence have lost theirs\n",
	noFiles:   "files: not judged, there is no folder of files here\n",
	noKey:     "signatures: not judged, there is no key\n",
	noKept:    "checkpoints put aside: not judged, there is no folder of them here\n",
	standby:   "structure: not compared, this is a hot standby, which can only be read: verify the primary too\n",
	first:     "first fault: %s\n",
	fault:     "fault: %s\n",
	more:      "and %d more\n",
	ok:        "OK\n",
	vouched:   "vouched for by a person: %s\n",
	entry:     VerifyFault.String,
	note:      map[string]string{},
}

var chineseVerify = verifyWords{
	of:        "核对：%s\n",
	journal:   "%s：%d 条记录，根 %s，短码 %s，%d 个检查点",
	outside:   "，另存的 %d 个",
	agree:     "数据：%d 行、%d 张表与存证相符，%d 处承诺可打开，%d 处已更换的秘密不再保留\n",
	erased:    "依法删除：%d 处承诺的原文、%d 个文件已不可恢复，各有存证\n",
	differ:    "数据：比对了 %d 行、%d 张表，%d 处不符，派生表 %d 处（重建即可）\n",
	files:     "文件：佐证所列 %d 个文件相符，共 %d 字节\n",
	filesLost: "文件：读了佐证所列 %d 个文件，%d 件佐证的文件不在或被改\n",
	noFiles:   "文件：没有核对，这里没有文件目录\n",
	noKey:     "签名：没有核对，这里没有公钥\n",
	noKept:    "另存的检查点：没有核对，这里没有检查点目录\n",
	standby:   "结构：没有比对，这是只能读的热备库；请在主库上也核对一次\n",
	first:     "第一处不符：%s\n",
	fault:     "不符：%s\n",
	more:      "另有 %d 处\n",
	ok:        "全部相符\n",
	vouched:   "经人确认后接着签的：%s\n",
	entry:     chineseFault,
	note: map[string]string{
		noteRewrite: "同时掌握数据库、数据目录和密钥的人若改写过去，只有用 --checkpoint 和另存在别处的旧检查点才能发现。",
		noteBundle:  "是用导出文件自己写明的公钥核对的；用 --key 和另外取得的公钥，才能确认是谁签的。",
		noteReceipt: "是用回执自己写明的公钥核对的；用 --key 和另外取得的公钥，才能确认是谁签的。",
	},
	sort: map[string]string{"database": "数据库", "bundle": "导出的存证", "receipt": "回执"},
}

const (
	noteRewrite = "A rewrite by someone who holds the database, this folder and the key is found only with --checkpoint and an older checkpoint kept elsewhere."
	noteBundle  = "Judged by the key that the bundle itself names: with --key and a key got elsewhere it is also known who signed."
	noteReceipt = "Judged by the key that the receipt itself names: with --key and a key got elsewhere it is also known who signed."
)

// chineseWhats says what a code means, the longest beginning first.
var chineseWhats = []struct{ code, says string }{
	{"checkpoint-uncovered", "这些记录没有检查点覆盖，不像是突然断电所致：后面的检查点被删去，或一直没有签"},
	{"checkpoint-behind", "密钥旁记下的检查点比数据库里最后一个还新：数据库里的检查点被删去，或数据库是旧的"},
	{"checkpoint-chain", "检查点没有接上前一个：中间少了或换了"},
	{"checkpoint-missing", "另存的检查点，数据库里没有或不一样"},
	{"checkpoint-root", "这些记录不是检查点签过的记录"},
	{"checkpoint-ahead", "检查点签过的记录，现在没有了"},
	{"checkpoint-", "数据库里的检查点不对"},
	{"kept-missing", "数据库里的检查点，检查点文件里没有"},
	{"kept-repeated", "检查点文件里同一个检查点出现两次"},
	{"kept-order", "检查点文件里的先后次序不对"},
	{"kept-foreign", "检查点文件里有别的存证的检查点"},
	{"kept-last", "密钥旁应当记着的最后检查点不在"},
	{"kept-", "检查点文件被人改过"},
	{"key-missing", "签检查点的密钥文件不在"},
	{"outside-", "与另存在别处的检查点不符"},
	{"entry-", "记录被改动、抽掉或插入"},
	{"index-", "记录旁的列与记录本身不符"},
	{"row-", "记录里的变更与前后接不上"},
	{"node-", "存证树的节点不对"},
	{"head-", "存证的首行与记录不符"},
	{"seal-key", "密封密钥不在，或不是当初的那一把：下面这些密封的内容没有比对"},
	{"erased-kept", "依法删除的内容仍在"},
	{"erased-file", "依法删除的文件仍在"},
	{"erased-", "依法删除的存证与它所说的记录不符"},
	{"opening-sealed", "密封的承诺原文被改动、挪动或露在外面"},
	{"state-sealed", "密封的内容被改动或挪动"},
	{"opening-", "承诺与所存的原文不符"},
	{"state-", "数据与存证不符"},
	{"derived-", "派生的数据与原数据不符（重建即可）"},
	{"file-missing", "佐证文件不在"},
	{"file-", "佐证文件被改动"},
	{"schema-setting", "数据库的设置会让已答复的办理丢失"},
	{"schema-", "数据库的结构与本程序建的不一样"},
	{"database-", "数据库文件损坏"},
	{"unreadable", "读不下去"},
	{"bundle-", "导出的文件损坏或不完整"},
	{"receipt-", "回执不成立"},
}

func chineseFault(f VerifyFault) string {
	says := f.What
	for _, x := range chineseWhats {
		if strings.HasPrefix(f.What, x.code) {
			says = x.says
			break
		}
	}
	at := ""
	switch {
	case f.Journal != "" && f.Number > 0:
		at = fmt.Sprintf("%s 第 %d 条：", f.Journal, f.Number)
	case f.Journal != "":
		at = f.Journal + "："
	}
	return fmt.Sprintf("%s%s（%s：%s）", at, says, f.What, f.Detail)
}

// verifyLanguage is the words of a language of --lang.
func verifyLanguage(lang string) verifyWords {
	if strings.HasPrefix(lang, "zh") {
		return chineseVerify
	}
	return englishVerify
}

// Print writes the report for people, in zh or en; codes are stable.
func (r VerifyReport) Print(w io.Writer, lang string) {
	say := verifyLanguage(lang)
	of := r.Of
	if s, ok := say.sort[strings.Fields(r.Of + " ")[0]]; ok {
		of = strings.NewReplacer(strings.Fields(r.Of)[0], s, " of entry ", " ").Replace(r.Of)
	}
	fmt.Fprintf(w, say.of, of)
	for _, j := range r.Journals {
		fmt.Fprintf(w, say.journal, j.Journal, j.Entries, j.Root, j.Code, j.Checkpoints)
		if j.Outside > 0 {
			fmt.Fprintf(w, say.outside, j.Outside)
		}
		fmt.Fprintln(w)
	}
	if s := r.State; s != nil && s.Faults+s.Derived == 0 {
		fmt.Fprintf(w, say.agree, s.Rows, s.Tables, s.Openings, s.Forgotten)
	} else if s != nil {
		fmt.Fprintf(w, say.differ, s.Rows, s.Tables, s.Faults, s.Derived)
	}
	var gone, files int64
	if r.State != nil {
		gone = r.State.Erased
	}
	if r.Files != nil {
		files = r.Files.Erased
	}
	if gone+files > 0 {
		fmt.Fprintf(w, say.erased, gone, files)
	}
	switch f := r.Files; {
	case f != nil && f.Faults == 0:
		fmt.Fprintf(w, say.files, f.Read, f.Bytes)
	case f != nil:
		fmt.Fprintf(w, say.filesLost, f.Read, f.Faults)
	case r.Of == "database":
		fmt.Fprint(w, say.noFiles)
	}
	if r.Afar {
		fmt.Fprint(w, say.noKept)
	}
	if r.Standby {
		fmt.Fprint(w, say.standby)
	}
	if r.Key == "" {
		fmt.Fprint(w, say.noKey)
	}
	for i, f := range r.Faults {
		word := say.fault
		if i == 0 {
			word = say.first
		}
		fmt.Fprintf(w, word, say.entry(f))
	}
	if more := r.Total - int64(len(r.Faults)); more > 0 {
		fmt.Fprintf(w, say.more, more)
	}
	for _, f := range r.Vouched {
		fmt.Fprintf(w, say.vouched, say.entry(f))
	}
	if r.OK {
		fmt.Fprint(w, say.ok)
	}
	if s, ok := say.note[r.Note]; ok {
		fmt.Fprintln(w, s)
	} else if r.Note != "" {
		fmt.Fprintln(w, r.Note)
	}
}
