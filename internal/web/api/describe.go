package api

import (
	"cmp"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"shuangze/internal/lists/order"
)

const (
	jsonType    = "application/json"
	problemType = "application/problem+json"
)

// frame is the document before its operations.
func frame() *huma.OpenAPI {
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{Title: "Shuangze", Version: "1",
			Description: "The two lists and the responsibilities of a county, for programs. " +
				"Everything is done by somebody: a personal access token acts as its owner, within its scopes, " +
				"and never for somebody who has delegated to them. " +
				"Days are 2026-11-23, moments RFC 3339 with +08:00, identifiers integers. " +
				"Troubles and exports speak the language of Accept-Language: Chinese, or en."},
		Servers: []*huma.Server{{URL: Prefix, Description: "This house"}},
		Components: &huma.Components{SecuritySchemes: map[string]*huma.SecurityScheme{
			"token": {Type: "http", Scheme: "bearer", BearerFormat: "szt_…",
				Description: "A personal access token, made on the page of one’s own account."},
		}},
		Security: []map[string][]string{{"token": {}}},
		Tags: []*huma.Tag{{Name: "self"}, {Name: "county"}, {Name: "people"}, {Name: "problems"}, {Name: "orders"},
			{Name: "files"}, {Name: "imports"}, {Name: "exports"}, {Name: "overview"}, {Name: "policy"}, {Name: "journal"},
			{Name: "scores"}, {Name: "fonts"}, {Name: "comments"}},
	}
}

var inPath = regexp.MustCompile(`\{(\w+)\}`)

// describe says of one operation what the table says.
func (f *face) describe(reg huma.Registry, op operation) *huma.Operation {
	out := &huma.Operation{OperationID: op.id, Method: op.method, Path: op.path, Summary: op.summary,
		Tags:      []string{op.tag},
		Responses: map[string]*huma.Response{}, Extensions: map[string]any{}}
	if op.may != "" {
		out.Extensions["x-permission"] = string(op.may)
	}
	for _, m := range inPath.FindAllStringSubmatch(op.path, -1) {
		out.Parameters = append(out.Parameters, &huma.Param{Name: m[1], In: "path", Required: true,
			Schema: &huma.Schema{Type: "integer", Format: "int64"}})
	}
	if op.public {
		out.Security = []map[string][]string{{}} // nobody need say who asks
	}
	if op.query != nil {
		for _, p := range askedOf(op.query) {
			out.Parameters = append(out.Parameters, &huma.Param{Name: p.name, In: "query", Description: p.doc,
				Schema: f.asked(reg, p)})
		}
	}
	if op.write() && !op.unrecorded {
		most := keyMost
		out.Parameters = append(out.Parameters, &huma.Param{Name: "Idempotency-Key", In: "header",
			Description: "The same key with the same input does a thing once and answers its receipt again; with other input it is refused (422).",
			Schema:      &huma.Schema{Type: "string", MaxLength: &most}})
	}
	switch {
	case op.file:
		bytes := &huma.Schema{Type: "string", Format: "binary"}
		out.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			"application/octet-stream": {Schema: bytes},
			"multipart/form-data": {Schema: &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{"file": bytes},
				Required: []string{"file"}}},
		}}
	case op.body != nil:
		s := f.schema(reg, op.body)
		out.RequestBody = &huma.RequestBody{Required: true,
			Content: map[string]*huma.MediaType{jsonType: {Schema: s, Example: example(reg, s)}}}
		if op.files {
			out.RequestBody.Content["multipart/form-data"] = &huma.MediaType{Schema: withFiles(s)}
		}
	}
	status := http.StatusOK
	if op.made {
		status = http.StatusCreated
		out.Responses["200"] = &huma.Response{
			Description: "Nothing was written now: already done with this Idempotency-Key, or only asked",
			Content:     map[string]*huma.MediaType{jsonType: {Schema: f.schema(reg, op.answer)}}}
	}
	ok := &huma.Response{Description: http.StatusText(status)}
	if op.answer != nil {
		ok.Content = map[string]*huma.MediaType{jsonType: {Schema: f.schema(reg, op.answer)}}
	} else {
		media := cmp.Or(op.media, "application/octet-stream")
		schema := &huma.Schema{Type: "string", Format: "binary"}
		if media == jsonType {
			schema = &huma.Schema{Type: "object"}
		}
		ok.Content = map[string]*huma.MediaType{media: {Schema: schema}}
	}
	out.Responses[strconv.Itoa(status)] = ok
	trouble := map[string]*huma.MediaType{problemType: {Schema: f.schema(reg, reflect.TypeFor[Trouble]())}}
	statuses := []int{401, 403, 404, 422, 429, 500}
	if op.public {
		statuses = []int{422, 429, 500}
	}
	if op.write() {
		statuses = append(statuses, 413)
	}
	if op.write() || op.early {
		statuses = append(statuses, 409)
	}
	if op.body != nil || op.file {
		statuses = append(statuses, 415)
	}
	if op.heavy() {
		statuses = append(statuses, 503)
	}
	for _, s := range statuses {
		out.Responses[strconv.Itoa(s)] = &huma.Response{Description: http.StatusText(s), Content: trouble}
	}
	return out
}

func (f *face) asked(reg huma.Registry, p asked) *huma.Schema {
	s := huma.SchemaFromType(reg, p.kind)
	for _, w := range f.codes[p.codes] {
		s.Enum = append(s.Enum, w)
	}
	if most := p.describedLimit(); most != nil && len(s.Enum) == 0 {
		if s.Items != nil {
			s.Items.MaxLength = most
		} else {
			s.MaxLength = most
		}
	}
	if p.name == "limit" {
		least, most := 1.0, float64(order.PageMost)
		s.Minimum, s.Maximum, s.Default = &least, &most, 50
	}
	return s
}

// schema describes a type and lists the words of its coded fields.
func (f *face) schema(reg huma.Registry, t reflect.Type) *huma.Schema {
	s := reg.Schema(t, true, "")
	f.enumerate(reg, t, map[reflect.Type]bool{})
	return s
}

func (f *face) enumerate(reg huma.Registry, t reflect.Type, seen map[reflect.Type]bool) {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return
	}
	seen[t] = true
	s := reg.Schema(t, true, "")
	if s.Ref != "" {
		s = reg.SchemaFromRef(s.Ref)
	}
	for _, field := range reflect.VisibleFields(t) {
		if field.Anonymous { // its fields are among these; by itself it is nobody's
			continue
		}
		f.enumerate(reg, field.Type, seen)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		p := s.Properties[name]
		codes := f.codes[field.Tag.Get("codes")]
		if p == nil || len(codes) == 0 || len(p.Enum) > 0 {
			continue
		}
		for _, w := range codes {
			p.Enum = append(p.Enum, w)
		}
	}
}
