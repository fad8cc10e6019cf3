package lists

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	fields "shuangze/internal/field"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// types are the types of field that this room shows.
var types = map[fields.Type]frame.Type{
	measure.Rows: {
		Ask: func(v page.View, in page.Filled, f page.Field) templ.Component {
			return measureFields(v, in, f.Label, v.P.T("measure.hint", "most", measure.Most))
		},
		Read: func(v *desk.Visit, f fields.Field, into any, errs *text.InputErrors) {
			// What is asked and left empty is an empty list, and not a list that stays.
			*f.Held(into).(*measure.List) = append(measure.List{}, readMeasures(v, errs)...)
		},
		Fill: func(values url.Values, f fields.Field, from any) {
			measureValues(values, *f.Held(from).(*measure.List))
		},
	},
	order.DoneMeasures: {
		Ask: func(v page.View, _ page.Filled, f page.Field) templ.Component { return page.Checks(v, f) },
		Read: func(v *desk.Visit, f fields.Field, into any, _ *text.InputErrors) {
			done := f.Held(into).(*[]int)
			for _, s := range v.R.PostForm[f.Name] {
				n, err := strconv.Atoi(s)
				if err != nil {
					n = -1 // none of the list: the rule says so
				}
				*done = append(*done, n)
			}
		},
		Fill: func(url.Values, fields.Field, any) {},
	},
	order.LetterKinds: {
		Ask: func(v page.View, _ page.Filled, f page.Field) templ.Component { return page.Radios(v, f) },
		Read: func(v *desk.Visit, f fields.Field, into any, _ *text.InputErrors) {
			*f.Held(into).(*number.Series) = number.Series(v.Form(f.Name))
		},
		Fill: func(url.Values, fields.Field, any) {},
	},
}
