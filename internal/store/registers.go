package store

import (
	"shuangze/internal/account"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// County is one jurisdiction as it stands in the system journal.
type County struct {
	ID      ref.ID
	Version int64
	No      int32 // the jurisdiction column of every business row
	Code    string
	Name    string
	Demo    bool // its journals are named demo-… and accept a set clock
}

var jurisdictions = newTable("jurisdiction", func(v *County) (*ref.ID, *int64) { return &v.ID, &v.Version },
	func(c *codec, v *County) {
		num(c, "no", &v.No)
		str(c, "code", &v.Code)
		str(c, "name", &v.Name)
		flag(c, "demo", &v.Demo)
	})

func period(c *codec, p *when.Period) {
	num(c, "from_day", &p.From)
	num(c, "to_day", &p.To)
}

// of is a register row with its jurisdiction, which the subject's own types
// leave out because a snapshot is always of one county.
type of[T any] struct {
	Jurisdiction int32
	V            T
}

func registerTable[T any](name string, head func(*T) (*ref.ID, *int64), row func(*codec, *T)) *table[of[T]] {
	return newTable(name, func(v *of[T]) (*ref.ID, *int64) { return head(&v.V) }, func(c *codec, v *of[T]) {
		num(c, "jurisdiction", &v.Jurisdiction)
		row(c, &v.V)
	})
}

var (
	units = registerTable("unit", func(v *bodies.Unit) (*ref.ID, *int64) { return &v.ID, &v.Version },
		func(c *codec, v *bodies.Unit) {
			str(c, "code", &v.Code)
			period(c, &v.When)
			num(c, "merged_into", &v.Into)
			num(c, "split_from", &v.Out)
		})
	unitFacts = registerTable("unit_facts", func(v *bodies.UnitFacts) (*ref.ID, *int64) { return &v.ID, &v.Version },
		func(c *codec, v *bodies.UnitFacts) {
			num(c, "unit", &v.Unit)
			str(c, "name", &v.Name)
			str(c, "category", &v.Category)
			num(c, "parent", &v.Parent)
			num(c, "place", &v.Order)
			period(c, &v.Period)
			str(c, "basis", &v.Basis)
		})
	bodyRows = registerTable("body", func(v *bodies.Body) (*ref.ID, *int64) { return &v.ID, &v.Version },
		func(c *codec, v *bodies.Body) {
			str(c, "kind", &v.Kind)
			str(c, "name", &v.Name)
			num(c, "unit", &v.Unit)
			period(c, &v.Period)
			str(c, "basis", &v.Basis)
			num(c, "succeeds", &v.Succeeds)
		})
	bodyNames = registerTable("body_name", func(v *bodies.BodyName) (*ref.ID, *int64) { return &v.ID, &v.Version },
		func(c *codec, v *bodies.BodyName) {
			num(c, "body", &v.Body)
			str(c, "name", &v.Name)
			period(c, &v.Period)
			str(c, "basis", &v.Basis)
		})
	services = registerTable("service", func(v *bodies.Service) (*ref.ID, *int64) { return &v.ID, &v.Version },
		func(c *codec, v *bodies.Service) {
			num(c, "body", &v.Body)
			num(c, "unit", &v.Unit)
			period(c, &v.Period)
			str(c, "basis", &v.Basis)
		})
	assignments = registerTable("assignment", func(v *bodies.Assignment) (*ref.ID, *int64) { return &v.ID, &v.Version },
		func(c *codec, v *bodies.Assignment) {
			num(c, "unit", &v.Unit)
			num(c, "body", &v.Body)
			str(c, "side", &v.Side)
			period(c, &v.Period)
			str(c, "basis", &v.Basis)
		})
	persons = registerTable("person", func(v *bodies.Person) (*ref.ID, *int64) { return &v.ID, &v.Version },
		func(c *codec, v *bodies.Person) {
			words(c, "name", &v.Name)
			words(c, "gender", &v.Gender)
			words(c, "birth", &v.Birth)
			words(c, "pinyin", &v.Pinyin)
			words(c, "ethnicity", &v.Ethnicity)
			words(c, "native", &v.Native)
			words(c, "education", &v.Education)
			words(c, "work_since", &v.WorkSince)
			words(c, "party_since", &v.PartySince)
		})
	appointments = registerTable("appointment", func(v *bodies.Appointment) (*ref.ID, *int64) { return &v.ID, &v.Version },
		func(c *codec, v *bodies.Appointment) {
			num(c, "person", &v.Person)
			num(c, "unit", &v.Unit)
			num(c, "body", &v.Body)
			str(c, "post", &v.Post)
			str(c, "title", &v.Title)
			str(c, "rank", &v.Rank)
			str(c, "level", &v.Level)
			str(c, "portfolio", &v.Portfolio)
			period(c, &v.Period)
			str(c, "basis", &v.Basis)
			str(c, "party_title", &v.PartyTitle)
		})
)

var accounts = newTable("account", func(v *account.Account) (*ref.ID, *int64) { return &v.ID, &v.Version },
	func(c *codec, v *account.Account) {
		num(c, "jurisdiction", &v.Jurisdiction)
		num(c, "person", &v.Person)
		words(c, "login", &v.Login)
		words(c, "name", &v.Name)
		words(c, "password", &v.Password)
		flag(c, "must_change", &v.MustChange)
		words(c, "totp", &v.TOTP)
		words(c, "recovery", &v.Recovery)
		str(c, "admin", &v.Admin)
		flag(c, "closed", &v.Closed)
		flag(c, "held", &v.Held)
		str(c, "language", &v.Language)
		num(c, "created_at", &v.CreatedAt)
	})

var passkeys = newTable("passkey", func(v *account.Passkey) (*ref.ID, *int64) { return &v.ID, &v.Version },
	func(c *codec, v *account.Passkey) {
		num(c, "jurisdiction", &v.Jurisdiction)
		num(c, "account", &v.Account)
		words(c, "name", &v.Name)
		str(c, "site", &v.Site)
		bytesOf(c, "handle", &v.Handle)
		bytesOf(c, "public", &v.Public)
		num(c, "counter", &v.Counter)
		flag(c, "synced", &v.Synced)
		str(c, "transports", &v.Transports)
		num(c, "created_at", &v.CreatedAt)
		num(c, "removed_at", &v.RemovedAt)
	})

var tokens = newTable("token", func(v *account.Token) (*ref.ID, *int64) { return &v.ID, &v.Version },
	func(c *codec, v *account.Token) {
		num(c, "jurisdiction", &v.Jurisdiction)
		num(c, "account", &v.Account)
		words(c, "name", &v.Name)
		bytesOf(c, "digest_of", &v.Digest)
		str(c, "scopes", &v.Scopes)
		num(c, "expires", &v.Expires)
		flag(c, "revoked", &v.Revoked)
		num(c, "created_at", &v.CreatedAt)
	})

var feeds = newTable("feed", func(v *account.Feed) (*ref.ID, *int64) { return &v.ID, &v.Version },
	func(c *codec, v *account.Feed) {
		num(c, "jurisdiction", &v.Jurisdiction)
		num(c, "account", &v.Account)
		num(c, "unit", &v.Unit)
		bytesOf(c, "digest_of", &v.Digest)
		flag(c, "revoked", &v.Revoked)
		num(c, "created_at", &v.CreatedAt)
	})

func (c County) ref() ref.Ref { return ref.Ref{Kind: ref.Jurisdiction, ID: c.ID} }

func machine(agent string) actor.Actor { return actor.Machine(0, agent) }
