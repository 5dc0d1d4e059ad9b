package clerksim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func (i *instance) machine(name string) object {
	i.t.Helper()
	return i.call("POST /machines", fmt.Sprintf(`{"name":%q}`, name)).ok()
}

func TestMachinesAreMadeChangedListedAndDeleted(t *testing.T) {
	t.Parallel()
	i := start(t)
	billing := i.machine("Billing")
	billing.has(t, map[string]string{"object": `"machine"`, "name": `"Billing"`, "default_token_ttl": `3600`, "scoped_machines": `[]`, "instance_id": fmt.Sprintf("%q", i.InstanceID())})
	reports := i.call("POST /machines", `{"name":"Reports","default_token_ttl":60,"scoped_machines":["`+billing.id()+`"]}`).ok()
	if key := reports["secret_key"].(string); !strings.HasPrefix(key, "mk_") || key == billing["secret_key"] {
		t.Errorf("the secret key is %s", key)
	}
	same(t, "scopes", ids(reports.items("scoped_machines")), []string{billing.id()})
	one := " /machines/" + reports.id()
	if got := i.call("GET"+one, "").ok(); got["secret_key"] != nil {
		t.Error("a read shows the secret key")
	}
	if strings.Contains(i.call("GET /_sim/state", "").body, "mk_") {
		t.Error("the state has a secret key")
	}
	i.call("PATCH"+one, `{"name":"Reporting"}`).ok().has(t, map[string]string{"name": `"Reporting"`, "default_token_ttl": `60`})
	i.call("PATCH"+one, `{"default_token_ttl":7200}`).ok().has(t, map[string]string{"name": `"Reporting"`, "default_token_ttl": `7200`})

	same(t, "list", ids(i.call("GET /machines", "").list()), []string{reports.id(), billing.id()})
	same(t, "by name", ids(i.call("GET /machines?order_by=name", "").list()), []string{billing.id(), reports.id()})
	same(t, "a part of a name", ids(i.call("GET /machines?query=BILL", "").list()), []string{billing.id()})
	same(t, "an id", ids(i.call("GET /machines?query="+reports.id(), "").list()), []string{reports.id()})
	i.machine("Billing")
	i.call("GET /machines?limit=1", "").ok().has(t, map[string]string{"total_count": `3`})

	for body, code := range map[string]string{
		`{}`: "form_param_missing", `{"name":""}`: "form_param_nil", `{"name":"` + strings.Repeat("a", 256) + `"}`: "form_param_max_length_exceeded",
		`{"name":"a","default_token_ttl":0}`: "form_param_value_invalid", `{"name":"a","default_token_ttl":315360001}`: "form_param_value_invalid",
	} {
		i.call("POST /machines", body).refused(422, code)
	}
	i.call("PATCH"+one, `{"name":""}`).refused(422, "form_param_nil", "name")
	i.call("POST /machines", `{"name":"a","scoped_machines":["mch_0"]}`).refused(404, "resource_not_found")

	i.call("DELETE /machines/"+billing.id(), "").ok().has(t, map[string]string{"object": `"machine"`, "deleted": `true`})
	i.call("GET /machines/"+billing.id(), "").refused(404, "resource_not_found")
	i.call("GET"+one, "").ok().has(t, map[string]string{"scoped_machines": `[]`})
	same(t, "scopes", ids(i.call("GET /_sim/state", "").ok().items("machine_scopes")), []string{})

	i = start(t, assume("machine_absent", "machine_not_found"))
	i.call("GET /machines/mch_0", "").refused(404, "machine_not_found")
	i = start(t, assume("machine_names_unique", "true"))
	i.machine("Billing")
	i.call("POST /machines", `{"name":"Billing"}`).refused(422, "form_identifier_exists", "name")
}

func TestMachinesAreGivenAccessToEachOther(t *testing.T) {
	t.Parallel()
	i := start(t)
	a, b := i.machine("a").id(), i.machine("b").id()
	scopes := "/machines/" + a + "/scopes"
	i.call("POST "+scopes, `{"to_machine_id":"`+b+`"}`).ok().has(t, map[string]string{"object": `"machine_scope"`, "from_machine_id": `"` + a + `"`, "to_machine_id": `"` + b + `"`})
	i.call("POST "+scopes, `{"to_machine_id":"`+b+`"}`).refused(409, "duplicate_record", "to_machine_id")
	i.call("POST "+scopes, `{"to_machine_id":"`+a+`"}`).refused(422, "form_param_value_invalid", "to_machine_id")
	i.call("POST "+scopes, `{"to_machine_id":"mch_0"}`).refused(404, "resource_not_found")
	i.call("POST "+scopes, `{}`).refused(422, "form_param_missing", "to_machine_id")
	i.call("POST /machines/mch_0/scopes", `{"to_machine_id":"`+b+`"}`).refused(404, "resource_not_found")
	i.call("POST /machines/"+b+"/scopes", `{"to_machine_id":"`+a+`"}`).ok()
	for from, to := range map[string]string{a: b, b: a} {
		same(t, "scopes", ids(i.call("GET /machines/"+from, "").ok().items("scoped_machines")), []string{to})
	}
	if scoped := i.call("GET /machines/"+a, "").ok().items("scoped_machines")[0]; scoped["scoped_machines"] != nil || scoped["name"] != "b" {
		t.Errorf("it shows %v", scoped)
	}
	i.call("DELETE "+scopes+"/"+b, "").ok().has(t, map[string]string{"object": `"machine_scope"`, "from_machine_id": `"` + a + `"`, "to_machine_id": `"` + b + `"`, "deleted": `true`})
	i.call("DELETE "+scopes+"/"+b, "").refused(404, "resource_not_found")
	i.call("DELETE /machines/"+a, "").ok()
	i.call("DELETE /machines/"+b+"/scopes/"+a, "").refused(404, "resource_not_found")
	i.call("GET /machines/"+b, "").ok().has(t, map[string]string{"scoped_machines": `[]`})

	many := i.machine("many").id()
	for n := range 150 {
		i.call("POST /machines/"+many+"/scopes", `{"to_machine_id":"`+i.machine(fmt.Sprint(n)).id()+`"}`).ok()
	}
	i.call("POST /machines/"+many+"/scopes", `{"to_machine_id":"`+b+`"}`).refused(422, "form_param_value_invalid", "to_machine_id")

	i = start(t, assume("machine_scopes_itself", "true"))
	a = i.machine("a").id()
	i.call("POST /machines/"+a+"/scopes", `{"to_machine_id":"`+a+`"}`).ok()
}

func TestListsOfMachinesLagBehindTheirScopes(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) { o.Lag = time.Hour })
	a, b := i.machine("a").id(), i.machine("b").id()
	i.Advance(2 * time.Hour)
	i.call("POST /machines/"+a+"/scopes", `{"to_machine_id":"`+b+`"}`).ok()
	same(t, "one", ids(i.call("GET /machines/"+a, "").ok().items("scoped_machines")), []string{b})
	listed := func() []string { return ids(i.call("GET /machines?query="+a, "").list()[0].items("scoped_machines")) }
	same(t, "list", listed(), []string{})
	i.Advance(2 * time.Hour)
	same(t, "list", listed(), []string{b})
}

func TestASecretKeyIsReadAndRotated(t *testing.T) {
	t.Parallel()
	i := start(t)
	m := i.machine("a")
	one := " /machines/" + m.id() + "/secret_key"
	i.call("GET"+one, "").ok().has(t, map[string]string{"object": `"machine_secret_key"`, "secret": m.json("secret_key")})
	rotated := i.call("POST"+one+"/rotate", `{"previous_token_ttl":60}`).ok()
	if rotated["secret"] == m["secret_key"] {
		t.Error("rotation changes nothing")
	}
	i.call("GET"+one, "").ok().has(t, map[string]string{"secret": rotated.json("secret")})
	for body, code := range map[string]string{`{}`: "form_param_missing", `{"previous_token_ttl":28801}`: "form_param_value_invalid", `{"previous_token_ttl":-1}`: "form_param_value_invalid"} {
		i.call("POST"+one+"/rotate", body).refused(422, code, "previous_token_ttl")
	}
	i.call("GET /machines/mch_0/secret_key", "").refused(404, "resource_not_found")
	i.call("POST /machines/mch_0/secret_key/rotate", `{"previous_token_ttl":0}`).refused(404, "resource_not_found")
}
