package api

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// appendOrders writes what encoding/json writes of Orders, by hand: the list of
// orders is the most asked question of the API. TestOrdersByHand compares the bytes.
func appendOrders(b []byte, p order.Page, said map[ref.ID]int, rules order.Rules, today when.Day) []byte {
	b = append(b, `{"items":[`...)
	for i := range p.Lines {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendLine(b, &p.Lines[i], said[p.Lines[i].ID], rules, today)
	}
	b = append(b, ']')
	if s := p.Older.String(); s != "" {
		b = appendText(append(b, `,"next":`...), s)
	}
	if s := p.Newer.String(); s != "" {
		b = appendText(append(b, `,"previous":`...), s)
	}
	b = strconv.AppendInt(append(b, `,"count":`...), int64(p.Count), 10)
	b = strconv.AppendBool(append(b, `,"more":`...), p.More)
	return append(b, '}')
}

func appendLine(b []byte, l *order.Line, said int, rules order.Rules, today when.Day) []byte {
	b = appendID(append(b, '{'), `"id":`, l.ID)
	b = append(b, `,"number":"`...)
	b = appendNumber(b, l.Number)
	b = appendText(append(b, `","subject":`...), l.Subject)
	b = appendText(append(b, `,"side":`...), string(l.Side))
	b = appendText(append(b, `,"state":`...), string(l.State))
	b = appendText(append(b, `,"light":`...), string(rules.Light(l.State, l.Binds(), today)))
	b = appendText(append(b, `,"level":`...), l.Level)
	b = appendText(append(b, `,"urgency":`...), string(l.Urgency))
	b = appendID(b, `,"unit":`, l.Unit)
	b = appendID(b, `,"leader":`, l.Leader)
	b = appendID(b, `,"handler":`, l.Handler)
	b = appendID(b, `,"problem":`, l.Problem)
	b = appendDay(b, `,"due":"`, l.Due)
	b = appendDay(b, `,"firstDue":"`, l.FirstDue)
	b = appendDay(b, `,"acknowledgeBy":"`, l.AckBy)
	b = appendDay(b, `,"askedDue":"`, l.AskedDue)
	b = strconv.AppendInt(append(b, `,"extensions":`...), l.Extensions, 10)
	b = strconv.AppendBool(append(b, `,"special":`...), l.Special)
	b = strconv.AppendBool(append(b, `,"longTerm":`...), l.LongTerm)
	b = appendDay(b, `,"reviewBy":"`, l.ReviewBy)
	b = strconv.AppendBool(append(b, `,"closedLate":`...), l.ClosedLate())
	if said > 0 {
		b = strconv.AppendInt(append(b, `,"comments":`...), int64(said), 10)
	}
	return append(b, '}')
}

func appendID(b []byte, name string, id ref.ID) []byte {
	return strconv.AppendInt(append(b, name...), int64(id), 10)
}

func appendDay(b []byte, name string, d when.Day) []byte {
	if day(d).IsZero() {
		return b
	}
	return append(d.Time().AppendFormat(append(b, name...), "2006-01-02"), '"')
}

func appendNumber(b []byte, n number.Number) []byte {
	if n.No == 0 {
		return b
	}
	b = strconv.AppendInt(append(b, n.Prefix()...), int64(n.Year), 10)
	b = append(b, '-')
	least := int64(1)
	for range n.Digits() - 1 {
		least *= 10
	}
	for ; least > n.No && least > 1; least /= 10 {
		b = append(b, '0')
	}
	return strconv.AppendInt(b, n.No, 10)
}

// appendText writes a JSON string. What needs an escape is rare and goes the
// long way.
func appendText(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == 0xe2 && i+2 < len(s) &&
			s[i+1] == 0x80 && s[i+2]&^1 == 0xa8 {
			return appendSlow(b, s)
		}
	}
	if !utf8.ValidString(s) {
		return appendSlow(b, s)
	}
	return append(append(append(b, '"'), s...), '"')
}

func appendSlow(b []byte, s string) []byte {
	text, err := json.Marshal(s)
	if err != nil { // a string cannot fail
		return append(b, `""`...)
	}
	return append(b, text...)
}
