package clerksim_test

import "testing"

func TestStoresAFieldOtherwiseThanItIsSentWhereItIsAskedTo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ rule, field, sent, stored string }{
		{"trim", "first_name", `" Ada "`, `"Ada"`},
		{"upper", "first_name", `"Ada"`, `"ADA"`},
		{"drop_nulls", "public_metadata", `{"a":null,"b":{"c":null,"d":[null]}}`, `{"b":{"d":[null]}}`},
		{"otherwise", "public_metadata", `{"a":["x",2,true]}`, `{"a":["xx",9,true]}`},
		{"otherwise", "first_name", `"Ada"`, `"Adaa"`},
		{"otherwise", "first_name", `""`, `null`},
		{"otherwise", "create_organizations_limit", `5`, `12`},
		{"otherwise", "legal_accepted_at", `"2026-01-31T09:29:00Z"`, `1769851740007`},
		{"ignore", "first_name", `"Ada"`, `null`},
		{"", "first_name", `" Ada "`, `" Ada "`},
	} {
		i := start(t)
		i.call("POST /_sim/spelling", `{"field":"`+c.field+`","rule":"`+c.rule+`"}`).ok()
		u := i.call("POST /users", `{"email_address":["ada@example.com"],"`+c.field+`":`+c.sent+`}`).ok()
		if got := u.json(c.field); got != c.stored {
			t.Errorf("%s of %s stores %s, not %s", c.rule, c.sent, got, c.stored)
		}
	}
}

func TestIgnoresWhatIsSent(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	for _, field := range []string{"banned", "locked", "file", "name"} {
		i.must(i.Spell(field, "ignore"))
	}
	for _, action := range []string{"ban", "lock"} {
		if got := i.call("POST /users/"+u.id()+"/"+action, "").ok(); got.json("banned") != "false" || got.json("locked") != "false" {
			t.Errorf("%s is not ignored: %s", action, got)
		}
	}
	i.must(i.Spell("name", ""))
	template := i.call("POST /jwt_templates", `{"name":"reports","claims":{}}`).ok()
	i.must(i.Spell("name", "ignore"))
	i.must(i.Spell("claims", "ignore"))
	if got := i.call("PATCH /jwt_templates/"+template.id(), `{"name":"invoices","claims":{"a":1}}`).ok(); got.json("name") != `"reports"` || got.json("claims") != "{}" {
		t.Errorf("a template's fields are not ignored: %s", got)
	}
}

func TestSaysThatThereIsNoSuchRule(t *testing.T) {
	t.Parallel()
	if err := start(t).Spell("first_name", "lower"); err == nil {
		t.Error("it is taken")
	}
}

func (i *instance) must(err error) {
	i.t.Helper()
	if err != nil {
		i.t.Fatal(err)
	}
}
